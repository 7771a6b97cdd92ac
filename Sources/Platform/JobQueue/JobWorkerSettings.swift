/// How much a worker does at once, and how patient it is. All on the machine's clock.
package struct JobWorkerSettings: Sendable {
    /// Jobs that run at the same time.
    package var concurrency = 32
    /// Ended jobs whose outcomes may wait to be written before no more are taken.
    var unwritten: Int { 500 + concurrency }
    /// How long a job stays with a worker that says nothing more; then another may take it. Renewed four
    /// times in this time, so it also is the longest pause of the database that running jobs outlive.
    package var lease: Duration = .seconds(20)
    /// How often the worker looks for due jobs without being woken.
    package var poll: Duration = .seconds(1)
    /// After `beginStopping`, the time for running jobs to finish. Then they are cancelled and given back.
    package var stopGrace: Duration = .seconds(8)
    /// How often the queue's depth is measured.
    package var depthInterval: Duration = .seconds(15)

    package init() {}

    /// The patience with the database for everything that must not outlast a lease.
    var databaseLimit: Duration { lease / 4 }
}
