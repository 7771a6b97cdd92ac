import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `A schedule` {
    private static func hourly(_ missed: PeriodicSchedule.Missed = .latest, runsAtStart: Bool = false)
        -> PeriodicSchedule
    {
        .every(.hours(1), name: "hourly", kind: "sweep", missed: missed, runsAtStart: runsAtStart)
    }

    private static func sweep(_ ran: Notebook<Instant>) -> JobHandler {
        JobHandler(kind: "sweep") { context in
            ran.write(try context.decode(ScheduledRun.self).dueAt)
            return .done
        }
    }

    private func hour(_ number: Int) -> Instant { Workshop.start + .hours(number) }

    @Test func `runs each due time once, with several workers`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            try await shop.withWorkers(3, [Self.sweep(ran)], schedules: [Self.hourly()], settings: .watchful)
            { workers in
                try await workers[0].rests()
                for number in 1...10 {
                    shop.clock.advance(to: hour(number))
                    for worker in workers { worker.wake() }
                    try await workers[number % 3].rests()
                    #expect(try await workers[0].nextDue() == hour(number + 1))
                }
            }
            #expect(ran.entries == (1...10).map(hour))
        }
    }

    @Test func `after a leap runs the latest due time once`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            try await shop.withWorkers(2, [Self.sweep(ran)], schedules: [Self.hourly()], settings: .watchful)
            { workers in
                try await workers[0].rests()
                shop.clock.advance(to: hour(500) + .minutes(59))
                for worker in workers { worker.wake() }
                try await workers[0].rests()
            }
            #expect(ran.entries == [hour(500)])
        }
    }

    @Test func `that asks for every due time gets every one`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            try await shop.withWorkers(
                2, [Self.sweep(ran)], schedules: [Self.hourly(.all)], settings: .watchful
            ) { workers in
                try await workers[0].rests()
                shop.clock.advance(to: hour(50))
                for worker in workers { worker.wake() }
                try await workers[0].rests()
            }
            #expect(ran.entries.sorted() == (1...50).map(hour))
        }
    }

    @Test func `goes on where it was when workers come back`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            for moment in [0, 3, 30] {
                shop.clock.advance(to: hour(moment))
                try await shop.withWorker([Self.sweep(ran)], schedules: [Self.hourly()]) { worker in
                    try await worker.rests()
                    try await worker.rests()
                }
            }
            #expect(ran.entries == [hour(3), hour(30)])
        }
    }

    @Test func `runs at its start only where it says so, and once`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            let schedules = [Self.hourly(runsAtStart: true)]
            for _ in 1...2 {
                try await shop.withWorkers(2, [Self.sweep(ran)], schedules: schedules, settings: .watchful) {
                    workers in
                    try await workers[0].rests()
                    try await workers[1].rests()
                }
            }
            #expect(ran.entries == [Workshop.start])
        }
    }

    @Test func `every so often means whole multiples since 1970`() {
        let daily = PeriodicSchedule.every(.hours(24), name: "daily", kind: "k")
        #expect(daily.next(after: Workshop.start).rfc3339 == "2026-11-22T00:00:00Z")
        #expect(daily.next(after: daily.next(after: Workshop.start)).rfc3339 == "2026-11-23T00:00:00Z")
        let before = Instant(rfc3339: "1969-12-31T23:00:00Z")!
        #expect(daily.next(after: before).rfc3339 == "1970-01-01T00:00:00Z")
    }

    @Test func `hands its due time to the job and reads it back`() throws {
        let run = ScheduledRun(schedule: "hourly", dueAt: Workshop.start)
        let text = try JSONText(encoding: run)
        #expect(text.text == #"{"dueAt":"2026-11-21T15:00:00Z","schedule":"hourly"}"#)
        #expect(try text.decoded() == run)
        #expect(throws: DecodingError.self) {
            try JSONText(validating: #"{"dueAt":"noon","schedule":"hourly"}"#).decoded(as: ScheduledRun.self)
        }
    }

    @Test func `forgets old due times but never the first and the latest`() async throws {
        try await Workshop.open { shop in
            try await shop.withWorker([], schedules: [Self.hourly(.all)]) { worker in
                try await shop.becomesStarted()
                shop.clock.advance(to: hour(5))
                worker.wake()
                try await eventually("five runs") {
                    try await shop.count("SELECT count(*) FROM schedule_run") == 6
                }
            }
            try await shop.change(ScheduleRun.forget(before: hour(3)))
            #expect(try await shop.dueTimes() == [hour(0), hour(3), hour(4), hour(5)])
            try await shop.change(ScheduleRun.forget(before: hour(1000)))
            #expect(try await shop.dueTimes() == [hour(0), hour(5)])
        }
    }
}

extension Workshop {
    fileprivate func becomesStarted() async throws {
        try await eventually("the schedule's start") {
            try await count("SELECT count(*) FROM schedule_run WHERE is_start") == 1
        }
    }

    fileprivate func dueTimes() async throws -> [Instant] {
        try await look("SELECT due_at FROM schedule_run ORDER BY due_at") { try $0["due_at"] }
    }
}
