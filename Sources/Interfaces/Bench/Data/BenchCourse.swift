import Clinic
import Clocks
import Foundation

/// When everything happened to the made-up patients: to all of them at the same moments.
struct BenchCourse: Sendable {
    let now: Instant
    /// The date in the patients' zone, whose morning is over and whose check-in is not made yet.
    let today: LocalDate
    let firstDay: LocalDate
    /// When the next day begins.
    let nextDayAt: Instant
    let registered: Instant
    /// Visit and signature.
    let signed: Instant
    /// The parcel.
    let arrived: Instant
    let issued: LocalDate
    /// Days that are reported.
    let days: Int

    /// - Throws: where the zone is unknown to this machine.
    init(now: Instant, days: Int) throws {
        guard let zone = TimeZone(identifier: BenchPeople.zone) else { throw BenchFault.noZone }
        self.now = now
        self.days = days
        today = LocalDate(of: now, in: zone)
        firstDay = today - days
        nextDayAt = (today + 1).at(hour: 0, minute: 5, in: zone)
        arrived = firstDay.at(hour: 9, minute: 0, in: zone)
        signed = arrived - .hours(24 * 4)
        registered = signed - .hours(24 * 3)
        issued = LocalDate(of: signed, in: .gmt)
    }
}
