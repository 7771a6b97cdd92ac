import Clinic
import Clocks
import Foundation
import Postgres

extension Reading {
    /// Writes the measurement, queued; one of the same moment is kept once.
    package func insert(
        _ id: ID<Reading>, of patient: UUID, on date: LocalDate, checkIn: UUID?, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO vital_reading (id, patient_id, measured_at, local_date, systolic, diastolic, pulse, check_in_id,
                reported_at, reported_by)
            VALUES (\(id), \(patient), \(at), \(date), \(systolic), \(diastolic), \(pulse), \(checkIn), \(now),
                \(actor.databaseSetting))
            ON CONFLICT (patient_id, measured_at) DO NOTHING
            """, "vitalReading.insert")
    }

    /// A patient's measurements from `date` on, in the order in which they were made.
    package static func select(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT local_date, measured_at, systolic, diastolic, pulse FROM vital_reading
        WHERE patient_id = \(patient) AND local_date >= \(date)
        ORDER BY measured_at
        """
    }

    package init(_ row: Row) throws {
        self.init(
            systolic: try row["systolic"], diastolic: try row["diastolic"], pulse: try row["pulse"],
            at: try row["measured_at"])
    }
}
