import Clinic
import Clocks
import Foundation
import PharmacyOrders
import Postgres
import Sealing

extension CarePath {
    /// Orders, the latest first.
    static func selectOrders(_ filter: OrderFilter, after cursor: OrderPage.Position?, limit: Int) -> SQL {
        let state: SQL = if let state = filter.state { "AND pharmacy_order.state = \(state)" } else { "" }
        let patient: SQL =
            if let patient = filter.patient { "AND pharmacy_order.patient_id = \(patient)" } else { "" }
        let page: SQL =
            if let cursor {
                "AND (pharmacy_order.created_at, pharmacy_order.id) < (\(cursor.at), \(cursor.id))"
            } else { "" }
        return """
            \(fragment: orderSelection)
            WHERE true \(fragment: state) \(fragment: patient) \(fragment: page)
            ORDER BY pharmacy_order.created_at DESC, pharmacy_order.id DESC
            LIMIT \(limit)
            """
    }

    static func selectOrder(_ id: ID<PharmacyOrder>) -> SQL {
        "\(fragment: orderSelection) WHERE pharmacy_order.id = \(id)"
    }

    private static let orderSelection: SQL = """
        SELECT pharmacy_order.id, pharmacy_order.handle, pharmacy_order.fill_id, pharmacy_order.prescription_id,
            pharmacy_order.patient_id, pharmacy_order.pharmacy_id, pharmacy_order.state, before,
            pharmacy_order.quantity, do_not_dispense_before, pharmacy_reference, pharmacy_order.created_at,
            submitted_at, unknown_since, acknowledged_at, compounding_at, dispensed_at, triage_code, triage_owner,
            triage_since, end_code, pharmacy_order.ended_by, pharmacy_order.ended_at, rerouted_to, reported_at,
            sending_since, not_found_by, pharmacy_order.version,
            pharmacy.slug AS pharmacy_slug, pharmacy.name AS pharmacy_name, patient.handle AS patient_handle,
            fill.number AS fill_number, dispense.rx_number, dispense.dispensed_on,
            dispense.quantity AS dispensed_quantity,
            (SELECT min(use_by) FROM dispense_lot WHERE dispense_lot.order_id = pharmacy_order.id) AS use_by
        FROM pharmacy_order
        JOIN pharmacy ON pharmacy.id = pharmacy_order.pharmacy_id
        JOIN patient ON patient.id = pharmacy_order.patient_id
        JOIN fill ON fill.id = pharmacy_order.fill_id
        LEFT JOIN dispense ON dispense.order_id = pharmacy_order.id
        """

    static func orderLine(_ row: Row) throws -> OrderLine {
        let rxNumber: String? = try row["rx_number"]
        let dispensed: OrderLine.Dispensed? =
            if let rxNumber {
                OrderLine.Dispensed(
                    rxNumber: rxNumber, on: try row["dispensed_on"], quantity: try row["dispensed_quantity"],
                    useBy: try row["use_by"])
            } else { nil }
        return OrderLine(
            order: try PharmacyOrder(row),
            pharmacy: .init(slug: try row["pharmacy_slug"], name: try row["pharmacy_name"]),
            patientHandle: try row["patient_handle"], fillNumber: try row["fill_number"], dispense: dispensed)
    }

    /// An order, locked after its patient and its prescription: whoever changes several of them takes them in this
    /// order, so that nobody waits for the other forever.
    func lockOrder(_ id: ID<PharmacyOrder>, on connection: Connection) throws -> PharmacyOrder? {
        try Self.lockPeople(ofOrder: id, on: connection)
        return try PharmacyOrder.lock(id, on: connection)
    }

    /// The patient and the prescription of an order, locked in this order, queued.
    static func lockPeople(ofOrder id: ID<PharmacyOrder>, on connection: Connection) throws {
        try connection.execute(
            "SELECT FROM patient WHERE id = (SELECT patient_id FROM pharmacy_order WHERE id = \(id)) FOR UPDATE",
            "order.lockPatient")
        try connection.execute(
            """
            SELECT FROM prescription WHERE id = (SELECT prescription_id FROM pharmacy_order WHERE id = \(id))
            FOR UPDATE
            """, "order.lockPrescription")
    }

    /// Every exchange with a partner about one thing of ours.
    static func selectExchanges(about reference: String) -> SQL {
        """
        SELECT at, operation, status, outcome, milliseconds FROM partner_exchange
        WHERE reference = \(reference) ORDER BY at, id
        """
    }

    static func exchange(_ row: Row) throws -> OrderExplanation.Exchange {
        OrderExplanation.Exchange(
            at: try row["at"], operation: try row["operation"], status: try row["status"],
            outcome: try row["outcome"], milliseconds: try row["milliseconds"])
    }

    /// How the pharmacy of an order is reached, while the order is in `state`.
    static func selectPharmacyAddress(of id: ID<PharmacyOrder>, in state: PharmacyOrder.State.Name) -> SQL {
        """
        SELECT pharmacy.id, slug, adapter, base_url, settings, credentials, pharmacy_reference
        FROM pharmacy_order JOIN pharmacy ON pharmacy.id = pharmacy_id
        WHERE pharmacy_order.id = \(id) AND pharmacy_order.state = \(state)
        """
    }

    /// `nil` for a pharmacy whose user and password nobody gave.
    static func pharmacyAddress(_ row: Row, keyring: Keyring) throws -> PharmacyAddress? {
        guard let credentials = try Pharmacy.credentials(row, keyring: keyring) else { return nil }
        let settings: JSONText = try row["settings"]
        return PharmacyAddress(
            slug: try row["slug"],
            access: Pharmacy.Interface(
                adapter: try row["adapter"], baseURL: try row["base_url"], settings: try settings.decoded()),
            credentials: credentials)
    }
}
