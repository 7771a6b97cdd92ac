import Clinic
import Clocks
import Foundation
import Testing

@Suite struct `The clinic's calendar` {
    let calendar = BusinessCalendar(
        zone: TimeZone(identifier: "America/New_York")!,
        spells: [
            .init(
                from: LocalDate("2020-01-01")!,
                hours: Dictionary(
                    uniqueKeysWithValues: (1...5).map { ($0, .init(opens: 9 * 60, closes: 17 * 60)) }))
        ],
        holidays: [LocalDate("2026-11-26")!])

    /// The Wednesday before Thanksgiving: one business day later is the Friday after it.
    @Test(arguments: [
        ("2026-11-25T15:00:00Z", 1, "2026-11-27T22:00:00Z"),
        ("2026-11-21T15:00:00Z", 1, "2026-11-23T22:00:00Z"),
        ("2026-11-20T15:00:00Z", 3, "2026-11-25T22:00:00Z"),
    ])
    func `promises the close of a working day`(start: String, days: Int, close: String) throws {
        let start = try #require(Instant(rfc3339: start))
        #expect(calendar.close(ofBusinessDay: days, after: start) == Instant(rfc3339: close))
    }

    /// Four hours from Wednesday 15:00 are two that day and two on Friday, the holiday between them.
    @Test(arguments: [
        ("2026-11-25T20:00:00Z", 240, "2026-11-27T16:00:00Z"),
        ("2026-11-25T03:00:00Z", 60, "2026-11-25T15:00:00Z"),
        ("2026-11-25T14:00:00Z", 480, "2026-11-25T22:00:00Z"),
    ])
    func `counts opening hours only`(start: String, minutes: Int, end: String) throws {
        let start = try #require(Instant(rfc3339: start))
        #expect(calendar.moment(after: minutes, openSince: start) == Instant(rfc3339: end))
    }

    @Test func `that never opens promises nothing`() throws {
        let closed = BusinessCalendar(zone: calendar.zone, spells: [], holidays: [])
        let now = try #require(Instant(rfc3339: "2026-11-21T15:00:00Z"))
        #expect(closed.close(ofBusinessDay: 1, after: now) == nil)
        #expect(closed.moment(after: 60, openSince: now) == nil)
    }

    @Test func `keeps old hours for old dates`() throws {
        let early: BusinessCalendar.Hours = .init(opens: 6 * 60, closes: 12 * 60)
        let changed = BusinessCalendar(
            zone: calendar.zone,
            spells: calendar.spells + [.init(from: LocalDate("2026-12-01")!, hours: [2: early])], holidays: []
        )
        #expect(changed.hours(on: LocalDate("2026-11-24")!) == .init(opens: 9 * 60, closes: 17 * 60))
        #expect(changed.hours(on: LocalDate("2026-12-01")!) == early)
        #expect(changed.hours(on: LocalDate("2026-12-02")!) == nil)
    }

    @Test(arguments: [
        #"{"timeZone":"Mars/Base","spells":[],"holidays":[]}"#,
        #"{"timeZone":"UTC","spells":[{"from":"2026-02-30","hours":{}}],"holidays":[]}"#,
        #"{"timeZone":"UTC","spells":[{"from":"2026-01-01","hours":{"8":["09:00","17:00"]}}],"holidays":[]}"#,
        #"{"timeZone":"UTC","spells":[{"from":"2026-01-01","hours":{"1":["17:00","09:00"]}}],"holidays":[]}"#,
        #"{"timeZone":"UTC","spells":[],"holidays":["tomorrow"]}"#,
    ])
    func `of nonsense is refused at load`(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(BusinessCalendar.self, from: Data(json.utf8))
        }
    }
}
