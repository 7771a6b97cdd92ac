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

/// A flag of severity 1 calls somebody until it is seen: at once, every 15 minutes, along the rota, never twice for one
/// step, whoever stopped in between.
@Suite(.database) struct `A flag that nobody has seen` {
    @Test func `calls whoever is on call in the transaction that raises it, then one after the other`()
        async throws
    {
        let scene = try await OnCall.begin(week: 1)
        let flag = try await scene.danger()
        #expect(try await scene.calls(flag) == ["1 onCall lin"])
        scene.clinic.clock.advance(by: .minutes(14))
        try await scene.work()
        #expect(try await scene.calls(flag).count == 1)
        for expected in [
            "2 backup santos", "3 medicalDirector okoye", "4 everybody", "5 everybody",
        ] {
            scene.clinic.clock.advance(by: .minutes(expected.hasPrefix("2") ? 1 : 15))
            try await scene.work()
            if expected.contains("medicalDirector") {
                #expect(try await scene.calls(flag).last?.hasPrefix("3 medicalDirector") == true)
            } else {
                #expect(try await scene.calls(flag).last == expected)
            }
        }
    }

    @Test func `says a handle and a link, and nothing of anybody's health`() async throws {
        let scene = try await OnCall.begin(week: 2)
        let flag = try await scene.danger()
        let message = try #require(try await scene.messages(flag).first)
        let page = try #require(try await scene.path.messageToSend(message, by: .system("test")))
        let handle = try await scene.clinic.texts("SELECT handle AS line FROM flag WHERE id = \(flag)")[0]
        #expect(page.channel == .email && page.recipient.hasPrefix("lin-"))
        #expect(
            page.body
                == "\(handle) must be seen now. Acknowledge it within 15 minutes, or the next person is called:\n\nhttps://care.example"
        )
        #expect(page.subject == "You are called: \(handle)")
    }

    @Test func `goes by text to a proven number, and by e-mail before`() async throws {
        let scene = try await OnCall.begin(week: 3)
        let number = try #require(PhoneNumber("+16025550111"))
        _ = try await scene.path.proposePager(number, in: .en, by: scene.lin)
        let unproven = try await scene.messages(try await scene.danger())[0]
        #expect(try await scene.path.messageToSend(unproven, by: .system("test"))?.channel == .email)
        let code = try await scene.pagerCode(to: number)
        await #expect(throws: PagerRefusal.codeWrong) {
            try await scene.path.provePager(code == "111111" ? "222222" : "111111", by: scene.lin)
        }
        #expect(try await scene.path.provePager(code, by: scene.lin).phone == "…11")
        await #expect(throws: PagerRefusal.codeWrong) { try await scene.path.provePager(code, by: scene.lin) }
        let proven = try await scene.messages(try await scene.danger())[0]
        let page = try #require(try await scene.path.messageToSend(proven, by: .system("test")))
        #expect(page.channel == .text && page.recipient == "+16025550111")
        // Sealed: nobody who reads the tables reads the number.
        let kept = try await scene.clinic.texts(
            "SELECT encode(phone, 'escape') AS line FROM staff_pager WHERE phone IS NOT NULL")
        #expect(kept.allSatisfy { !$0.contains("6025550111") })
    }

    @Test func `calls nobody any more once it is acknowledged, whichever comes first`() async throws {
        let scene = try await OnCall.begin(week: 4)
        let flag = try await scene.danger()
        _ = try await scene.path.acknowledgeFlag(flag, once: nil, by: scene.lin.actor)
        // What no carrier has taken yet stays unsent.
        #expect(
            try await scene.clinic.texts(
                "SELECT outbox_message.state AS line FROM flag_page JOIN outbox_message ON id = message_id WHERE flag_id = \(flag)"
            ) == ["outdated"])
        scene.clinic.clock.advance(by: .hours(1))
        try await scene.work()
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag) == ["1 onCall lin"])

        // Sixteen jobs and an acknowledgement at once: at most one more call, and none after it.
        let other = try await scene.danger()
        scene.clinic.clock.advance(by: .minutes(15))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    if number == 8 {
                        _ = try await scene.path.acknowledgeFlag(other, once: nil, by: scene.lin.actor)
                    } else {
                        try await scene.path.ringFlag(other, step: 2, by: .system("test"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let calls = try await scene.calls(other)
        #expect(calls == ["1 onCall lin"] || calls == ["1 onCall lin", "2 backup santos"])
        try await scene.path.ringFlag(other, step: calls.count + 1, by: .system("test"))
        #expect(try await scene.calls(other) == calls)
    }

    @Test func `calls once for one step, from sixteen workers too`() async throws {
        let scene = try await OnCall.begin(week: 5)
        let flag = try await scene.danger()
        scene.clinic.clock.advance(by: .minutes(15))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { try await scene.path.ringFlag(flag, step: 2, by: .system("test")) }
            }
            try await group.waitForAll()
        }
        #expect(try await scene.calls(flag) == ["1 onCall lin", "2 backup santos"])
        #expect(try await scene.messages(flag).count == 2)
        let again = try await scene.clinic.answer(
            "INSERT INTO flag_alarm (flag_id, step, level, rung_at) VALUES (\(flag), 2, 'backup', '2026-12-24T12:00:00Z')"
        )
        #expect(again == .refused("flag_alarm_step_once"))
    }

    @Test func `goes to the next person at once if a page cannot be delivered, and round only in its time`()
        async throws
    {
        let scene = try await OnCall.begin(week: 6)
        let flag = try await scene.danger()
        try await scene.path.messageAnswered(
            try await scene.messages(flag)[0], .refused(code: "21211"), by: .system("test"))
        try await scene.work()
        #expect(try await scene.calls(flag) == ["1 onCall lin", "2 backup santos"])
        // The job of the first call's 15 minutes finds its step taken.
        scene.clinic.clock.advance(by: .minutes(14))
        try await scene.work()
        #expect(try await scene.calls(flag).count == 2)
        scene.clinic.clock.advance(by: .minutes(1))
        for _ in 0..<3 { try await scene.work() }
        #expect(try await scene.calls(flag).count == 3)
        scene.clinic.clock.advance(by: .minutes(15))
        try await scene.work()
        #expect(try await scene.calls(flag).last == "4 everybody")
        // Not one of them can be reached: they are called again in 15 minutes, not in a loop.
        for message in try await scene.messages(flag) {
            try await scene.path.messageAnswered(message, .refused(code: "21211"), by: .system("test"))
        }
        try await scene.work()
        #expect(try await scene.calls(flag).count == 4)
    }

    @Test func `is found by the hourly look if its job was lost or the clock came back`() async throws {
        let scene = try await OnCall.begin(week: 7)
        let flag = try await scene.danger()
        func lose() async throws {
            try await scene.clinic.database.transaction(by: Actor.system("test")) { connection in
                _ = try connection.run(
                    "DELETE FROM job WHERE kind = \(RingFlag.kind) AND arguments ->> 'flag' = \(flag.uuid.uuidString)"
                )
            }
        }
        try await lose()
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag).count == 1)
        // A worker that was stopped for an hour does one call, not four.
        scene.clinic.clock.advance(by: .hours(1))
        try await scene.path.sweepSafety(by: .system("test"))
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag) == ["1 onCall lin", "2 backup santos"])
        // A worker whose clock is three weeks ahead makes the next call; the others' clocks are right.
        let ahead = try await TestClinic(at: scene.clinic.clock.now + .hours(24 * 21))
        try await ahead.carePath.ringFlag(flag, step: 3, by: .system("test"))
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag).count == 4)
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag).count == 4)
    }

    @Test func `calls everybody where nobody is on call, and that is work for the medical director`()
        async throws
    {
        let scene = try await OnCall.begin(week: 8, hours: 1)
        scene.clinic.clock.advance(by: .hours(2))
        let flag = try await scene.danger()
        let sheet = try await scene.path.flagSheet(flag, by: .system("test"))
        #expect(sheet.alarms.map(\.level) == [.everybody])
        let people = Set(sheet.alarms[0].pages.map(\.person.id))
        #expect(people.isSuperset(of: [scene.lin, scene.santos, scene.okoye].map(\.accountID)))
        let gap = "prescriber/\(scene.shift.shift.ends.rfc3339)"
        #expect(
            try await scene.clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE kind = 'rotaGap' AND cause = \(gap) AND state = 'open'"
            ) == 1)
    }

    @Test func `calls again when it must be closed, and is work for the medical director, once`() async throws
    {
        let scene = try await OnCall.begin(week: 9)
        let flag = try await scene.danger()
        _ = try await scene.path.acknowledgeFlag(flag, once: nil, by: scene.lin.actor)
        try await scene.path.flagCloseIsDue(flag, by: .system("test"))
        #expect(try await scene.calls(flag).count == 1)
        scene.clinic.clock.advance(by: .hours(24))
        for _ in 0..<3 { try await scene.path.flagCloseIsDue(flag, by: .system("test")) }
        try await scene.path.sweepSafety(by: .system("test"))
        #expect(try await scene.calls(flag).last?.hasPrefix("2 closeDue lin okoye") == true)
        #expect(try await scene.calls(flag).count == 2)
        func work(_ state: String) async throws -> Int {
            try await scene.clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE kind = 'flagOverdue' AND cause = \(flag.description) AND state = \(state)"
            )
        }
        #expect(try await work("open") == 1)
        _ = try await scene.path.closeFlag(
            flag, as: "noTreatment", note: "Saw them.", once: nil, by: scene.lin)
        #expect(try await work("resolved") == 1)
    }

    @Test func `of severity 2 pages nobody, until somebody finds it graver`() async throws {
        let scene = try await OnCall.begin(week: 10)
        let flag = try await scene.raise(.concern)
        #expect(try await scene.calls(flag) == [])
        _ = try await scene.path.acknowledgeFlag(flag, once: nil, by: scene.lin.actor)
        await #expect(throws: FlagRefusal.notGraver) {
            try await scene.path.escalateFlag(
                flag, to: .notice, because: "Less.", once: nil, by: scene.lin.actor)
        }
        let line = try await scene.path.escalateFlag(
            flag, to: .danger, because: "Has a plan.", once: nil, by: scene.lin.actor
        ).value
        #expect(line.flag.state == .open && line.flag.severity == .danger && line.remark == "Has a plan.")
        #expect(line.acknowledgeBy == scene.clinic.clock.now + .minutes(15))
        #expect(try await scene.calls(flag) == ["1 onCall lin"])
        // By the tables too.
        #expect(
            try await scene.clinic.answer("UPDATE flag SET severity = 2 WHERE id = \(flag)")
                == .refused("flag_only_graver"))
        _ = try await scene.path.closeFlag(flag, as: "noTreatment", note: "Safe.", once: nil, by: scene.lin)
        #expect(
            try await scene.clinic.answer(
                "UPDATE flag SET state = 'open', closed_at = NULL, closed_by = NULL, outcome = NULL WHERE id = \(flag)"
            )
                == .refused("flag_stays_closed"))
    }

    /// The words are data, and so is what they may not hold: a page names neither person nor concern.
    @Test func `has the levels that the tables know`() async throws {
        let clinic = try await TestClinic()
        try await clinic.expectCheck(
            "flag_alarm_level_known", toName: PagingLadder.Level.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "on_call_shift_role_known", toName: OnCallShift.Duty.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "on_call_shift_state_known", toName: OnCallShift.State.allCases.map(\.rawValue))
    }
}

extension OnCall {
    /// The code that waits in the outbox for a number.
    func pagerCode(to number: PhoneNumber) async throws -> String {
        let waiting = try await clinic.database.read(
            by: Actor.system("test"),
            "SELECT id FROM outbox_message WHERE name = 'pagerCode' AND state = 'queued'",
            "test.codes"
        ) { try $0["id"] as ID<OutboxMessage> }
        for id in waiting {
            guard let message = try await path.messageToSend(id, by: .system("test")),
                message.recipient == number.e164, let code = message.body.firstMatch(of: /[0-9]{6}/)
            else { continue }
            return String(code.0)
        }
        throw TestClinic.Unexpected()
    }
}
