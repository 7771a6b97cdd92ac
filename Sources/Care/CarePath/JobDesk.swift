import Access
import Clinic
import Clocks
import JobQueue
import Postgres

/// Why a person's word about a job was refused.
package enum DeadLetterRefusal: Refusing, CaseIterable {
    /// It waits or runs, so nobody needs to do anything about it.
    case stillAlive

    package var code: String {
        switch self {
        case .stillAlive: "job_not_dead"
        }
    }
}

/// Why a person gives a job up. A code and no words, so that nobody's name comes to stand in the history.
package enum DiscardReason: String, Sendable, CaseIterable {
    /// Somebody did what it was to do.
    case doneByHand
    /// What it was about has passed.
    case needless
    /// It cannot be done at all.
    case impossible
    /// It should never have been put in.
    case mistaken
}

/// A page of jobs.
package struct JobPage: Sendable {
    package let lines: [JobLine]
    package let next: JobLine.Position?
}

/// What became of a dead letter by a person's word.
package struct DecidedJob: Sendable {
    package let line: JobLine
    /// It went to the history; otherwise it waits to be tried again.
    package let isDiscarded: Bool
}

// For those who keep the program running. What a job is about stays out of it, and so do patients.
extension CarePath {
    /// Jobs in one state: dead letters with the latest first, others with the longest due first.
    package func jobs(
        _ state: JobState, kind: String?, after place: JobLine.Position?, limit: Int, by reader: Caller
    ) async throws -> JobPage {
        let audit = AuditEntry(
            "job.list", .init("job"), detail: ["state": state.rawValue], by: reader.actor, at: clock.now)
        let lines = try await database.read(
            by: reader.actor, JobLine.select(state, kind: kind, after: place, limit: limit + 1),
            audit: audit.insert, "job.page", decode: JobLine.init)
        let page = Array(lines.prefix(limit))
        return JobPage(lines: page, next: lines.count > limit ? page.last?.position : nil)
    }

    /// Somebody has mended what was wrong: a dead letter gets a fresh set of attempts, from now on.
    package func retryJob(_ id: JobID, once: Once<DecidedJob>?, by caller: Caller) async throws
        -> OnceOutcome<DecidedJob>
    {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let line = try deadLetter(id, on: connection)
            _ = try Jobs.retry(id, on: connection, now: now)
            try audit("job.retry", line, by: caller, at: now).record(on: connection)
            return DecidedJob(line: line.revived(at: now), isDiscarded: false)
        }
    }

    /// Somebody gives a dead letter up; why stands with it in the history.
    package func discardJob(
        _ id: JobID, why: DiscardReason, once: Once<DecidedJob>?, by caller: Caller
    ) async throws -> OnceOutcome<DecidedJob> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let line = try deadLetter(id, on: connection)
            _ = try Jobs.discard(id, why: why.rawValue, on: connection, now: now)
            try audit("job.discard", line, why: why, by: caller, at: now).record(on: connection)
            return DecidedJob(line: line, isDiscarded: true)
        }
    }

    private func deadLetter(_ id: JobID, on connection: Connection) throws -> JobLine {
        let line = try connection.fetchFirst(JobLine.lock(id), "job.lock", decode: JobLine.init)
        guard let line else { throw NotFound() }
        guard line.state == .dead else { throw DeadLetterRefusal.stillAlive }
        return line
    }

    private func audit(
        _ action: String, _ line: JobLine, why: DiscardReason? = nil, by caller: Caller, at now: Instant
    ) -> AuditEntry {
        var detail = ["job": line.id.description, "kind": line.kind]
        detail["why"] = why?.rawValue
        return AuditEntry(action, .init("job"), detail: detail, by: caller.actor, at: now)
    }
}
