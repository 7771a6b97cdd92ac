import Clocks
import Testing

@testable import Sandbox

@Suite struct `A stand-in pharmacy's opening hours` {
    private let hours = OpeningHours(timeZone: "America/New_York")

    @Test(arguments: [
        ("2026-11-23T13:00:00Z", 60, "2026-11-23T15:00:00Z"),
        ("2026-11-23T21:30:00Z", 60, "2026-11-24T14:30:00Z"),
        // Saturday evening: Sunday is passed over.
        ("2026-11-28T23:00:00Z", 30, "2026-11-30T14:30:00Z"),
        // More than one day's work.
        ("2026-11-23T14:00:00Z", 600, "2026-11-24T16:00:00Z"),
        // The night in which clocks go back.
        ("2026-10-31T20:30:00Z", 60, "2026-11-02T14:30:00Z"),
    ])
    func `work is done within them`(from: String, minutes: Int, to: String) throws {
        let begins = try #require(Instant(rfc3339: from))
        #expect(hours.end(of: .minutes(minutes), from: begins).rfc3339 == to)
    }

    @Test func `a date is the pharmacy's own`() throws {
        let night = try #require(Instant(rfc3339: "2026-11-24T03:00:00Z"))
        #expect(hours.date(of: night) == "2026-11-23")
        #expect(hours.date(of: night, plus: 180) == "2027-05-22")
        #expect(hours.opening(on: "2026-11-29")?.rfc3339 == "2026-11-30T14:00:00Z")
    }
}
