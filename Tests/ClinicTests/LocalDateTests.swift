import Clinic
import Clocks
import Foundation
import Testing

@Suite struct `A local date` {
    let newYork = TimeZone(identifier: "America/New_York")!
    let phoenix = TimeZone(identifier: "America/Phoenix")!

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "2026-01-01T00:00:00Z", "",
    ])
    func `that the calendar does not have is none`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test(arguments: ["1900-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2026-11-21"])
    func `reads as it was written`(text: String) throws {
        #expect(try #require(LocalDate(text)).description == text)
    }

    @Test func `knows its weekday`() throws {
        #expect(try #require(LocalDate("2026-11-21")).weekday == 6)
        #expect(try #require(LocalDate("1969-12-28")).weekday == 7)
    }

    @Test(arguments: [
        ("2008-11-21", "2026-11-20", 17), ("2008-11-21", "2026-11-21", 18), ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
    ])
    func `counts an age in completed years`(birth: String, today: String, age: Int) throws {
        #expect(try #require(LocalDate(birth)).age(on: try #require(LocalDate(today))) == age)
    }

    @Test(arguments: [
        ("2026-08-31", 6, "2027-02-28"), ("2026-11-24", 6, "2027-05-24"), ("2023-11-30", 3, "2024-02-29"),
    ])
    func `goes on by calendar months to the last day of a shorter one`(from: String, months: Int, to: String)
        throws
    {
        #expect(try #require(LocalDate(from)).adding(months: months) == LocalDate(to))
    }

    @Test func `is the wall's, not the world's`() throws {
        let instant = try #require(Instant(rfc3339: "2026-11-21T04:30:00Z"))
        #expect(LocalDate(of: instant, in: newYork) == LocalDate("2026-11-20"))
        #expect(LocalDate(of: instant, in: TimeZone(identifier: "UTC")!) == LocalDate("2026-11-21"))
    }

    /// 2026-03-08: New York's clocks jump from 02:00 to 03:00.
    @Test func `puts a skipped time at the jump`() throws {
        let date = try #require(LocalDate("2026-03-08"))
        #expect(date.at(hour: 2, minute: 30, in: newYork).rfc3339 == "2026-03-08T07:00:00Z")
        #expect(date.at(hour: 1, minute: 59, in: newYork).rfc3339 == "2026-03-08T06:59:00Z")
        #expect(date.at(hour: 3, minute: 0, in: newYork).rfc3339 == "2026-03-08T07:00:00Z")
    }

    /// 2026-11-01: New York's clocks show 01:00 to 02:00 twice.
    @Test func `takes the first of a repeated time`() throws {
        let date = try #require(LocalDate("2026-11-01"))
        #expect(date.at(hour: 1, minute: 30, in: newYork).rfc3339 == "2026-11-01T05:30:00Z")
        #expect(date.at(hour: 2, minute: 0, in: newYork).rfc3339 == "2026-11-01T07:00:00Z")
    }

    @Test func `has no change of clocks in Arizona`() throws {
        for day in ["2026-03-08", "2026-11-01"] {
            let date = try #require(LocalDate(day))
            #expect(date.start(in: phoenix) == Instant(rfc3339: "\(day)T07:00:00Z"))
        }
    }
}
