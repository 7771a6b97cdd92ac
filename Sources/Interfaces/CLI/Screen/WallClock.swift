import Clocks
import Foundation

/// Says instants as a person at this desk reads them: in this computer's time zone, measured from the
/// program's time (which in a test program may be another day than the wall's).
struct WallClock: Sendable {
    let now: Instant
    let zone: TimeZone

    init(now: Instant, zone: TimeZone = .current) {
        self.now = now
        self.zone = zone
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// A moment's parts on the wall of some zone.
    private struct Face {
        let year: Int, month: Int, day: Int, weekday: Int, hour: Int, minute: Int

        init(_ instant: Instant, in zone: TimeZone) {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday, .hour, .minute], from: instant.date)
            year = parts.year ?? 0
            month = parts.month ?? 1
            day = parts.day ?? 1
            weekday = parts.weekday ?? 1
            hour = parts.hour ?? 0
            minute = parts.minute ?? 0
        }

        var time: String { "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)" }
        var date: String { "\(day) \(months[month - 1])" }
        var dayNumber: Int { Instant.days(year: year, month: month, day: day) }
    }

    /// `Sat 21 Nov 11:14 EST`, for the head of a screen.
    var head: String {
        let face = Face(now, in: zone)
        return "\(Self.weekdays[face.weekday - 1]) \(face.date) \(face.time) \(zoneName)"
    }

    /// `11:40` today, `Mon 12:00` in the next six days, else `30 Nov 12:00`; in another year `4 Jan 2027`.
    func moment(_ instant: Instant) -> String {
        let face = Face(instant, in: zone)
        let today = Face(now, in: zone)
        switch face.dayNumber - today.dayNumber {
        case 0: return face.time
        case 1...6: return "\(Self.weekdays[face.weekday - 1]) \(face.time)"
        default: return face.year == today.year ? "\(face.date) \(face.time)" : "\(face.date) \(face.year)"
        }
    }

    /// `Sat 21 Nov 11:14`, with the year where it is another one: for what happened.
    func dated(_ instant: Instant) -> String {
        let face = Face(instant, in: zone)
        let year = face.year == Face(now, in: zone).year ? "" : " \(face.year)"
        return "\(Self.weekdays[face.weekday - 1]) \(face.date)\(year) \(face.time)"
    }

    /// `LATE 9 min`, `LATE 3 h` or `LATE 4 d` for what should have been done; else as `moment`.
    func due(_ instant: Instant, late: Bool) -> String {
        guard late else { return moment(instant) }
        let minutes = max(0, (now - instant).microseconds / 60_000_000)
        return switch minutes {
        case ..<120: "LATE \(minutes) min"
        case ..<(48 * 60): "LATE \(minutes / 60) h"
        default: "LATE \(minutes / (24 * 60)) d"
        }
    }

    /// The same wherever the wire has text: an instant that cannot be read is shown as it came, never hidden.
    func moment(wire text: String) -> String { Instant(rfc3339: text).map(moment) ?? text }
    func dated(wire text: String) -> String { Instant(rfc3339: text).map(dated) ?? text }
    func due(wire text: String, late: Bool) -> String {
        Instant(rfc3339: text).map { due($0, late: late) } ?? text
    }

    /// What the clock says where the patient lives: `09:14`. `-` for a zone this computer does not know.
    func time(inZone identifier: String) -> String {
        TimeZone(identifier: identifier).map { Face(now, in: $0).time } ?? "-"
    }

    /// `34 (2 Mar 1992)` from `1992-03-02`: the age by the calendar of the place where the person lives.
    func age(birthDate: String, zone identifier: String) -> String {
        guard let born = Self.date(birthDate) else { return birthDate }
        let today = Face(now, in: TimeZone(identifier: identifier) ?? zone)
        let before = (today.month, today.day) < (born.month, born.day)
        return "\(today.year - born.year - (before ? 1 : 0)) (\(Self.spoken(date: birthDate)))"
    }

    /// `2 Mar 1992` from `1992-03-02`.
    static func spoken(date text: String) -> String {
        date(text).map { "\($0.day) \(months[$0.month - 1]) \($0.year)" } ?? text
    }

    /// `Wed 18 Nov` from `2026-11-18`, with the year where it is not this one.
    func day(_ text: String) -> String {
        guard let date = Self.date(text) else { return text }
        let days = Instant.days(year: date.year, month: date.month, day: date.day)
        // 1970-01-01 was a Thursday.
        let weekday = Self.weekdays[((days + 4) % 7 + 7) % 7]
        let year = date.year == Face(now, in: zone).year ? "" : " \(date.year)"
        return "\(weekday) \(date.day) \(Self.months[date.month - 1])\(year)"
    }

    /// Days from one date to another, where both can be read.
    static func days(from: String, to: String) -> Int? {
        guard let from = date(from), let to = date(to) else { return nil }
        return Instant.days(year: to.year, month: to.month, day: to.day)
            - Instant.days(year: from.year, month: from.month, day: from.day)
    }

    /// `2026-12-03` from `2026-12-09` and -6.
    static func date(_ text: String, plus days: Int) -> String? {
        guard let date = date(text) else { return nil }
        let (year, month, day) = Instant.civil(
            fromDays: Instant.days(year: date.year, month: date.month, day: date.day) + days)
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private static func date(_ text: String) -> (year: Int, month: Int, day: Int)? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
        return (parts[0], parts[1], parts[2])
    }

    // Foundation says `GMT-5` on Linux where the C library, for this computer's own zone, knows `EST`.
    private var zoneName: String {
        guard zone == .current else { return zone.abbreviation(for: now.date) ?? zone.identifier }
        var seconds = time_t(now.secondsSince1970)
        var local = tm()
        guard localtime_r(&seconds, &local) != nil, let name = local.tm_zone else { return zone.identifier }
        return String(cString: name)
    }
}
