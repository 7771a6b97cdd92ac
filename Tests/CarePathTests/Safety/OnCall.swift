import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Testing

@testable import CarePath

/// A clinic with people on call in a week of its own, since a suite's tests share one rota.
struct OnCall: Sendable {
    let clinic: TestClinic
    let lin: Caller
    let santos: Caller
    let okoye: Caller
    let shift: RotaLine

    /// Lin is on call for a week, Santos behind her; Okoye is a medical director.
    static func begin(week: Int, hours: Int = 24 * 7) async throws -> OnCall {
        let clinic = try await TestClinic(at: TestClinic.start + .hours(24 * 7 * week))
        let name = "w\(week)-\(UUID().uuidString.prefix(6).lowercased())"
        let lin = try await clinic.holder("lin-\(name)", .prescriber)
        let santos = try await clinic.holder("santos-\(name)", .prescriber)
        let okoye = try await clinic.holder("okoye-\(name)", .medicalDirector)
        let now = clinic.clock.now
        let shift = try await clinic.carePath.addShift(
            .prescriber, lin.accountID, backup: santos.accountID, from: now, to: now + .hours(hours),
            once: nil,
            by: okoye.actor
        ).value
        return OnCall(clinic: clinic, lin: lin, santos: santos, okoye: okoye, shift: shift)
    }

    var path: CarePath { clinic.carePath }

    /// A flag of severity 1 about somebody new, raised by hand.
    func danger() async throws -> ID<Flag> { try await raise(.danger) }

    func raise(_ severity: Flag.Severity) async throws -> ID<Flag> {
        let patient = try await clinic.newcomer()
        return try await path.raiseFlagByHand(
            of: patient, severity, because: "Sounded confused.", once: nil, by: lin.actor
        ).value.flag.id
    }

    /// `1 onCall lin`: each call so far and the people whom it paged, by the first part of their names.
    func calls(_ flag: ID<Flag>) async throws -> [String] {
        let sheet = try await path.flagSheet(flag, by: .system("test"))
        return sheet.alarms.map { alarm in
            let people =
                alarm.level == .everybody
                ? [] : alarm.pages.map { String($0.person.name.split(separator: "-")[0]) }.sorted()
            return (["\(alarm.step)", alarm.level.rawValue] + people).joined(separator: " ")
        }
    }

    /// The worker does what is due about calls: every job of theirs whose time has come, the earliest first.
    func work() async throws {
        let now = clinic.clock.now
        let due = try await clinic.database.read(
            by: Actor.system("test"),
            "SELECT id, arguments::text AS arguments FROM job WHERE kind = \(RingFlag.kind) AND run_at <= \(now) ORDER BY run_at, id",
            "test.rings"
        ) { row in
            try JSONDecoder().decode(RingFlag.self, from: Data((try row["arguments"] as String).utf8))
        }
        for ring in due {
            try await path.ringFlag(ID(ring.flag), step: ring.step, by: .system(RingFlag.kind))
        }
    }

    func messages(_ flag: ID<Flag>) async throws -> [ID<OutboxMessage>] {
        try await clinic.database.read(
            by: Actor.system("test"),
            "SELECT message_id FROM flag_page WHERE flag_id = \(flag) ORDER BY step, message_id",
            "test.pages"
        ) { try $0["message_id"] as ID<OutboxMessage> }
    }
}

extension TestClinic {
    /// Somebody active who holds the role, in the tables too.
    func holder(_ name: String, _ role: Role) async throws -> Caller {
        let caller = try await colleague(name, [role])
        try await grant(role, to: caller)
        return caller
    }
}
