import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension InstrumentReport {
    /// Where a report came from; a CHECK holds the same words.
    package enum Source: String, Sendable, CaseIterable, PostgresEncodable {
        case checkIn, refillReview, staff
    }

    /// Keeps it, queued, with its answers sealed by the patient's key.
    package func insert(
        of patient: UUID, answers: [Int], from source: Source, sealedWith key: SealingKey, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let id = ID<InstrumentReport>(at: now)
        let place = SealedPlace(table: "instrument_report", column: "answers", row: id.description)
        try connection.execute(
            """
            INSERT INTO instrument_report (id, patient_id, instrument, local_date, total, band, item9, source, answers,
                reported_at, reported_by)
            VALUES (\(id), \(patient), \(instrument), \(date), \(total), \(band), \(item9), \(source),
                \(try Sealed(answers, with: key, at: place)), \(now), \(actor.databaseSetting))
            """, "instrumentReport.insert")
    }

    /// A patient's reports from `date` on, in the order in which they were made.
    package static func select(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT instrument, local_date, total, band, item9 FROM instrument_report
        WHERE patient_id = \(patient) AND local_date >= \(date)
        ORDER BY reported_at
        """
    }

    package init(_ row: Row) throws {
        self.init(
            instrument: try row["instrument"], date: try row["local_date"], total: try row["total"],
            band: try row["band"], item9: try row["item9"])
    }
}
