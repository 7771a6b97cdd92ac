import Clocks
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `A handler` {
    @Test func `snoozes its job, which costs none of its attempts`() async throws {
        try await Workshop.open { shop in
            let starts = Notebook<Int>()
            let handler = JobHandler(kind: "watch") { context in
                starts.write(context.attempt)
                return context.attempt < 4 ? .snooze(until: context.now + .hours(1)) : .done
            }
            try await shop.enqueue("watch", maxAttempts: 1)
            try await shop.withWorker([handler]) { worker in
                try await shop.runDry(worker)
            }
            #expect(starts.entries == [1, 2, 3, 4])
            #expect(shop.clock.now == Workshop.start + .hours(3))
            #expect(
                try await shop.count("SELECT count(*) FROM job_history WHERE state = 'done' AND failures = 0")
                    == 1)
        }
    }

    @Test func `cancels its job, with a reason`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("remind")
            let handler = JobHandler(kind: "remind") { _ in .cancel(why: "patientLeft") }
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(
                try await shop.look("SELECT reason FROM job_history WHERE state = 'cancelled'") {
                    try $0["reason"]
                }
                    == ["patientLeft"])
        }
    }
}

/// Every way for a start to finish, on a job with attempts left and on one without.
@Suite struct `What becomes of a job` {
    static func job(failures: Int) throws -> ClaimedJob {
        ClaimedJob(
            id: JobID(rawValue: 1), kind: "k", arguments: .emptyObject, lane: nil, attempt: 9,
            failures: failures,
            maxAttempts: 3, runAt: Workshop.start - .hours(1))
    }

    static let later = Workshop.start + .hours(5)
    static let retry = RetryDelays(first: .seconds(10), longest: .seconds(10))

    private func settle(_ finish: Settlement.Finish, failures: Int) throws -> Settlement {
        Settlement(finish, of: try Self.job(failures: failures), retries: Self.retry, now: Workshop.start)
    }

    @Test(arguments: [0, 2]) func `that ended or is put back, does not hang on its failures`(failures: Int)
        throws
    {
        #expect(try settle(.returned(.done), failures: failures) == .ended(.done, reason: nil))
        #expect(
            try settle(.returned(.cancel(why: "gone")), failures: failures)
                == .ended(.cancelled, reason: "gone"))
        #expect(
            try settle(.returned(.discard(why: "noSuchOrder")), failures: failures)
                == .ended(.discarded, reason: "noSuchOrder"))
        #expect(
            try settle(.returned(.snooze(until: Self.later)), failures: failures)
                == .waiting(until: Self.later, failure: nil))
        #expect(
            try settle(.givenBack, failures: failures)
                == .waiting(until: Workshop.start - .hours(1), failure: nil))
    }

    @Test func `that failed with attempts left, is another try`() throws {
        let delay = Self.retry.delay(afterFailure: 2, of: JobID(rawValue: 1))
        let again = Workshop.start + delay
        #expect(delay >= .seconds(8) && delay <= .seconds(12))
        #expect(try settle(.timedOut, failures: 1) == .waiting(until: again, failure: "timedOut"))
        #expect(
            try settle(.threw(Mishap(failureCode: "away")), failures: 1)
                == .waiting(until: again, failure: "away"))
    }

    @Test func `that is to be tried again, is no sooner than was asked, nor than is usual`() throws {
        let usual = Workshop.start + Self.retry.delay(afterFailure: 2, of: JobID(rawValue: 1))
        #expect(
            try settle(.returned(.retry(why: "busy")), failures: 1) == .waiting(until: usual, failure: "busy")
        )
        #expect(
            try settle(.returned(.retry(why: "busy", noSoonerThan: .seconds(1))), failures: 1)
                == .waiting(until: usual, failure: "busy"))
        #expect(
            try settle(.returned(.retry(why: "busy", noSoonerThan: .hours(5))), failures: 1)
                == .waiting(until: Self.later, failure: "busy"))
        #expect(
            try settle(.returned(.retry(why: "busy", noSoonerThan: .hours(5))), failures: 2)
                == .dead(failure: "busy"))
    }

    @Test func `that failed for the last time, is a dead letter`() throws {
        #expect(try settle(.timedOut, failures: 2) == .dead(failure: "timedOut"))
        #expect(try settle(.threw(Mishap(failureCode: "away")), failures: 2) == .dead(failure: "away"))
    }

    @Test(arguments: [
        ("", "unnamed"), ("a\u{0}b\nü", "a?b??"),
        (String(repeating: "x", count: 300), String(repeating: "x", count: 200)),
    ])
    func `is recorded by a code that fits its column`(code: String, kept: String) throws {
        #expect(try settle(.threw(Mishap(failureCode: code)), failures: 2) == .dead(failure: kept))
    }
}

@Suite struct `An outcome that the table refuses` {
    /// A job cannot be refused by the tables through what handlers say, so the tables are made stricter.
    @Test func `holds up no other`() async throws {
        try await Workshop.open { shop in
            try await ScriptRunner(url: shop.place.ownerURL).run(
                "ALTER TABLE job_history ADD CONSTRAINT no_bad_ones CHECK (arguments <> '{\"number\": 3}')")
            let gate = Gate()
            let handler = JobHandler(kind: "count") { _ in
                await gate.passes()
                return .done
            }
            try await shop.enqueue("count", count: 10)
            try await shop.withWorker([handler]) { _ in
                gate.open()
                try await eventually("nine are done") {
                    try await shop.count("SELECT count(*) FROM job_history") == 9
                }
            }
            #expect(try await shop.count("SELECT count(*) FROM job WHERE state = 'running'") == 1)
        }
    }
}
