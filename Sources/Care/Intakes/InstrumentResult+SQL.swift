import Clinic
import Clocks
import Foundation
import Postgres
import Questionnaires

extension InstrumentResult {
    /// What an instrument came to, queued.
    package func insert(
        _ instrument: String, of intake: UUID, on connection: Connection, now: Instant
    ) throws {
        var score: (total: Int, band: String)?
        var items: [String] = []
        switch self {
        case .scored(let scored): score = (scored.total, scored.band)
        case .missing(let missing): items = missing
        }
        try connection.execute(
            """
            INSERT INTO instrument_score (intake_id, instrument, total, band, missing, scored_at)
            VALUES (\(intake), \(instrument), \(score?.total), \(score?.band), \(items), \(now))
            """, "score.insert")
    }
}
