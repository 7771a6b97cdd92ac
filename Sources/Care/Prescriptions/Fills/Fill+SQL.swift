import Clinic
import Clocks
import Foundation
import Postgres

extension Fill {
    /// Plans it, and waits for the database's word: `fill_once`, `fill_at_most_six` and `fill_within_refills` refuse
    /// what the prescription does not allow.
    package func insert(on connection: Connection, now: Instant) throws {
        do {
            try connection.run(
                """
                INSERT INTO fill (id, prescription_id, patient_id, number, state, not_before, release_on, review_id,
                    early_fill_id, planned_at, version)
                VALUES (\(id), \(prescription), \(patient), \(number), \(state), \(notBefore), \(releaseOn),
                    \(review), \(early), \(now), \(version))
                """, "fill.insert")
        } catch PostgresError.checkViolation("fill_within_refills") {
            throw FillRefusal.notAllowed
        } catch PostgresError.checkViolation("fill_at_most_six") {
            throw FillRefusal.notAllowed
        } catch PostgresError.uniqueViolation("fill_once") {
            throw FillRefusal.notAllowed
        }
    }

    /// The fill, locked until the transaction ends. Lock the patient and the prescription before it.
    package static func lock(_ id: ID<Fill>, on connection: Connection) throws -> Fill? {
        try connection.fetchFirst(
            "\(fragment: selection) WHERE id = \(id) FOR UPDATE", "fill.lock", decode: Fill.init)
    }

    /// All fills of a prescription, locked, the first one first.
    package static func lockAll(
        of prescription: ID<Prescription>, on connection: Connection
    ) throws -> [Fill] {
        try connection.fetch(
            "\(fragment: selection) WHERE prescription_id = \(prescription) ORDER BY number FOR UPDATE",
            "fill.lockAll", decode: Fill.init)
    }

    /// A fill for reading.
    package static func select(_ id: ID<Fill>) -> SQL { "\(fragment: selection) WHERE id = \(id)" }

    /// The fills of a prescription for reading, the first one first.
    package static func select(of prescription: ID<Prescription>) -> SQL {
        "\(fragment: selection) WHERE prescription_id = \(prescription) ORDER BY number"
    }

    /// The fills of a patient that have not been released.
    package static func selectPlanned(of patient: UUID) -> SQL {
        "\(fragment: selection) WHERE patient_id = \(patient) AND state = 'planned' ORDER BY planned_at"
    }

    /// Writes what can change, queued. `fill_within_quantity` refuses more than what is written; a caller that wants
    /// its word fetches before it goes on.
    package func save(on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE fill
            SET state = \(state), quantity = \(quantity?.lozenges), quantity_mg = \(quantity?.milligrams),
                not_before = \(notBefore), release_on = \(releaseOn), hold_reason = \(hold?.reason), held_by = \(hold?.by), released_at = \(releasedAt),
                closed_at = \(closedAt), version = \(version)
            WHERE id = \(id)
            """, "fill.save")
    }

    private static let selection: SQL = """
        SELECT id, prescription_id, patient_id, number, state, quantity, quantity_mg, not_before, release_on,
            review_id, early_fill_id, hold_reason, held_by, released_at, closed_at, version
        FROM fill
        """

    /// Opens a row of `select`.
    package init(_ row: Row) throws {
        let lozenges: Int? = try row["quantity"]
        let milligrams: Milligrams? = try row["quantity_mg"]
        let reason: String? = try row["hold_reason"]
        let holder: String? = try row["held_by"]
        self.init(
            id: try row["id"], prescription: try row["prescription_id"], patient: try row["patient_id"],
            number: try row["number"], notBefore: try row["not_before"], releaseOn: try row["release_on"],
            review: try row["review_id"], early: try row["early_fill_id"], state: try row["state"],
            quantity: lozenges.flatMap { count in
                milligrams.map { FillQuantity(lozenges: count, of: Milligrams($0.count / count)) }
            },
            hold: reason.flatMap { reason in holder.map { Hold(reason: reason, by: $0) } },
            releasedAt: try row["released_at"], closedAt: try row["closed_at"], version: try row["version"])
    }
}
