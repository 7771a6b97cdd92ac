import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Support
import Testing

@Suite(.database) struct `The care team's work` {
    func review(_ clinic: TestClinic, _ number: Int) async throws -> Patient {
        var answers = ScreeningAnswers()
        answers.bladder = "Y"
        return try await clinic.registered(
            answers, email: "work-\(number)@example.org", phone: "+1602555\(3000 + number)")
    }

    func work(of patient: Patient, _ clinic: TestClinic, by caller: Caller) async throws -> QueueLine {
        let chart = try await clinic.carePath.chart(of: patient.id, in: .en, by: caller.actor)
        return try #require(chart.work.first)
    }

    @Test func `an accepted screening lets its owner go on, and says so`() async throws {
        let clinic = try await TestClinic()
        let ana = try await clinic.colleague("Ana1")
        let patient = try await review(clinic, 1)
        let item = try await work(of: patient, clinic, by: ana)
        #expect(item.patient?.name == patient.name)
        _ = try await clinic.carePath.claim(item.id, in: .en, once: nil, by: ana)
        _ = try await clinic.carePath.resolve(
            item.id, as: "accepted", note: "Cystitis in 2011, healed.", in: .en, once: nil, by: ana)
        let after = try await clinic.carePath.profile(of: patient.id, by: ana.actor)
        #expect(after.entry.standing == .accepted)
        let timeline = try await clinic.carePath.timeline(
            of: patient.id, after: nil, limit: 10, in: .es, by: ana.actor)
        #expect(timeline.entries.first?.entry.code == .screeningAccepted)
        #expect(timeline.entries.first?.words.contains("puede continuar") == true)
        let note = try await clinic.texts(
            "SELECT coalesce(encode(note, 'escape'), '') AS line FROM work_item WHERE id = \(item.id)")
        #expect(note[0].isEmpty == false && !note[0].contains("Cystitis"))
        // A second word on it is refused, the same word changes nothing.
        await #expect(throws: WorkItemRefusal.alreadyResolved) {
            try await clinic.carePath.resolve(item.id, as: "declined", note: "", in: .en, once: nil, by: ana)
        }
        _ = try await clinic.carePath.resolve(item.id, as: "accepted", note: "", in: .en, once: nil, by: ana)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM timeline_entry WHERE patient_id = \(patient.id) AND code = 'screeningAccepted'"
            )
                == 1)
    }

    @Test func `sixteen colleagues claim one item and one has it`() async throws {
        let clinic = try await TestClinic()
        let patient = try await review(clinic, 2)
        var team: [Caller] = []
        for number in 0..<16 { team.append(try await clinic.colleague("Racer\(number)")) }
        let item = try await work(of: patient, clinic, by: team[0])
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for colleague in team {
                group.addTask {
                    do {
                        _ = try await clinic.carePath.claim(item.id, in: .en, once: nil, by: colleague)
                        return true
                    } catch WorkItemRefusal.claimedByAnother {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
    }

    @Test func `a claim lapses after half an hour`() async throws {
        let clinic = try await TestClinic()
        let (ana, ben) = (try await clinic.colleague("Ana3"), try await clinic.colleague("Ben3"))
        let item = try await work(of: try await review(clinic, 3), clinic, by: ana)
        _ = try await clinic.carePath.claim(item.id, in: .en, once: nil, by: ana)
        #expect(try await clinic.carePath.workItem(item.id, in: .en, by: ben).owner?.name == "Ana3")
        await #expect(throws: WorkItemRefusal.claimedByAnother) {
            try await clinic.carePath.claim(item.id, in: .en, once: nil, by: ben)
        }
        clinic.clock.advance(by: .minutes(30))
        #expect(try await clinic.carePath.workItem(item.id, in: .en, by: ben).state == .open)
        _ = try await clinic.carePath.claim(item.id, in: .en, once: nil, by: ben)
    }

    /// N18: no open work with somebody who has left; the database says so, whatever code forgets.
    @Test func `nobody leaves with work in hand`() async throws {
        let clinic = try await TestClinic()
        let ana = try await clinic.colleague("Ana4")
        let item = try await work(of: try await review(clinic, 4), clinic, by: ana)
        _ = try await clinic.carePath.claim(item.id, in: .en, once: nil, by: ana)
        await #expect {
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                try connection.run("UPDATE account SET state = 'inactive' WHERE id = \(ana.accountID)")
            }
        } throws: { fault in
            (fault as? PostgresError)?.violates("work_item_owner_is_active") == true
        }
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try WorkItem.releaseAll(of: ana.accountID, on: connection)
            try connection.run("UPDATE account SET state = 'inactive' WHERE id = \(ana.accountID)")
        }
        #expect(try await clinic.carePath.workItem(item.id, in: .en, by: ana).state == .open)
    }

    @Test func `the queue goes by due time and pages without loss`() async throws {
        let clinic = try await TestClinic()
        let ana = try await clinic.colleague("Ana5")
        for number in 50..<57 {
            _ = try await review(clinic, number)
            clinic.clock.advance(by: .hours(24))
        }
        var seen: [QueueLine] = []
        var cursor: QueuePage.Position?
        repeat {
            let page = try await clinic.carePath.queue(
                QueueFilter(), after: cursor, limit: 2, in: .en, by: ana)
            seen += page.lines
            cursor = page.next
        } while cursor != nil
        #expect(seen.map(\.due) == seen.map(\.due).sorted())
        #expect(Set(seen.map(\.id)).count == seen.count)
        #expect(
            seen.count
                == (try await clinic.carePath.queue(QueueFilter(), after: nil, limit: 1, in: .en, by: ana))
                .counts.team)
    }

    @Test func `its states are the database's states`() async throws {
        let clinic = try await TestClinic()
        try await clinic.expectCheck(
            "work_item_state_known", toName: WorkItem.State.Name.allCases.map(\.rawValue))
        try await clinic.expectCheck("patient_standing_known", toName: Standing.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "outbox_message_state_known", toName: OutboxMessage.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "outbox_message_channel_known", toName: MessageChannel.allCases.map(\.rawValue))
        try await clinic.expectCheck("patient_language_known", toName: Language.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "screening_result_known", toName: ["qualified", "needsReview", "notQualified"])
    }
}
