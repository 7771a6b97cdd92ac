import Clocks
import Foundation

/// Until when something is put off, as people say it.
///
/// `30m`, `3h`, `2d` · `14:30` (the next time it is that late) · `mon 9:00` · `tomorrow 9:00` · `2026-11-23`
/// (9:00) · `2026-11-23 12:00` · an RFC 3339 instant. Wall times are this computer's. How long is allowed is
/// the program's say.
enum SnoozeTime {
    /// The hour meant where only a day is given.
    private static let morning = (hour: 9, minute: 0)

    static func instant(_ text: String, now: Instant, zone: TimeZone = .current) throws(ToolFailure)
        -> Instant
    {
        let typed = text.trimmingCharacters(in: .whitespaces)
        if let instant = Instant(rfc3339: typed.uppercased()) { return instant }
        if let instant = relative(typed, now: now) ?? onTheWall(typed.lowercased(), now: now, zone: zone) {
            guard instant > now else { throw .usage("“\(text.printable)” is not in the future") }
            return instant
        }
        throw .usage(
            "“\(text.printable)” is no time; try 3h, 2d, 14:30, \"mon 9:00\" or 2026-11-23T12:00:00Z")
    }

    private static func relative(_ text: String, now: Instant) -> Instant? {
        guard let parts = text.wholeMatch(of: /(\d{1,4})\s*(m|min|h|d)/)?.output, let count = Int(parts.1)
        else {
            return nil
        }
        return switch parts.2 {
        case "h": now + .hours(count)
        case "d": now + .hours(24 * count)
        default: now + .minutes(count)
        }
    }

    private static func onTheWall(_ text: String, now: Instant, zone: TimeZone) -> Instant? {
        guard
            let parts = text.wholeMatch(of: /(?:(\d{4}-\d\d-\d\d|[a-z]+))?\s*(?:(\d{1,2}):(\d\d))?/)?.output,
            parts.1 != nil || parts.2 != nil
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let hour = parts.2.flatMap { Int($0) } ?? morning.hour
        let minute = parts.3.flatMap { Int($0) } ?? morning.minute
        guard hour < 24, minute < 60 else { return nil }

        func at(_ day: Date) -> Instant? {
            calendar.date(bySettingHour: hour, minute: minute, second: 0, of: day).map(Instant.init)
        }
        func following(days: Int) -> Instant? {
            calendar.date(byAdding: .day, value: days, to: now.date).flatMap(at)
        }

        guard let day = parts.1.map(String.init) else {
            return following(days: 0).flatMap { $0 > now ? $0 : following(days: 1) }
        }
        if day == "today" { return following(days: 0) }
        if day == "tomorrow" { return following(days: 1) }
        let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        if day.count >= 3, let weekday = weekdays.firstIndex(where: { $0.hasPrefix(day) }) {
            let today = calendar.component(.weekday, from: now.date) - 1
            let ahead = (weekday - today + 7) % 7
            return following(days: ahead).flatMap { $0 > now ? $0 : following(days: 7) }
        }
        return date(day, in: calendar).flatMap(at)
    }

    private static func date(_ text: String, in calendar: Calendar) -> Date? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]),
            (1...Instant.daysIn(month: parts[1], of: parts[0])).contains(parts[2])
        else { return nil }
        return calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
    }
}
