import Clinic
import Clocks
import Foundation
import Postgres

/// Everything the program knows of a prescriber but their name, which is the account's.
package struct PrescriberRecord: Sendable {
    package let prescriber: Prescriber
    package let hours: WorkingHours
    package let licences: [StateCredential]
    package let registrations: [StateCredential]

    /// When they can be booked by somebody in `state`.
    package func times(
        in state: StateCode, taken: [Range<Instant>] = [], visits: [LocalDate: Int] = [:]
    ) -> BookableTimes {
        BookableTimes(
            pace: prescriber.profile.pace, zone: zone, hours: hours,
            licences: licences.filter { $0.state == state }, taken: taken, visits: visits)
    }

    /// The zone in which the hours are meant; one that this system no longer knows counts as UTC, where nobody works.
    package var zone: TimeZone { TimeZone(identifier: prescriber.profile.timeZone) ?? .gmt }
}

/// A date on which the week does not count.
package struct DayException: Sendable, Hashable {
    /// `nil` for a day without work.
    package let span: WorkingHours.Span?

    package init(span: WorkingHours.Span?) { self.span = span }
}
