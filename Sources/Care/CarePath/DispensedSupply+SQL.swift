import Clinic
import Foundation
import PharmacyOrders
import Postgres

/// What an order's dispense hangs on in the neighboring stages: the strength written, the pharmacy's zone.
struct DispensedSupply {
    let strength: Milligrams
    let zone: TimeZone

    static func fetch(for order: PharmacyOrder, on connection: Connection) throws -> DispensedSupply? {
        try connection.fetchFirst(
            """
            SELECT strength_mg, pharmacy.time_zone FROM prescription, pharmacy
            WHERE prescription.id = \(order.prescription) AND pharmacy.id = \(order.pharmacy)
            """, "dispense.supply"
        ) { row in
            guard let zone = TimeZone(identifier: try row["time_zone"]) else { throw PharmacyRowBroken() }
            return DispensedSupply(strength: try row["strength_mg"], zone: zone)
        }
    }
}

extension CarePath {
    /// How far a prescription has come by what its pharmacy says.
    enum PrescriptionReach { case transmitted, active }

    /// A prescription goes on as its pharmacy reports, queued; never back.
    func prescriptionReached(
        _ reach: PrescriptionReach, _ order: PharmacyOrder, on connection: Connection
    ) throws {
        switch reach {
        case .transmitted:
            try connection.execute(
                """
                UPDATE prescription SET state = 'transmitted', version = version + 1
                WHERE id = \(order.prescription) AND state = 'signed'
                """, "prescription.transmitted")
        case .active:
            try connection.execute(
                """
                UPDATE prescription SET state = 'active', version = version + 1
                WHERE id = \(order.prescription) AND state IN ('signed', 'transmitted')
                """, "prescription.active")
        }
    }
}
