import Clinic
import Clocks
import Consults
import Foundation
import Testing

@Suite struct `Bookable times` {
    /// Hours of one weekday in a zone, licensed in Arizona through 2026.
    private func times(
        _ zone: String = "America/New_York", weekday: Int = 1, opens: Int = 9 * 60, closes: Int = 11 * 60,
        pace: Prescriber.Pace = pace(), exceptions: [LocalDate: WorkingHours.Span?] = [:],
        until: String = "2026-12-31", taken: [Range<Instant>] = [], visits: [LocalDate: Int] = [:]
    ) throws -> BookableTimes {
        BookableTimes(
            pace: pace, zone: try #require(TimeZone(identifier: zone)),
            hours: WorkingHours(
                weekly: [
                    .init(
                        weekday: weekday,
                        span: try #require(WorkingHours.Span(opens: opens, closes: closes)),
                        from: date("2026-01-01"), until: nil)
                ], exceptions: exceptions),
            licences: [
                try StateCredential(
                    state: try #require(StateCode("AZ")), number: "1", from: date("2026-01-01"),
                    until: date(until))
            ], taken: taken, visits: visits)
    }

    private func starts(
        _ times: BookableTimes, _ kind: Consult.Kind = .initial, from: String = "2026-11-22T00:00:00Z",
        to: String = "2026-11-29T00:00:00Z", now: String = "2026-11-21T16:14:00Z"
    ) -> [String] {
        times.times(for: kind, in: moment(from)..<moment(to), now: moment(now)).map(\.starts.rfc3339)
    }

    @Test func `follow one another from the opening to the close`() throws {
        #expect(
            starts(try times()) == [
                "2026-11-23T14:00:00Z", "2026-11-23T14:30:00Z", "2026-11-23T15:00:00Z",
                "2026-11-23T15:30:00Z",
            ])
        #expect(starts(try times(), .refillReview).count == 8)
        // With ten minutes after each, the fourth would end after the close.
        #expect(
            starts(try times(pace: pace(buffer: 10))) == [
                "2026-11-23T14:00:00Z", "2026-11-23T14:40:00Z", "2026-11-23T15:20:00Z",
            ])
    }

    @Test func `leave out what is taken, buffers included, and full days`() throws {
        let taken = moment("2026-11-23T14:30:00Z")..<moment("2026-11-23T15:05:00Z")
        #expect(starts(try times(taken: [taken])) == ["2026-11-23T14:00:00Z", "2026-11-23T15:30:00Z"])
        #expect(starts(try times(pace: pace(maximum: 2), visits: [date("2026-11-23"): 2])) == [])
        // Nobody's buffer may be touched either: a visit from 15:00 on takes the pause before it.
        let next = moment("2026-11-23T14:35:00Z")..<moment("2026-11-23T14:40:00Z")
        #expect(!starts(try times(pace: pace(buffer: 10), taken: [next])).contains("2026-11-23T14:00:00Z"))
    }

    @Test func `need notice, and end at the horizon`() throws {
        #expect(starts(try times(), now: "2026-11-23T10:30:00Z").first == "2026-11-23T14:30:00Z")
        #expect(starts(try times(), now: "2026-11-23T10:30:01Z").first == "2026-11-23T15:00:00Z")
        let far = starts(try times(), from: "2026-12-01T00:00:00Z", to: "2027-02-01T00:00:00Z")
        // 30 days after Saturday, 21 November, is Monday, 21 December, the last with times.
        #expect(far.last?.hasPrefix("2026-12-21") == true)
        #expect(!(try times()).offers(.initial, at: moment("2026-12-28T14:00:00Z"), now: monday))
    }

    @Test func `obey exceptions and the last day of a licence`() throws {
        #expect(starts(try times(exceptions: [date("2026-11-23"): nil])) == [])
        let short = try #require(WorkingHours.Span(opens: 720, closes: 750))
        #expect(starts(try times(exceptions: [date("2026-11-24"): short])).last == "2026-11-24T17:00:00Z")
        #expect(starts(try times(until: "2026-11-22")) == [])
        #expect(starts(try times(until: "2026-11-23")).count == 4)
    }

    /// 8 March 2026: at 2:00 the wall goes on at 3:00, in each zone at its own 2:00.
    @Test(arguments: [
        ("America/New_York", "2026-03-08T06:00:00Z"), ("America/Chicago", "2026-03-08T07:00:00Z"),
        ("America/Los_Angeles", "2026-03-08T09:00:00Z"),
    ])
    func `do not exist in an hour that is skipped`(zone: String, one: String) throws {
        // From 1:00 to 4:00 on a Sunday: two in the hour before, none in the skipped one, two after it.
        let found = starts(
            try times(zone, weekday: 7, opens: 60, closes: 240), from: "2026-03-08T00:00:00Z",
            to: "2026-03-09T00:00:00Z", now: "2026-03-01T00:00:00Z")
        let first = moment(one)
        #expect(
            found == [0, 30, 60, 90].map { (first + .minutes($0)).rfc3339 }, "3:00 is an hour after 1:00")
        let wall = try #require(TimeZone(identifier: zone))
        #expect(found.map { moment($0).minuteOfDay(in: wall) } == [60, 90, 180, 210])
        #expect(date("2026-03-08").moment(minute: 150, in: wall) == nil)
    }

    /// 1 November 2026: at 2:00 the wall goes back to 1:00.
    @Test(arguments: [
        ("America/New_York", "2026-11-01T05:00:00Z"), ("America/Chicago", "2026-11-01T06:00:00Z"),
        ("America/Los_Angeles", "2026-11-01T08:00:00Z"),
    ])
    func `exist once in an hour that is repeated`(zone: String, one: String) throws {
        let found = starts(
            try times(zone, weekday: 7, opens: 60, closes: 180), from: "2026-11-01T00:00:00Z",
            to: "2026-11-02T00:00:00Z", now: "2026-10-25T00:00:00Z")
        let first = moment(one)
        // 1:00 and 1:30 the first time, then 2:00 and 2:30, two hours after 1:00.
        #expect(found == [0, 30, 120, 150].map { (first + .minutes($0)).rfc3339 })
        let wall = try #require(TimeZone(identifier: zone))
        #expect(found.map { moment($0).minuteOfDay(in: wall) } == [60, 90, 120, 150])
    }

    @Test func `stand still where there is no clock change`() throws {
        for day in ["2026-03-08", "2026-11-01"] {
            let found = starts(
                try times("America/Phoenix", weekday: 7, opens: 60, closes: 180),
                from: "\(day)T00:00:00Z", to: "\(day)T23:59:00Z", now: "\(date(day) - 7)T00:00:00Z")
            #expect(found.first == "\(day)T08:00:00Z")
            #expect(found.count == 4)
        }
    }

    @Test func `are offered or not, taken or not`() throws {
        let taken = moment("2026-11-23T14:00:00Z")..<moment("2026-11-23T14:30:00Z")
        let times = try times(taken: [taken])
        let now = moment("2026-11-21T16:14:00Z")
        #expect(times.offers(.initial, at: taken.lowerBound, now: now))
        #expect(!times.offers(.initial, at: taken.lowerBound + .minutes(15), now: now))
        #expect(times.offers(.adHoc, at: taken.lowerBound + .minutes(15), now: now))
    }

    @Test func `come from a week in which nobody is at work twice at once`() throws {
        let morning = try #require(WorkingHours.Span(opens: 540, closes: 720))
        let noon = try #require(WorkingHours.Span(opens: 660, closes: 780))
        func week(_ spans: [(WorkingHours.Span, String, String?)]) -> [WorkingHours.Weekly] {
            spans.map { .init(weekday: 1, span: $0.0, from: date($0.1), until: $0.2.map(date)) }
        }
        #expect(throws: PrescriberRefusal.overlapsAnother) {
            try WorkingHours.check(week([(morning, "2026-01-01", nil), (noon, "2026-06-01", nil)]))
        }
        #expect(throws: PrescriberRefusal.endsBeforeItBegins) {
            try WorkingHours.check(week([(morning, "2026-06-01", "2026-05-31")]))
        }
        try WorkingHours.check(
            week([(morning, "2026-01-01", "2026-05-31"), (noon, "2026-06-01", nil)]))
    }
}
