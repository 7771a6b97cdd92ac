import Clinic
import Clocks
import Foundation
import Postgres

extension PharmacyOrder.State.Name: PostgresEncodable, PostgresDecodable {}
extension PharmacyOrder.Step: PostgresEncodable, PostgresDecodable {}

extension PharmacyOrder {
    /// Writes a new order and waits for the database's word: `pharmacy_order_one_live` refuses a second for the fill
    /// (N1), `pharmacy_order_under_prescription` one that no prescription in force allows (N2).
    package func insert(on connection: Connection) throws {
        let columns = StateColumns(state)
        do {
            try connection.run(
                """
                INSERT INTO pharmacy_order (id, fill_id, prescription_id, patient_id, pharmacy_id, state, quantity,
                    do_not_dispense_before, created_at, version)
                VALUES (\(id), \(fill), \(prescription), \(patient), \(pharmacy), \(columns.name),
                    \(quantity), \(doNotDispenseBefore), \(createdAt), \(version))
                """, "pharmacyOrder.insert")
        } catch PostgresError.uniqueViolation("pharmacy_order_one_live") {
            throw PharmacyOrderRefusal.anotherLives
        } catch PostgresError.checkViolation("pharmacy_order_under_prescription") {
            throw PharmacyOrderRefusal.noPrescription
        } catch PostgresError.foreignKeyViolation("pharmacy_order_pharmacy_is_open") {
            throw PharmacyOrderRefusal.pharmacyUnfit
        }
    }

    /// The order, locked until the transaction ends.
    package static func lock(_ id: ID<PharmacyOrder>, on connection: Connection) throws -> PharmacyOrder? {
        try connection.fetchFirst(
            "\(fragment: selection) WHERE pharmacy_order.id = \(id) FOR UPDATE OF pharmacy_order",
            "pharmacyOrder.lock", decode: PharmacyOrder.init)
    }

    /// The order that a pharmacy speaks of, locked: by our id where it names one, else by its own number.
    package static func lock(
        spokenOfAs id: ID<PharmacyOrder>?, or reference: String?, by slug: String, on connection: Connection
    ) throws -> PharmacyOrder? {
        let named: SQL =
            if let id { "pharmacy_order.id = \(id)" } else {
                "pharmacy_order.pharmacy_reference = \(reference)"
            }
        return try connection.fetchFirst(
            """
            \(fragment: selection) JOIN pharmacy ON pharmacy.id = pharmacy_id
            WHERE \(fragment: named) AND pharmacy.slug = \(slug) FOR UPDATE OF pharmacy_order
            """, "pharmacyOrder.lockReported", decode: PharmacyOrder.init)
    }

    /// The orders of a fill, the latest first.
    package static func select(ofFill fill: UUID) -> SQL {
        "\(fragment: selection) WHERE fill_id = \(fill) ORDER BY created_at DESC"
    }

    /// The orders under a prescription that have not come to an end without medicine, locked, the earliest first.
    package static func lockLive(under prescription: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE prescription_id = \(prescription)
            AND pharmacy_order.state NOT IN ('rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')
        ORDER BY pharmacy_order.id FOR UPDATE OF pharmacy_order
        """
    }

    /// Writes where it stands, queued.
    package func save(on connection: Connection) throws {
        let columns = StateColumns(state)
        try connection.execute(
            """
            UPDATE pharmacy_order
            SET state = \(columns.name), before = \(columns.before), pharmacy_reference = \(reference),
                submitted_at = \(submittedAt), unknown_since = \(columns.unknownSince),
                acknowledged_at = \(acknowledgedAt), compounding_at = \(compoundingAt),
                dispensed_at = \(dispensedAt), triage_code = \(columns.triage?.code),
                triage_owner = \(columns.triage?.owner), triage_since = \(columns.triage?.since),
                end_code = \(columns.end?.how.code), ended_by = \(columns.end?.by), ended_at = \(columns.end?.at),
                rerouted_to = \(columns.reroutedTo), reported_at = \(reportedAt), sending_since = \(sendingSince),
                not_found_by = \(notFoundBy), version = version + 1
            WHERE id = \(id)
            """, "pharmacyOrder.save")
    }

    private static let selection: SQL = """
        SELECT pharmacy_order.id, pharmacy_order.handle, fill_id, prescription_id, patient_id, pharmacy_id,
            pharmacy_order.state, before, quantity, do_not_dispense_before, pharmacy_reference, created_at,
            submitted_at, unknown_since, acknowledged_at, compounding_at, dispensed_at, triage_code, triage_owner,
            triage_since, end_code, ended_by, ended_at, rerouted_to, reported_at, sending_since, not_found_by,
            pharmacy_order.version
        FROM pharmacy_order
        """

    /// One order for reading, by id.
    package static func select(_ id: ID<PharmacyOrder>) -> SQL {
        "\(fragment: selection) WHERE pharmacy_order.id = \(id)"
    }

    /// The id behind `or-h81zt`.
    package static func selectID(handle: String) -> SQL {
        "SELECT id FROM pharmacy_order WHERE handle = \(handle)"
    }

    package init(_ row: Row) throws {
        let columns = try StateColumns(row)
        self.init(
            id: try row["id"], handle: try row["handle"], fill: try row["fill_id"],
            prescription: try row["prescription_id"], patient: try row["patient_id"],
            pharmacy: try row["pharmacy_id"], quantity: try row["quantity"],
            doNotDispenseBefore: try row["do_not_dispense_before"], createdAt: try row["created_at"],
            state: try columns.state, version: try row["version"])
        reference = try row["pharmacy_reference"]
        submittedAt = try row["submitted_at"]
        sendingSince = try row["sending_since"]
        acknowledgedAt = try row["acknowledged_at"]
        compoundingAt = try row["compounding_at"]
        dispensedAt = try row["dispensed_at"]
        reportedAt = try row["reported_at"]
        notFoundBy = try row["not_found_by"]
    }
}
