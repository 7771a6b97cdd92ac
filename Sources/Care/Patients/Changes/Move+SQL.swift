import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// One address of somebody, with the dates on which it counts.
package struct DatedAddress: Sendable {
    package let id: UUID
    package let address: PostalAddress
    package let timeZone: String
    /// `nil`: since we know them.
    package let from: LocalDate?
    /// The first date on which it counts no more.
    package let until: LocalDate?
    package let recordedAt: Instant
    package let appliedAt: Instant?
    package let supersededAt: Instant?
}

extension Move {
    /// Writes the address down under `id`: the address before ends on its day, and what was said of that day and later is
    /// superseded, but for a move that is still to come: until that one. The patient's row is locked.
    /// `patient_address_once_at_a_time` holds that no two count on one date.
    package func insert(
        as id: UUID, of patient: ID<Patient>, sealedWith key: SealingKey, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let sealed = try Sealed(address, with: key, at: Patient.place("address", patient))
        try connection.execute(
            """
            UPDATE patient_address SET superseded_at = \(now)
            WHERE patient_id = \(patient) AND superseded_at IS NULL AND effective_from >= \(effectiveFrom)
                AND (applied_at IS NOT NULL OR effective_from = \(effectiveFrom))
            """, "address.supersede")
        try connection.execute(
            """
            UPDATE patient_address SET effective_until = \(effectiveFrom)
            WHERE patient_id = \(patient) AND superseded_at IS NULL
                AND (effective_from IS NULL OR effective_from < \(effectiveFrom))
                AND (effective_until IS NULL OR effective_until > \(effectiveFrom))
            """, "address.end")
        try connection.run(
            """
            INSERT INTO patient_address (id, patient_id, address, state, time_zone, effective_from, effective_until,
                recorded_at, recorded_by)
            VALUES (\(id), \(patient), \(sealed), \(state.code), \(timeZone), \(effectiveFrom),
                (SELECT min(effective_from) FROM patient_address
                    WHERE patient_id = \(patient) AND superseded_at IS NULL AND effective_from > \(effectiveFrom)),
                \(now), \(actor.databaseSetting))
            """, "address.insert")
    }

    /// A move that has not become the patient's address yet, with its owner; `nil` once it has, or when another word took
    /// its place. The patient's row must be locked for it to stay so.
    package static func find(
        waiting id: UUID, of patient: Patient.Opened, on connection: Connection
    ) throws -> Move? {
        try connection.fetchFirst(
            """
            SELECT address, time_zone, effective_from FROM patient_address
            WHERE id = \(id) AND patient_id = \(patient.id) AND applied_at IS NULL AND superseded_at IS NULL
            """, "address.waiting"
        ) { row in
            let address: Sealed<PostalAddress> = try row["address"]
            let opened = try address.open(with: patient.key, at: Patient.place("address", patient.id))
            guard let state = StateCode(opened.state) else {
                throw SealedContentUnreadable(column: "address")
            }
            return Move(
                address: opened, state: state, timeZone: try row["time_zone"],
                effectiveFrom: try row["effective_from"])
        }
    }

    /// Whose move it is.
    package static func selectOwner(of id: UUID) -> SQL {
        "SELECT patient_id FROM patient_address WHERE id = \(id)"
    }

    /// The day has come: it is the patient's address, zone and state from now on; queued.
    package func apply(
        _ id: UUID, of patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE patient
            SET address = moved.address, state = moved.state, time_zone = moved.time_zone, version = version + 1
            FROM patient_address AS moved
            WHERE patient.id = \(patient) AND moved.id = \(id)
            """, "address.apply")
        try connection.execute(
            "UPDATE patient_address SET applied_at = \(now) WHERE id = \(id)", "address.applied")
    }
}

extension DatedAddress {
    /// All that was ever said of where somebody lives, the latest word first.
    package static func select(of patient: ID<Patient>) -> SQL {
        """
        SELECT moved.id, moved.address, moved.time_zone, effective_from, effective_until, recorded_at, applied_at,
            superseded_at, patient.data_key
        FROM patient_address AS moved JOIN patient ON patient.id = moved.patient_id
        WHERE moved.patient_id = \(patient)
        ORDER BY recorded_at DESC, moved.id DESC
        """
    }

    /// Moves whose day has come and that were not applied, for the daily look.
    package static func selectDue(before date: LocalDate, limit: Int) -> SQL {
        """
        SELECT id FROM patient_address
        WHERE applied_at IS NULL AND superseded_at IS NULL AND effective_from < \(date)
        ORDER BY effective_from LIMIT \(limit)
        """
    }

    package init(_ row: Row, of patient: ID<Patient>, keyring: Keyring) throws {
        let sealed: Sealed<PostalAddress> = try row["address"]
        id = try row["id"]
        address = try sealed.open(
            with: try keyring.unwrap(try row["data_key"]), at: Patient.place("address", patient))
        timeZone = try row["time_zone"]
        from = try row["effective_from"]
        until = try row["effective_until"]
        recordedAt = try row["recorded_at"]
        appliedAt = try row["applied_at"]
        supersededAt = try row["superseded_at"]
    }
}
