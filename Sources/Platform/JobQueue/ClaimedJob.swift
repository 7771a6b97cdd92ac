import Clocks
import Postgres

/// A job that this worker holds under a lease, as it was when claimed.
struct ClaimedJob: Sendable {
    let id: JobID
    let kind: String
    let arguments: JSONText
    let lane: String?
    /// The fence: every later word about this start names it.
    let attempt: Int
    let failures: Int
    let maxAttempts: Int
    let runAt: Instant
}

extension ClaimedJob {
    init(_ row: Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], arguments: try row["arguments"], lane: try row["lane"],
            attempt: try row["attempt"], failures: try row["failures"], maxAttempts: try row["max_attempts"],
            runAt: try row["run_at"])
    }
}

/// Which start of which job: what a lease is held on.
struct Fence: Sendable, Hashable {
    let id: JobID
    let attempt: Int
}

extension Fence {
    init(_ row: Row) throws { self.init(id: try row["id"], attempt: try row["attempt"]) }
}

extension ClaimedJob {
    var fence: Fence { Fence(id: id, attempt: attempt) }
}
