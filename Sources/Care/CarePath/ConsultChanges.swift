import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Sealing

/// What every change of a visit has in common.
extension CarePath {
    /// One event of a visit: locked, decided, and, unless it had happened before, followed by what it brings with it.
    ///
    /// - Parameters:
    ///   - owner: the patient whose it must be; `nil` for the care team.
    ///   - then: saves the visit and does the rest.
    func change(
        _ id: ID<Consult>, of owner: ID<Patient>?, _ verb: String, once: Once<Appointment>?, by actor: Actor,
        _ event: @escaping @Sendable (inout Consult, Connection, Instant) throws -> Change,
        then follow: @escaping @Sendable (Consult, Home, Connection, Instant) throws -> Void
    ) async throws -> OnceOutcome<Appointment> {
        try await exactlyOnce(once, by: actor) { connection, now in
            var consult = try lock(id, of: owner, on: connection)
            if try event(&consult, connection, now) == .changed {
                let home = try home(of: ID(consult.patient), on: connection)
                try follow(consult, home, connection, now)
                try audit(verb, consult, by: actor, on: connection, now: now)
            }
            return try appointment(id, on: connection)
        }
    }

    /// The visit, locked; what is somebody else's does not exist.
    func lock(_ id: ID<Consult>, of owner: ID<Patient>?, on connection: Connection) throws -> Consult {
        guard let consult = try Consult.lock(id, on: connection),
            owner.map({ $0.uuid == consult.patient }) ?? true
        else { throw NotFound() }
        return consult
    }

    func home(of patient: ID<Patient>, on connection: Connection) throws -> Home {
        let home = try connection.fetchFirst(Self.selectHome(of: patient), "consult.home") { try Home($0) }
        guard let home else { throw NotFound() }
        return home
    }

    /// The patient's key, for what is sealed of a visit.
    func dataKey(of consult: Consult, on connection: Connection) throws -> SealingKey {
        let key = try connection.fetchFirst(Self.selectDataKey(of: ID(consult.patient)), "patient.dataKey") {
            row in try keyring.unwrap(try row["data_key"])
        }
        guard let key else { throw NotFound() }
        return key
    }

    func audit(
        _ verb: String, _ consult: Consult, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "consult.\(verb)", .init("consult", consult.id.uuid), patient: consult.patient, by: actor, at: now
        ).record(on: connection)
    }
}
