import Access
import CarePath
import Clinic
import Clocks
import HTTPTypes
import JobQueue
import StrictJSON
import Wire

/// The program's jobs, for those who keep it running: what waits, what runs, what failed too often.
package struct JobRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/staff/jobs", "Jobs in one state; without a state, those that failed too often.",
                permission: .readOperations, query: QueryParameter.page + [.state, .kind]
            ) { call in
                let page = try call.page()
                let found = try await care.jobs(
                    try call.query.option(.state, of: JobState.self) ?? .dead,
                    kind: try call.query.text(.kind, longest: 100),
                    after: page.position(as: JobLine.Position.self), limit: page.limit, by: call.signedIn)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map { JobAnswer($0) }, nextCursor: next), next: next)
            },
            Route(
                .post, "/v1/staff/jobs/{job}/retry", "Tries a job again that failed too often.",
                permission: .operate, idempotency: .accepted
            ) { call in
                let id = try job(of: call)
                return try await call.once({ try Answer(JobAnswer($0)) }) {
                    try await care.retryJob(id, once: $0, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/jobs/{job}/discard", "Gives a job up that failed too often.",
                permission: .operate, idempotency: .accepted, body: .json
            ) { call in
                let why = try call.read { body -> DiscardReason? in
                    let why = body.option("why", of: DiscardReason.self)
                    return body.made { why.value }
                }
                let id = try job(of: call)
                return try await call.once({ try Answer(JobAnswer($0)) }) {
                    try await care.discardJob(id, why: why, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    /// A number; what is none is nobody's.
    private func job(of call: Call) throws(NotFound) -> JobID {
        guard let number = Int(call.text("job")), number > 0 else { throw NotFound() }
        return JobID(rawValue: number)
    }
}

extension JobAnswer {
    init(_ line: JobLine) {
        self.init(
            id: line.id.description, kind: line.kind, state: line.state.rawValue, dueAt: line.runAt.rfc3339,
            attempts: line.attempts, failures: line.failures, maxAttempts: line.maxAttempts,
            lastFailure: line.lastFailure, enqueuedAt: line.enqueuedAt.rfc3339, diedAt: line.diedAt?.rfc3339)
    }

    init(_ decided: DecidedJob) {
        self.init(decided.line)
        if decided.isDiscarded { state = JobEnd.discarded.rawValue }
    }
}

extension QueryParameter {
    fileprivate static let state: QueryParameter = "state"
    fileprivate static let kind: QueryParameter = "kind"
}
