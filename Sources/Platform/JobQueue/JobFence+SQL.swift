import Foundation
import Postgres

extension Fence {
    /// What every transaction of a handler must pass: the start still counts, and does until the commit.
    func held(by worker: UUID) -> TransactionGuard {
        TransactionGuard(
            "SELECT hold_job_start(\(id), \(attempt)::integer, \(worker))", "job.holdStart")
    }
}

extension SQLState {
    /// The start of a job has lost its lease (`job_start_still_held`): somebody else may have the job by now.
    package static let jobFenced = Self("JQ001")
}
