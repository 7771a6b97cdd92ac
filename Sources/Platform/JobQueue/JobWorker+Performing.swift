import Clocks
import Logging
import Postgres

extension JobWorker {
    /// Runs one start of one job and hands its outcome to be written.
    func perform(_ job: ClaimedJob, _ handler: JobHandler) async {
        let now = clock.now
        let began = ContinuousClock.now
        let deadline = began + handler.timeout
        metrics.started(job, at: now)
        let context = JobContext(job, now: now, deadline: deadline)
        // Whatever the handler writes, it writes under its fence.
        let task = TransactionGuard.$current.withValue(job.fence.held(by: id)) {
            Task { try await handler.run(context) }
        }
        running.begun(job.fence, task, until: deadline)
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let cut = running.returned(job.fence)
        if case .failure(let error) = result, SQLState.jobFenced ~= error {
            return lost(job, after: began.duration(to: .now))
        }
        let finish = finish(result, cut)
        let settlement = Settlement(finish, of: job, retries: handler.retries, now: clock.now)
        metrics.finished(job.kind, settlement.name, after: began.duration(to: .now))
        if settlement.failure != nil { metrics.failed(job.kind) }
        note(settlement, of: job)
        outcomes.add(Settled(job: job, settlement: settlement))
        // There is a place, and perhaps somebody waits for it.
        bell.ring()
    }

    /// The handler was told that the job is no longer its own, and wrote nothing more.
    private func lost(_ job: ClaimedJob, after duration: Duration) {
        metrics.finished(job.kind, "fenced", after: duration)
        metrics.fenced(job.kind)
        logger.warning(
            "A job went on after its lease had lapsed: it wrote nothing more.",
            metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)"])
        running.forget([job.fence])
        progress.advance()
        bell.ring()
    }

    /// What a handler returned counts even where it was cancelled: the work may be done all the same.
    private func finish(_ result: Result<JobOutcome, any Error>, _ cut: RunningJobs.Cut?) -> Settlement.Finish
    {
        switch (result, cut) {
        case (.success(let outcome), _): .returned(outcome)
        case (.failure, .timedOut): .timedOut
        case (.failure, .givenBack): .givenBack
        case (.failure, nil) where Task.isCancelled: .givenBack
        case (.failure(let error), nil): .threw(error)
        }
    }

    private func note(_ settlement: Settlement, of job: ClaimedJob) {
        var metadata: Logger.Metadata = [
            "job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)",
        ]
        switch settlement {
        case .ended(.done, _), .waiting(_, failure: nil): return
        case .ended(.cancelled, let reason):
            metadata["reason"] = "\(reason ?? "")"
            logger.info("A job was cancelled by itself.", metadata: metadata)
        case .ended(.discarded, let reason):
            metadata["reason"] = "\(reason ?? "")"
            logger.notice("A job can never succeed and was discarded by itself.", metadata: metadata)
        case .waiting(let until, let failure?):
            metadata["failure"] = "\(failure)"
            metadata["again"] = "\(until)"
            logger.notice("A job failed and will be tried again.", metadata: metadata)
        case .dead(let failure):
            metadata["failure"] = "\(failure)"
            logger.error("A job failed too often and waits for a person.", metadata: metadata)
        }
    }
}
