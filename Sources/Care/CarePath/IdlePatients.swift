import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import RefillReviews

extension CarePath {
    /// Who has taken nothing for more than 90 days sees a prescriber before anything else: nothing begins or goes on without
    /// a video visit of the last days.
    ///
    /// - Throws: `RefillReviewRefusal.consultFirst`.
    func requireConsultAfterIdling(
        of patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws {
        let found = try connection.fetchFirst(Self.selectIdleness(of: patient), "idle.since") { row in
            let zone = TimeZone(identifier: try row["time_zone"]) ?? program.calendar.zone
            let arrivedAt: Instant = try row["arrived_at"]
            let seenAt: Instant? = try row["seen_at"]
            return Idleness(
                today: LocalDate(of: now, in: zone), arrivedOn: LocalDate(of: arrivedAt, in: zone),
                takenOn: try row["taken_on"], seenOn: seenAt.map { LocalDate(of: $0, in: zone) })
        }
        guard let found else { return }
        if found.needsConsult(program.refills.renewal) { throw RefillReviewRefusal.consultFirst }
    }
}
