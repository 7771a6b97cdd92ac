import Clinic
import Clocks
import Foundation
import Postgres

extension TakenTime {
    /// What visits of these prescribers, and of this patient, take up within `range`. Holds that are over do not count.
    /// Read along the two exclusion constraints' own indexes, one prescriber after
    /// the other (OFFSET 0), since GiST takes no list.
    package static func select(
        of prescribers: [UUID], and patient: UUID, in range: Range<Instant>, now: Instant
    ) -> SQL {
        """
        SELECT visit.* FROM unnest(\(prescribers)) AS asked (prescriber) CROSS JOIN LATERAL (
            SELECT prescriber_id, starts_at, lower(blocked) AS blocked_from, upper(blocked) AS blocked_to
            FROM consult
            WHERE prescriber_id = asked.prescriber
                AND blocked && tstzrange(\(range.lowerBound), \(range.upperBound))
                AND state IN ('held', 'booked', 'checkedIn', 'inProgress')
                AND (state <> 'held' OR held_until > \(now))
            OFFSET 0) AS visit
        UNION ALL
        SELECT NULL, starts_at, lower(blocked), upper(blocked)
        FROM consult
        WHERE patient_id = \(patient)
            AND blocked && tstzrange(\(range.lowerBound), \(range.upperBound))
            AND state IN ('held', 'booked', 'checkedIn', 'inProgress')
            AND (state <> 'held' OR held_until > \(now))
        """
    }

    /// Reads a row of `select`.
    package init(_ row: Row) throws {
        let from: Instant = try row["blocked_from"]
        self.init(
            prescriber: try row["prescriber_id"], starts: try row["starts_at"],
            blocked: from..<(try row["blocked_to"]))
    }
}

extension PrescriberRecord {
    /// When they can be booked by somebody in `state`, given what visits take up around then.
    package func times(in state: StateCode, taken: [TakenTime]) -> BookableTimes {
        let own = taken.filter { $0.prescriber == prescriber.account }
        return times(
            in: state, taken: (own + taken.filter { $0.prescriber == nil }).map(\.blocked),
            visits: own.reduce(into: [:]) { $0[LocalDate(of: $1.starts, in: zone), default: 0] += 1 })
    }
}
