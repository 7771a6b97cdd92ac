import Clocks
import Logging

extension JobWorker {
    /// Runs one start of one job and hands its outcome to be written.
    func perform(_ job: ClaimedJob, _ handler: JobHandler) async {
        let now = clock.now
        let began = ContinuousClock.now
        let deadline = began + handler.timeout
        metrics.started(job, at: now)
        let context = JobContext(job, now: now, deadline: deadline)
        let task = Task { try await handler.run(context) }
        running.begun(job.fence, task, until: deadline)
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let cut = running.returned(job.fence)
        let finish = finish(result, cut)
        let settlement = Settlement(finish, of: job, retries: handler.retries, now: clock.now)
        metrics.finished(job.kind, settlement.name, after: began.duration(to: .now))
        note(settlement, of: job)
        outcomes.add(Settled(job: job, settlement: settlement))
        // There is a place, and perhaps somebody waits for it.
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
        case .ended(_, let reason):
            metadata["reason"] = "\(reason ?? "")"
            logger.info("A job was cancelled by itself.", metadata: metadata)
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
