import Foundation
import Postgres

extension CarePath {
    /// The prescription of a fill, if it is in force or has run out since, and the zone in which the patient's days are counted.
    static func selectTreatmentGround(ofFill fill: UUID) -> SQL {
        """
        SELECT prescription.id, patient.time_zone
        FROM fill
        JOIN prescription ON prescription.id = fill.prescription_id
        JOIN patient ON patient.id = fill.patient_id
        WHERE fill.id = \(fill) AND prescription.state IN ('signed', 'transmitted', 'active', 'depleted', 'expired')
        """
    }
}

extension TreatmentGround {
    init(_ row: Row) throws {
        prescription = try row["id"]
        zone = TimeZone(identifier: try row["time_zone"]) ?? .gmt
    }
}
