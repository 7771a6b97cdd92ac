import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Safety
import Support
import Testing

@testable import CarePath

/// The rota in the tables: no two on call at once, nobody who is gone, every gap warned of once.
@Suite(.database) struct `The rota` {
    private func gapWork(_ clinic: TestClinic, _ cause: String) async throws -> [String] {
        try await clinic.texts(
            "SELECT state AS line FROM work_item WHERE kind = 'rotaGap' AND cause = \(cause) ORDER BY created_at"
        )
    }

    @Test func `has one person of a role at a time, whoever adds another`() async throws {
        let scene = try await OnCall.begin(week: 1)
        let (from, to) = (scene.shift.shift.starts, scene.shift.shift.ends)
        func add(_ person: Caller, _ from: Instant, _ to: Instant, backup: Caller? = nil) async throws
            -> RotaLine
        {
            try await scene.path.addShift(
                .prescriber, person.accountID, backup: backup?.accountID, from: from, to: to, once: nil,
                by: scene.okoye.actor
            ).value
        }
        await #expect(throws: RotaRefusal.overlapsAnother) {
            try await add(scene.santos, to - .hours(1), to + .hours(1))
        }
        await #expect(throws: RotaRefusal.backupIsTheSame) {
            try await add(scene.santos, to, to + .hours(1), backup: scene.santos)
        }
        await #expect(throws: RotaRefusal.notAhead) { try await add(scene.santos, from - .hours(2), from) }
        // Where one ends another begins.
        _ = try await add(scene.santos, to, to + .hours(24))
        // A medical director is on call beside them; a prescriber is not one.
        _ = try await scene.path.addShift(
            .medicalDirector, scene.okoye.accountID, backup: nil, from: from, to: to, once: nil,
            by: scene.okoye.actor)
        await #expect(throws: RotaRefusal.personUnfit) {
            try await scene.path.addShift(
                .medicalDirector, scene.lin.accountID, backup: nil, from: to, to: to + .hours(1), once: nil,
                by: scene.okoye.actor)
        }
        // Sixteen at once: one.
        let later = to + .hours(48)
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    do {
                        _ = try await add(
                            number.isMultiple(of: 2) ? scene.lin : scene.santos, later, later + .hours(12))
                        return true
                    } catch RotaRefusal.overlapsAnother { return false }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
    }

    @Test func `is nobody's who has left, and asks for hand-over before they go`() async throws {
        let scene = try await OnCall.begin(week: 10)
        let administrator = try await scene.clinic.holder("rosa-10", .administrator)
        _ = try await scene.clinic.holder("dana-10", .administrator)
        func grant(_ person: Caller) async throws -> ID<RoleGrant> {
            try await scene.clinic.database.read(
                by: Actor.system("test"),
                "SELECT id FROM role_grant WHERE account_id = \(person.accountID) AND state = 'active'",
                "test.grant"
            ) { try $0["id"] as ID<RoleGrant> }[0]
        }
        for person in [scene.lin, scene.santos] {
            let grant = try await grant(person)
            await #expect(throws: RotaRefusal.shiftsAhead) {
                try await scene.path.endGrant(grant, once: nil, by: administrator)
            }
        }
        // The tables hold it, whatever code forgets.
        for (person, constraint) in [
            (scene.lin, "on_call_shift_person_is_active"), (scene.santos, "on_call_shift_backup_is_active"),
        ] {
            #expect(
                try await scene.clinic.answer(
                    "UPDATE account SET state = 'inactive' WHERE id = \(person.accountID)")
                    == .refused(constraint))
        }
        _ = try await scene.path.endShift(scene.shift.shift.id, once: nil, by: scene.okoye.actor)
        _ = try await scene.path.endGrant(try await grant(scene.lin), once: nil, by: administrator)
        await #expect(throws: RotaRefusal.personUnfit) {
            try await scene.path.addShift(
                .prescriber, scene.lin.accountID, backup: nil, from: scene.clinic.clock.now,
                to: scene.clinic.clock.now + .hours(1), once: nil, by: scene.okoye.actor)
        }
        // A shift that is over holds nobody back.
        let short = try await OnCall.begin(week: 12, hours: 1)
        short.clinic.clock.advance(by: .hours(2))
        _ = try await short.path.endGrant(try await grant(short.santos), once: nil, by: administrator)
    }

    @Test func `warns of each gap of the next 14 days once, and no more when it is filled`() async throws {
        let scene = try await OnCall.begin(week: 20)
        let end = scene.shift.shift.ends
        let cause = "prescriber/\(end.rfc3339)"
        #expect(try await gapWork(scene.clinic, cause) == ["open"])
        for _ in 0..<2 {
            scene.clinic.clock.advance(by: .hours(24))
            try await scene.path.sweepSafety(by: .system("test"))
        }
        #expect(try await gapWork(scene.clinic, cause) == ["open"])
        let view = try await scene.path.rota(from: nil, to: nil, by: scene.lin.actor)
        #expect(view.gaps.map(\.from) == [end])
        #expect(view.gaps.map(\.to) == [scene.clinic.clock.now + .hours(14 * 24)])
        _ = try await scene.path.addShift(
            .prescriber, scene.santos.accountID, backup: nil, from: end, to: end + .hours(24 * 30), once: nil,
            by: scene.okoye.actor)
        #expect(try await gapWork(scene.clinic, cause) == ["resolved"])
        #expect(try await scene.path.rota(from: nil, to: nil, by: scene.lin.actor).gaps == [])
    }
}
