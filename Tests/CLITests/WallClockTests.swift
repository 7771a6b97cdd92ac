import Clocks
import Foundation
import Testing

@testable import lozenge

@Suite struct `The wall clock` {
    private static let newYork = TimeZone(identifier: "America/New_York") ?? .gmt
    /// Saturday 21 November 2026, 11:14:05 in New York.
    private let clock: WallClock

    init() throws {
        clock = WallClock(now: try #require(Instant(rfc3339: "2026-11-21T16:14:05Z")), zone: Self.newYork)
    }

    @Test(arguments: [
        ("2026-11-21T16:40:00Z", "11:40"), ("2026-11-22T04:59:00Z", "23:59"),
        ("2026-11-22T05:00:00Z", "Sun 00:00"),
        ("2026-11-23T17:00:00Z", "Mon 12:00"), ("2026-11-27T17:00:00Z", "Fri 12:00"),
        ("2026-11-28T17:00:00Z", "28 Nov 12:00"), ("2026-11-20T17:00:00Z", "20 Nov 12:00"),
        ("2027-01-04T17:00:00Z", "4 Jan 2027"), ("soon", "soon"),
    ])
    func `says when, as short as it is clear`(instant: String, words: String) {
        #expect(clock.moment(wire: instant) == words)
    }

    @Test(arguments: [
        ("2026-11-21T16:05:00Z", "LATE 9 min"), ("2026-11-21T14:15:00Z", "LATE 119 min"),
        ("2026-11-21T13:14:00Z", "LATE 3 h"), ("2026-11-17T16:00:00Z", "LATE 4 d"),
    ])
    func `says how late something is`(due: String, words: String) {
        #expect(clock.due(wire: due, late: true) == words)
    }

    @Test func `says what time it is where the patient lives, and how old they are there`() {
        #expect(clock.time(inZone: "America/Phoenix") == "09:14")
        #expect(clock.time(inZone: "Nowhere/Such") == "-")
        #expect(clock.age(birthDate: "1992-11-21", zone: "America/Phoenix") == "34 (21 Nov 1992)")
        #expect(clock.age(birthDate: "1992-11-22", zone: "America/Phoenix") == "33 (22 Nov 1992)")
    }

    @Test(arguments: [
        ("30m", "2026-11-21T16:44:05Z"), ("3h", "2026-11-21T19:14:05Z"), ("2d", "2026-11-23T16:14:05Z"),
        ("14:30", "2026-11-21T19:30:00Z"), ("9:00", "2026-11-22T14:00:00Z"),
        ("mon 9:00", "2026-11-23T14:00:00Z"),
        ("Monday", "2026-11-23T14:00:00Z"), ("sat 9:00", "2026-11-28T14:00:00Z"),
        ("tomorrow 8:15", "2026-11-22T13:15:00Z"), ("2026-11-23", "2026-11-23T14:00:00Z"),
        ("2026-11-23 12:00", "2026-11-23T17:00:00Z"), ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z"),
    ])
    func `understands until when something is put off`(typed: String, instant: String) throws {
        #expect(try SnoozeTime.instant(typed, now: clock.now, zone: Self.newYork).rfc3339 == instant)
    }

    @Test(arguments: [
        "", "soon", "25:00", "today 9:00", "2026-11-20", "2026-02-30", "9", "-3h", "mond 9:00x",
    ])
    func `refuses a time that is none, or past`(typed: String) {
        #expect(throws: ToolFailure.self) {
            try SnoozeTime.instant(typed, now: clock.now, zone: Self.newYork)
        }
    }

    @Test func `puts off over the clock change by the wall, not by hours`() throws {
        let saturday = try #require(Instant(rfc3339: "2026-10-31T20:00:00Z"))
        #expect(
            try SnoozeTime.instant("tomorrow 9:00", now: saturday, zone: Self.newYork).rfc3339
                == "2026-11-01T14:00:00Z")
    }
}
