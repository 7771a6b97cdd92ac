import Clocks
import Foundation
import Postgres
import Testing

@testable import JobQueue

/// Where claims begin to look, by how long the looks took.
@Suite struct `A claim` {
    private let begin = ContinuousClock.now

    private func job(_ id: Int) -> ClaimedJob {
        ClaimedJob(
            id: JobID(rawValue: id), kind: "k", arguments: .emptyObject, lane: nil, attempt: 1, failures: 0,
            maxAttempts: 25, runAt: Workshop.start)
    }

    @Test func `begins at the beginning as long as that is cheap`() {
        var start = ClaimStart()
        for second in 0..<10 {
            let now = begin + .seconds(second)
            #expect(start.place(at: now) == nil)
            start.looked(from: nil, for: .milliseconds(3), found: job(second), until: now)
        }
    }

    @Test func `begins where claims were a second ago, for nine times as long as a dear look took`() {
        var start = ClaimStart()
        for second in 0...3 {
            start.looked(
                from: nil, for: .milliseconds(2), found: job(second), until: begin + .seconds(second))
        }
        start.looked(from: nil, for: .seconds(1), found: job(4), until: begin + .seconds(4))
        let third = ClaimStart.Place(runAt: Workshop.start, id: JobID(rawValue: 3))
        #expect(start.place(at: begin + .seconds(4)) == third)
        #expect(start.beginningDue(after: begin + .seconds(4)) == begin + .seconds(13))
        #expect(start.beginningDue(after: begin + .seconds(13)) == nil)
        // It goes on with the claims, and never back.
        start.looked(from: third, for: .seconds(1), found: job(9), until: begin + .seconds(5))
        start.looked(from: third, for: .seconds(1), found: job(2), until: begin + .seconds(6))
        let ninth = ClaimStart.Place(runAt: Workshop.start, id: JobID(rawValue: 9))
        #expect(start.place(at: begin + .seconds(7)) == ninth)
        start.looked(from: ninth, for: .milliseconds(1), found: nil, until: begin + .seconds(8))
        #expect(start.place(at: begin + .seconds(12)) == ninth)
        #expect(start.place(at: begin + .seconds(13)) == nil)
        start.looked(from: nil, for: .milliseconds(5), found: nil, until: begin + .seconds(13))
        #expect(start.place(at: begin + .seconds(13)) == nil)
    }

    @Test func `that found nothing yet has no place to begin but the beginning`() {
        var start = ClaimStart()
        start.looked(from: nil, for: .seconds(5), found: nil, until: begin)
        #expect(start.place(at: begin) == nil)
    }
}
