import Clinic
import Clocks
import Foundation

/// When a prescriber works, on the wall of their own zone.
package struct WorkingHours: Sendable, Hashable {
    /// The week as it repeats.
    package let weekly: [Weekly]
    /// Dates on which the week does not count: other hours, or none.
    package let exceptions: [LocalDate: Span?]

    /// A stretch of a day in minutes after midnight, the end not in it.
    package struct Span: Sendable, Hashable {
        package let opens: Int
        package let closes: Int

        /// `nil` unless it closes later than it opens, within one day.
        package init?(opens: Int, closes: Int) {
            guard 0 <= opens, opens < closes, closes <= 24 * 60 else { return nil }
            self.opens = opens
            self.closes = closes
        }

        /// Whether one is at work in both at some moment.
        package func overlaps(_ other: Span) -> Bool { opens < other.closes && other.opens < closes }
    }

    /// One stretch of one weekday, from a date on.
    package struct Weekly: Sendable, Hashable {
        /// ISO, Monday 1.
        package let weekday: Int
        package let span: Span
        package let from: LocalDate
        /// The last day, if there is one.
        package let until: LocalDate?

        package init(weekday: Int, span: Span, from: LocalDate, until: LocalDate?) {
            self.weekday = weekday
            self.span = span
            self.from = from
            self.until = until
        }

        func counts(on date: LocalDate) -> Bool {
            date.weekday == weekday && from <= date && (until.map { date <= $0 } ?? true)
        }

        func overlaps(_ other: Weekly) -> Bool {
            weekday == other.weekday && span.overlaps(other.span)
                && (until.map { other.from <= $0 } ?? true) && (other.until.map { from <= $0 } ?? true)
        }
    }

    package init(weekly: [Weekly], exceptions: [LocalDate: Span?]) {
        self.weekly = weekly
        self.exceptions = exceptions
    }

    /// The stretches of `date`, the earliest first.
    package func spans(on date: LocalDate) -> [Span] {
        if let exception = exceptions[date] { return exception.map { [$0] } ?? [] }
        return weekly.filter { $0.counts(on: date) }.map(\.span).sorted { $0.opens < $1.opens }
    }

    /// Refuses a week in which somebody would be at work twice at one time, or from a date after its last.
    package static func check(_ weekly: [Weekly]) throws(PrescriberRefusal) {
        for (index, one) in weekly.enumerated() {
            if let until = one.until, until < one.from { throw .endsBeforeItBegins }
            if weekly[(index + 1)...].contains(where: one.overlaps) { throw .overlapsAnother }
        }
    }
}

extension LocalDate {
    /// The moment the wall shows so many minutes after midnight, or `nil` where a clock change skips it. In a repeated
    /// hour it is the first of the two, so that a wall time is one moment and no more.
    package func moment(minute: Int, in zone: TimeZone) -> Instant? {
        guard minute < 24 * 60 else { return (self + 1).start(in: zone) }
        let moment = at(hour: minute / 60, minute: minute % 60, in: zone)
        return moment.minuteOfDay(in: zone) == minute && LocalDate(of: moment, in: zone) == self
            ? moment : nil
    }
}

extension Instant {
    /// Minutes after midnight on the wall of `zone`.
    package func minuteOfDay(in zone: TimeZone) -> Int {
        let wall = secondsSince1970 + Int64(zone.secondsFromGMT(for: date))
        return Int(((wall % 86_400) + 86_400) % 86_400) / 60
    }
}
