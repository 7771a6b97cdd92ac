import Foundation

/// A moment, to the microsecond, as PostgreSQL's `timestamptz` keeps it.
///
/// Always UTC; what the wall shows somewhere is a `LocalDate` and a time zone. Two instants are equal when they
/// are the same microsecond, so a value that went through the database compares equal to the one that was put in.
package struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    package let microsecondsSince1970: Int64

    package init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// The moment of a Foundation date, cut down to the microsecond.
    package init(_ date: Date) {
        self.init(microsecondsSince1970: Int64((date.timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }

    /// Whole seconds since 1970, cut down: what TOTP, JWT and webhook stamps count in.
    package var secondsSince1970: Int64 {
        Int64((Double(microsecondsSince1970) / 1_000_000).rounded(.down))
    }

    /// For calendars and formatting; exact to the microsecond for any date of this program.
    package var date: Date { Date(timeIntervalSince1970: Double(microsecondsSince1970) / 1_000_000) }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(microsecondsSince1970: instant.microsecondsSince1970 + duration.microseconds)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(microsecondsSince1970: instant.microsecondsSince1970 - duration.microseconds)
    }

    /// How long from `earlier` to `later`; negative the other way round.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        .microseconds(later.microsecondsSince1970 - earlier.microsecondsSince1970)
    }
}

extension Duration {
    /// The whole duration in microseconds, what is smaller cut off.
    package var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }

    /// A length of `count` times 24 hours: for deadlines in clock time, never for counting calendar days.
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }

    /// A length of `count` minutes.
    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}
