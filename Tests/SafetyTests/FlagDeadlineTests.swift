import Clinic
import Clocks
import Foundation
import Safety
import Support
import Testing

/// Deadlines of flags on the days on which calendars are hard: nights, weekends, holidays, clock changes.
@Suite struct `A flag's deadlines` {
    private static let rules = Result {
        let protocols = Checkout.folder.appending(path: "Schema/protocols")
        return try FlagRules(
            json: Data(contentsOf: protocols.appending(path: "flags.json")),
            calendar: JSONDecoder().decode(
                BusinessCalendar.self,
                from: Data(contentsOf: protocols.appending(path: "clinic-calendar.json"))))
    }

    /// Moments on the clinic's wall, in New York; `EST` and `EDT` say which of a repeated hour.
    private static func wall(_ text: String) throws -> Instant {
        let parts = text.split(separator: " ")
        let date = try #require(LocalDate(String(parts[0])))
        let time = parts[1].split(separator: ":").compactMap { Int($0) }
        return date.at(
            hour: time[0], minute: time[1], in: try #require(TimeZone(identifier: "America/New_York")))
    }

    struct Case: Sendable, CustomStringConvertible {
        let severity: Flag.Severity
        let raised: String
        let acknowledge: String
        let close: String

        init(_ severity: Flag.Severity, _ raised: String, _ acknowledge: String, _ close: String) {
            (self.severity, self.raised, self.acknowledge, self.close) = (
                severity, raised, acknowledge, close
            )
        }

        var description: String { "severity \(severity.rawValue) at \(raised)" }
    }

    @Test(arguments: [
        // 15 minutes and 24 hours by any clock: at night, over the weekend, on Thanksgiving.
        Case(.danger, "2026-11-21 23:50", "2026-11-22 00:05", "2026-11-22 23:50"),
        Case(.danger, "2026-11-26 03:00", "2026-11-26 03:15", "2026-11-27 03:00"),
        // The night that is 25 hours long: 24 hours end an hour earlier on the wall; the one of 23, an hour later.
        Case(.danger, "2026-10-31 23:50", "2026-11-01 00:05", "2026-11-01 22:50"),
        Case(.danger, "2026-03-07 23:50", "2026-03-08 00:05", "2026-03-09 00:50"),

        // Four hours within 7:00 to 21:00 on all seven days; three business days, to their close.
        Case(.concern, "2026-11-18 08:00", "2026-11-18 12:00", "2026-11-23 17:00"),
        Case(.concern, "2026-11-18 19:00", "2026-11-19 09:00", "2026-11-23 17:00"),
        Case(.concern, "2026-11-18 23:50", "2026-11-19 11:00", "2026-11-23 17:00"),
        Case(.concern, "2026-11-18 21:00", "2026-11-19 11:00", "2026-11-23 17:00"),
        Case(.concern, "2026-11-18 06:59", "2026-11-18 11:00", "2026-11-23 17:00"),
        // Saturday evening: Sunday counts for seeing it, not for closing it; Thanksgiving does the same.
        Case(.concern, "2026-11-21 20:00", "2026-11-22 10:00", "2026-11-25 17:00"),
        Case(.concern, "2026-11-25 19:00", "2026-11-26 09:00", "2026-12-01 17:00"),
        // Over both clock changes the hours are those of the wall.
        Case(.concern, "2026-10-31 20:00", "2026-11-01 10:00", "2026-11-04 17:00"),
        Case(.concern, "2026-03-07 20:00", "2026-03-08 10:00", "2026-03-11 17:00"),

        // One business day, and five.
        Case(.notice, "2026-11-18 23:50", "2026-11-19 17:00", "2026-11-25 17:00"),
        Case(.notice, "2026-11-20 16:59", "2026-11-23 17:00", "2026-11-30 17:00"),
        Case(.notice, "2026-12-31 23:50", "2027-01-04 17:00", "2027-01-08 17:00"),
    ])
    func `count as its severity says`(one: Case) throws {
        let deadlines = try Self.rules.get().deadlines(of: one.severity, raisedAt: Self.wall(one.raised))
        #expect(deadlines.acknowledge == (try Self.wall(one.acknowledge)))
        #expect(deadlines.close == (try Self.wall(one.close)))
    }

    @Test func `come with how often somebody is called, and how far ahead gaps are seen`() throws {
        let rules = try Self.rules.get()
        #expect(rules.pagesEvery == .minutes(15))
        #expect(rules.gapsWithin == .hours(14 * 24))
    }
}
