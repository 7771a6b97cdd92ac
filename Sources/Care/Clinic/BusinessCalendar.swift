import Clocks
import Foundation

/// When a place is at work: the clinic, or a pharmacy. Dated data, so that a change of hours does not move
/// deadlines that were promised before it.
package struct BusinessCalendar: Sendable {
    package let zone: TimeZone
    /// Spells of opening hours, the latest `from` on or before a date counts.
    package let spells: [Spell]
    package let holidays: Set<LocalDate>

    /// The weekly hours from a date on.
    package struct Spell: Sendable {
        package let from: LocalDate
        /// By ISO weekday, Monday 1; a day without an entry is closed.
        package let hours: [Int: Hours]

        package init(from: LocalDate, hours: [Int: Hours]) {
            self.from = from
            self.hours = hours
        }
    }

    /// Opening hours of one day, in minutes after local midnight.
    package struct Hours: Sendable, Hashable {
        package let opens: Int
        package let closes: Int

        package init(opens: Int, closes: Int) {
            precondition(0 <= opens && opens < closes && closes <= 24 * 60, "a day opens before it closes")
            self.opens = opens
            self.closes = closes
        }
    }

    package init(zone: TimeZone, spells: [Spell], holidays: Set<LocalDate>) {
        self.zone = zone
        self.spells = spells.sorted { $0.from < $1.from }
        self.holidays = holidays
    }

    /// The hours of `date`, or `nil` on a day without work.
    package func hours(on date: LocalDate) -> Hours? {
        guard !holidays.contains(date) else { return nil }
        return spells.last { $0.from <= date }?.hours[date.weekday]
    }

    /// The close of the `count`-th working day after the day of `start`: what "within one business day" promises.
    package func close(ofBusinessDay count: Int, after start: Instant) -> Instant? {
        var remaining = count
        return workingDays(from: LocalDate(of: start, in: zone) + 1).first { _ in
            remaining -= 1
            return remaining == 0
        }.map { date, hours in moment(hours.closes, on: date) }
    }

    /// The moment at which `minutes` of opening time have passed since `start`: "within 4 business hours".
    package func moment(after minutes: Int, openSince start: Instant) -> Instant? {
        var left = Duration.seconds(minutes * 60)
        for (date, hours) in workingDays(from: LocalDate(of: start, in: zone)) {
            let opens = max(start, moment(hours.opens, on: date))
            let closes = moment(hours.closes, on: date)
            guard opens < closes else { continue }
            if closes - opens >= left { return opens + left }
            left -= closes - opens
        }
        return nil
    }

    /// A calendar that opens on no day of two years opens never.
    private func workingDays(from first: LocalDate) -> some Sequence<(LocalDate, Hours)> {
        (0..<731).lazy.compactMap { offset in
            let date = first + offset
            return hours(on: date).map { (date, $0) }
        }
    }

    private func moment(_ minutes: Int, on date: LocalDate) -> Instant {
        minutes == 24 * 60
            ? (date + 1).start(in: zone) : date.at(hour: minutes / 60, minute: minutes % 60, in: zone)
    }
}

extension BusinessCalendar: Decodable {
    private enum Keys: String, CodingKey { case timeZone, spells, holidays }
    private struct Entry: Decodable {
        let from: String
        let hours: [String: [String]]
    }

    /// Reads `Schema/protocols/*-calendar.json`: `{"timeZone", "spells": [{"from", "hours": {"1": ["09:00",
    /// "17:00"]}}], "holidays": ["2026-12-25"]}`; whatever does not make sense is refused at load.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Keys.self)
        func refuse(_ key: Keys, _ why: String) -> DecodingError {
            .dataCorruptedError(forKey: key, in: box, debugDescription: why)
        }
        guard let zone = TimeZone(identifier: try box.decode(String.self, forKey: .timeZone)) else {
            throw refuse(.timeZone, "not an IANA time zone")
        }
        let spells = try box.decode([Entry].self, forKey: .spells).map { entry in
            guard let from = LocalDate(entry.from) else { throw refuse(.spells, "from is not a date") }
            let hours = try entry.hours.map { weekday, span in
                guard let day = Int(weekday), (1...7).contains(day), span.count == 2,
                    let opens = Self.minutes(span[0]), let closes = Self.minutes(span[1]), opens < closes
                else { throw refuse(.spells, "hours of \(weekday) are not [opens, closes]") }
                return (day, Hours(opens: opens, closes: closes))
            }
            return Spell(from: from, hours: Dictionary(hours) { first, _ in first })
        }
        let holidays = try box.decode([String].self, forKey: .holidays).map { text in
            guard let date = LocalDate(text) else { throw refuse(.holidays, "\(text) is not a date") }
            return date
        }
        self.init(zone: zone, spells: spells, holidays: Set(holidays))
    }

    private static func minutes(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: /(\d\d):(\d\d)/), let hour = Int(match.1),
            let minute = Int(match.2),
            minute < 60, hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }
}
