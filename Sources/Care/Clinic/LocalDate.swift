import Clocks
import Foundation
import Postgres

/// A day of the calendar on somebody's wall, without a time or a zone: a birth date, a dose date, a due date.
package struct LocalDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01; arithmetic on days is arithmetic on this number.
    package let daysSince1970: Int

    package init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// The date of these numbers, or `nil` where the calendar has no such day (Gregorian, years 1 to 9999).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Instant.daysIn(month: month, of: year)).contains(day)
        else { return nil }
        daysSince1970 = Instant.days(year: year, month: month, day: day)
    }

    /// Reads `YYYY-MM-DD`, nothing shorter or longer.
    package init?(_ text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date that the wall shows in `zone` at `instant`.
    package init(of instant: Instant, in zone: TimeZone) {
        let seconds = instant.secondsSince1970 + Int64(zone.secondsFromGMT(for: instant.date))
        daysSince1970 = Int((Double(seconds) / 86_400).rounded(.down))
    }

    package var year: Int { Instant.civil(fromDays: daysSince1970).year }
    package var month: Int { Instant.civil(fromDays: daysSince1970).month }
    package var day: Int { Instant.civil(fromDays: daysSince1970).day }

    /// Monday is 1, Sunday 7 (ISO 8601).
    package var weekday: Int { (((daysSince1970 + 3) % 7) + 7) % 7 + 1 }

    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = Instant.civil(fromDays: daysSince1970)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return String(repeating: "0", count: 4 - String(year).count) + "\(year)-\(two(month))-\(two(day))"
    }

    package static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    package static func + (date: Self, days: Int) -> Self { Self(daysSince1970: date.daysSince1970 + days) }

    package static func - (date: Self, days: Int) -> Self { Self(daysSince1970: date.daysSince1970 - days) }

    /// Whole days from `earlier` to `later`.
    package static func - (later: Self, earlier: Self) -> Int { later.daysSince1970 - earlier.daysSince1970 }

    /// Completed years of age on `date` of somebody born on this day; the 29th of February counts on the 1st of
    /// March in a common year, as US law reads it.
    package func age(on date: LocalDate) -> Int {
        let before = (date.month, date.day) < (month, day)
        return date.year - year - (before ? 1 : 0)
    }

    /// The first moment of this date in `zone`: midnight, or where a clock change skips it, the moment after.
    package func start(in zone: TimeZone) -> Instant { at(hour: 0, minute: 0, in: zone) }

    /// The moment the wall shows `hour:minute` on this date in `zone`. In a skipped hour it is the moment the
    /// clocks jump to; in a repeated hour it is the first of the two.
    package func at(hour: Int, minute: Int, in zone: TimeZone) -> Instant {
        let wall = Int64(daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60)
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        }
        let earlier = offset(wall - 86_400)
        let later = offset(wall + 86_400)
        // The earlier offset gives the first of two readings; if its moment shows another wall time, the clocks
        // have jumped in between, and the later offset counts.
        let first = wall - earlier
        if offset(first) == earlier { return Instant(microsecondsSince1970: first * 1_000_000) }
        let second = wall - later
        if offset(second) == later { return Instant(microsecondsSince1970: second * 1_000_000) }
        // The hour is skipped: the wall goes on at the change itself.
        let change = zone.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: Double(min(first, second) - 1)))
        return change.map(Instant.init) ?? Instant(microsecondsSince1970: first * 1_000_000)
    }
}

extension LocalDate: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .date }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(date: Int32(daysSince1970)) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(daysSince1970: Int(try cell.dateDaysSince1970()))
    }
}

extension LocalDate {
    /// The same day `months` later, or the last day of a shorter month: what "six calendar months after" means.
    package func adding(months: Int) -> LocalDate {
        let (year, month, day) = Instant.civil(fromDays: daysSince1970)
        let count = year * 12 + month - 1 + months
        let (newYear, newMonth) = (count / 12, count % 12 + 1)
        let lastDay = Instant.daysIn(month: newMonth, of: newYear)
        return LocalDate(daysSince1970: Instant.days(year: newYear, month: newMonth, day: min(day, lastDay)))
    }
}
