import Clocks
import Foundation

/// When a stand-in pharmacy works: from nine to five, every day but Sunday.
struct OpeningHours: Sendable {
    private let calendar: Calendar
    private static let opens = 9
    private static let closes = 17
    private static let sunday = 1

    /// - Parameter timeZone: an IANA name; an unknown one counts as UTC.
    init(timeZone: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        self.calendar = calendar
    }

    /// That moment, or the next one at which somebody is there.
    func opening(from instant: Instant) -> Instant {
        var day = instant.date
        while true {
            let opens = hour(Self.opens, of: day)
            let closes = hour(Self.closes, of: day)
            if calendar.component(.weekday, from: day) != Self.sunday, instant < closes {
                return max(instant, opens)
            }
            day = nextDay(after: day)
        }
    }

    /// When so much work is done that is begun then and done in opening hours only.
    func end(of work: Duration, from instant: Instant) -> Instant {
        var begins = opening(from: instant)
        var left = work
        while true {
            let closes = hour(Self.closes, of: begins.date)
            if begins + left <= closes { return begins + left }
            left -= closes - begins
            begins = opening(from: closes)
        }
    }

    /// The opening of a day given as `YYYY-MM-DD`, or the next one where it is a Sunday.
    func opening(on day: String) -> Instant? {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3,
            let noon = calendar.date(
                from: DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: 0))
        else { return nil }
        return opening(from: Instant(noon))
    }

    /// The local date, so many days later: `YYYY-MM-DD`.
    func date(of instant: Instant, plus days: Int = 0) -> String {
        let day = calendar.date(byAdding: .day, value: days, to: instant.date) ?? instant.date
        let parts = calendar.dateComponents([.year, .month, .day], from: day)
        let text = [parts.year, parts.month, parts.day].map { String($0 ?? 0) }
        return text.map { $0.count == 1 ? "0\($0)" : $0 }.joined(separator: "-")
    }

    private func hour(_ hour: Int, of day: Date) -> Instant {
        Instant(calendar.date(bySettingHour: hour, minute: 0, second: 0, of: day) ?? day)
    }

    private func nextDay(after day: Date) -> Date {
        let next = calendar.date(byAdding: .day, value: 1, to: day) ?? day + 86_400
        return calendar.startOfDay(for: next)
    }
}
