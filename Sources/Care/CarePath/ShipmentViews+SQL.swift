import Clinic
import Patients
import Postgres
import Shipments

extension CarePath {
    static func selectShipments(of patient: ID<Patient>) -> SQL {
        """
        \(fragment: selection)
        WHERE shipment.patient_id = \(patient)
        ORDER BY shipment.created_at DESC, shipment.id DESC
        """
    }

    static func selectShipment(_ id: ID<Shipment>) -> SQL {
        "\(fragment: selection) WHERE shipment.id = \(id)"
    }

    /// A page, read along `shipment_under_way`.
    static func selectShipments(all: Bool, after cursor: ShipmentPage.Position?, limit: Int) -> SQL {
        let underWay: SQL =
            all ? "" : "AND shipment.state NOT IN ('delivered', 'returned', 'lost', 'cancelled')"
        let later: SQL =
            if let cursor {
                "AND (shipment.created_at, shipment.id) > (\(cursor.createdAt), \(cursor.id))"
            } else {
                ""
            }
        return """
            \(fragment: selection)
            WHERE true \(fragment: underWay) \(fragment: later)
            ORDER BY shipment.created_at, shipment.id
            LIMIT \(limit)
            """
    }

    static func selectHeard(of shipment: ID<Shipment>) -> SQL {
        """
        SELECT status, detail, occurred_at, heard_at, heard_by, effect FROM shipment_event
        WHERE shipment_id = \(shipment)
        ORDER BY heard_at, id
        """
    }

    static func selectDispensed(of shipment: Shipment) -> SQL {
        "SELECT quantity FROM dispense WHERE order_id = \(shipment.order)"
    }

    private static let selection: SQL = """
        SELECT shipment.id, shipment.handle, shipment.order_id, shipment.fill_id, shipment.patient_id,
            shipment.pharmacy_id, shipment.state, carrier, service, carrier_shipment, purchase, rate, tracker,
            tracking_code, label_url, attempts, detail, estimated_delivery, labelled_at, handed_over_at, last_scan_at,
            delivered_at, signer, signer IS NOT NULL AS is_signed, receipt, receipt_at, received_count, damaged_count,
            shipment.created_at, shipment.ended_at, shipment.version, patient.data_key,
            patient.handle AS patient_handle, pharmacy_order.handle AS order_handle, pharmacy.name AS pharmacy_name,
            dispense.quantity AS dispensed
        FROM shipment
        JOIN patient ON patient.id = shipment.patient_id
        JOIN pharmacy ON pharmacy.id = shipment.pharmacy_id
        JOIN pharmacy_order ON pharmacy_order.id = shipment.order_id
        JOIN dispense ON dispense.order_id = shipment.order_id
        """
}

extension HeardOfShipment {
    init(_ row: Row) throws {
        status = try row["status"]
        detail = try row["detail"]
        occurredAt = try row["occurred_at"]
        heardAt = try row["heard_at"]
        heardBy = try row["heard_by"]
        effect = try row["effect"]
    }
}
