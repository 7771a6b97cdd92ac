import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing

extension CarePath {
    /// Somebody of the care team notes what was told to the outside.
    package func disclose(
        _ disclosure: Disclosure, of patient: ID<Patient>, once: Once<Disclosure>?, by actor: Actor
    ) async throws -> OnceOutcome<Disclosure> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let key = try connection.fetchFirst(
                Patient.selectKey(of: patient), "patient.dataKey",
                decode: { try keyring.unwrap(try $0["data_key"]) })
            guard let key else { throw NotFound() }
            guard disclosure.on <= program.today(at: now) else { throw DisclosureAhead() }
            let id = ID<Disclosure>(at: now).uuid
            try disclosure.insert(
                as: id, of: patient, sealedWith: key, by: actor, on: connection, now: now)
            try AuditEntry(
                "disclosure.record", .init("disclosure", id), patient: patient.uuid,
                detail: ["purpose": disclosure.purpose.rawValue], by: actor, at: now
            ).record(on: connection)
            return disclosure
        }
    }

    /// The accounting: what was disclosed of somebody in the last six years, the latest first. The reading is audited.
    package func disclosures(of patient: ID<Patient>, by actor: Actor) async throws -> [Disclosure] {
        let now = clock.now
        let audit = AuditEntry(
            "disclosure.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let since = program.today(at: now).adding(months: -12 * Disclosure.yearsAccounted)
        return try await database.read(
            by: actor, Disclosure.select(of: patient, since: since), audit: audit.insert, "disclosure.list"
        ) { try Disclosure($0, keyring: keyring) }
    }
}

/// A disclosure is noted when it has happened.
package struct DisclosureAhead: Refusing, Equatable {
    package init() {}

    package var code: String { "disclosure_ahead" }
}
