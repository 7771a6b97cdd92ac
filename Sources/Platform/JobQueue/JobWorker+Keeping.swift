import Clocks
import Logging
import Postgres

extension JobWorker {
    /// What must happen on time, whatever the database does.
    func tick() async {
        while await pause(settings.poll) {
            running.cutOverdue(at: .now)
            if hasToStop { running.cutAll() }
            bell.ring()
            outcomes.nudge()
            progress.advance()
        }
    }

    /// Prolongs the leases held here, ends those that lapsed anywhere, and measures the queue.
    func keepLeases() async {
        var (renewed, measured) = (ContinuousClock.now, ContinuousClock.now - settings.depthInterval)
        var wholeLooks = WholeLooks()
        while await pause(min(settings.poll, settings.lease / 4)) {
            do {
                if renewed.duration(to: .now) >= settings.lease / 4 {
                    // Those that were passed over are tried again with the next round.
                    if try await renewLeases() { renewed = .now }
                }
                let (began, isWhole) = (ContinuousClock.now, wholeLooks.isDue(at: .now))
                defer { if isWhole { wholeLooks.looked(for: began.duration(to: .now), until: .now) } }
                try await endLapsedLeases(within: isWhole ? nil : settings.lease / 2)
                if measured.duration(to: .now) >= settings.depthInterval {
                    metrics.depth(try await Jobs(database).depth(at: clock.now), at: clock.now)
                    measured = .now
                }
            } catch {
                // Taking jobs meets the same and says so; what matters is that it is tried again.
                logger.debug("Leases cannot be kept now.", metadata: ["error": "\(FailureCode.of(error))"])
            }
        }
    }

    /// Whether none was passed over.
    private func renewLeases() async throws -> Bool {
        let held = running.held
        guard !held.isEmpty else { return true }
        let leaseEnds = ContinuousClock.now + settings.lease
        let renewed = try await database.queueTransaction(within: settings.databaseLimit) {
            [id, settings] connection in
            try connection.fetch(Leases.renew(held, by: id, for: settings.lease), "job.renew") { row in
                (fence: try Fence(row), isRenewed: try row["renewed"] as Bool)
            }
        }
        running.renewed(Set(renewed.map(\.fence)), of: held, until: leaseEnds)
        return renewed.allSatisfy(\.isRenewed)
    }

    /// Ends the leases of workers that died; with `age`, only those that lapsed no longer ago.
    func endLapsedLeases(within age: Duration? = nil) async throws {
        let lapsed = try await database.queueTransaction(within: settings.databaseLimit) {
            [clock] connection in
            if age == nil { try connection.execute(Leases.endSilentHolders, "job.endSilentHolders") }
            return try connection.fetch(Leases.lapse(within: age, now: clock.now), "job.lapse") { row in
                (
                    id: try row["id"] as JobID, kind: try row["kind"] as String,
                    state: try row["state"] as JobState
                )
            }
        }
        for job in lapsed {
            metrics.lapsed(job.kind)
            logger.warning(
                "A job's lease lapsed: its worker died or hangs.",
                metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "state": "\(job.state.rawValue)"])
        }
        if !lapsed.isEmpty { bell.ring() }
    }

    /// `false` once the worker's task is cancelled.
    private func pause(_ duration: Duration) async -> Bool {
        do { try await Task.sleep(for: duration, clock: .continuous) } catch { return false }
        return true
    }
}
