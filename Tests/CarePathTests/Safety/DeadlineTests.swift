import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Support
import Testing

@testable import CarePath

/// Work that is late goes to the lead, once, and the report says how deadlines were kept.
@Suite(.database) struct `Deadlines` {
    @Test func `that pass send the work to the role's lead, once`() async throws {
        let clinic = try await TestClinic()
        let ana = try await clinic.colleague("Ana1")
        var answers = ScreeningAnswers()
        answers.bladder = "Y"
        let patient = try await clinic.registered(answers, email: "deadline-1@example.org")
        let chart = try await clinic.carePath.chart(of: patient.id, in: .en, by: ana.actor)
        let item = try #require(chart.work.first)
        #expect(item.role == .careNavigator && item.escalatedAt == nil)
        try await clinic.carePath.sweepSafety(by: .system("test"))
        func line() async throws -> QueueLine {
            try await clinic.carePath.workItem(item.id, in: .en, by: ana)
        }
        #expect(try await line().escalatedAt == nil)

        // What is put off until later waits.
        clinic.clock.advance(to: item.due - .minutes(1))
        _ = try await clinic.carePath.snooze(
            item.id, until: item.due + .hours(3), note: "Waits for a letter.", in: .en, once: nil, by: ana)
        clinic.clock.advance(by: .hours(2))
        try await clinic.carePath.sweepSafety(by: .system("test"))
        #expect(try await line().escalatedAt == nil)
        clinic.clock.advance(by: .hours(2))
        try await clinic.carePath.sweepSafety(by: .system("test"))
        let escalated = try await line()
        #expect(escalated.role == .medicalDirector && escalated.escalatedAt == clinic.clock.now)
        let version = escalated.version
        clinic.clock.advance(by: .hours(1))
        try await clinic.carePath.sweepSafety(by: .system("test"))
        #expect(try await line().version == version)

        func queue(of role: WorkItemKinds.Lead) async throws -> [ID<WorkItem>] {
            try await clinic.carePath.queue(
                QueueFilter(role: role), after: nil, limit: 50, in: .en, by: ana
            ).lines.map(\.id)
        }
        #expect(try await queue(of: .medicalDirector).contains(item.id))
        #expect(try await queue(of: .careNavigator).contains(item.id) == false)
        #expect(try await queue(of: .prescriber).contains(item.id) == false)
    }

    @Test func `are reported as met, late or waiting, with the median`() async throws {
        let clinic = try await TestClinic(at: TestClinic.start + .hours(24 * 60))
        let lin = try await clinic.holder("lin-report", .prescriber)
        let began = clinic.clock.now
        var flags: [ID<Flag>] = []
        for _ in 0..<4 {
            flags.append(
                try await clinic.carePath.raiseFlagByHand(
                    of: try await clinic.newcomer(), .danger, because: "Sounded confused.", once: nil,
                    by: lin.actor
                ).value.flag.id)
        }
        // After 5, 10 and 20 minutes; the last one never.
        for (flag, minutes) in zip(flags, [5, 5, 10]) {
            clinic.clock.advance(by: .minutes(minutes))
            _ = try await clinic.carePath.acknowledgeFlag(flag, once: nil, by: lin.actor)
        }
        let later = try await clinic.carePath.deadlineReport(from: began, to: nil, by: lin.actor)
        let seen = try #require(later.lines.first { $0.what == .flagAcknowledged && $0.kind == "1" })
        #expect(seen.count == 4 && seen.met == 2 && seen.late == 2 && seen.waiting == 0)
        #expect(seen.medianMinutes == 10)
        let closed = try #require(later.lines.first { $0.what == .flagClosed && $0.kind == "1" })
        #expect(closed.count == 4 && closed.met == 0 && closed.late == 0 && closed.waiting == 4)
        #expect(closed.medianMinutes == nil)
        #expect(later.late.count == 2 && later.late.allSatisfy { $0.what == .flagAcknowledged })
        #expect(later.late.filter { $0.done == nil }.count == 1)
        // What arose before is another report's.
        let before = try await clinic.carePath.deadlineReport(
            from: began - .hours(5), to: began, by: lin.actor)
        #expect(before.lines.allSatisfy { $0.what == .workItem })
    }
}
