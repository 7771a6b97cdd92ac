import Clocks

/// Counting with dates as they stand in answers, `YYYY-MM-DD`.
enum LocalDay {
    /// Days since 1970; `nil` for what is no date.
    static func days(_ date: String) -> Int? {
        Instant(rfc3339: "\(date)T00:00:00Z").map { Int($0.secondsSince1970 / 86_400) }
    }

    static func adding(_ days: Int, to date: String) -> String {
        guard let start = Instant(rfc3339: "\(date)T00:00:00Z") else { return date }
        return String((start + .hours(24 * days)).rfc3339.prefix(10))
    }
}
