import Clinic
import PharmacyOrders
import Postgres

extension CarePath {
    static func selectParcelSource(of order: ID<PharmacyOrder>) -> SQL {
        """
        SELECT pharmacy_order.id, fill_id, patient_id, pharmacy_id, label_buyer
        FROM pharmacy_order JOIN pharmacy ON pharmacy.id = pharmacy_id
        WHERE pharmacy_order.id = \(order)
        """
    }
}

extension ParcelSource {
    init(_ row: Row) throws {
        order = try row["id"]
        fill = try row["fill_id"]
        patient = try row["patient_id"]
        pharmacy = try row["pharmacy_id"]
        programBuysLabel = try row["label_buyer"] as String == "program"
    }
}
