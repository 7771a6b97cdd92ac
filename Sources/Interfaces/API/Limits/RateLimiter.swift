import Foundation
import Locks

/// Counts requests by address and by account, on the machine's monotonic clock.
///
/// Each counted one is a single number: the moment by which all it has used will have come back (the "generic cell
/// rate algorithm", a token bucket that needs no timer). Once that moment has passed, the number says nothing and
/// is dropped; so memory is bounded by those who asked lately, and by `mostTracked`.
package final class RateLimiter: Sendable {
    /// Whose requests.
    package enum Subject: Sendable, Hashable {
        case address(IPAddress)
        case account(UUID)
    }

    /// How a subject stands after a request.
    package struct Standing: Sendable, Hashable {
        package let quota: Quota
        package let isAllowed: Bool
        /// Requests that would be allowed at once now.
        package let remaining: Int
        /// Until the whole quota is back.
        package let reset: Duration
        /// Until one more request is allowed; zero if one is now.
        package let retryAfter: Duration
    }

    private struct Key: Hashable {
        let limit: LimitClass
        let subject: Subject
    }

    private struct Memory {
        /// Nanoseconds since `start` by which everything used is back.
        var backBy: [Key: Int64] = [:]
        var lastSweep: Int64 = 0
    }

    private let limits: RateLimits
    private let start: ContinuousClock.Instant
    private let memory = Locked(Memory())

    package init(_ limits: RateLimits, start: ContinuousClock.Instant = .now) {
        self.limits = limits
        self.start = start
    }

    /// Counts one request; `nil` where nothing limits it.
    package func count(
        _ limit: LimitClass, _ subject: Subject, now: ContinuousClock.Instant = .now
    ) -> Standing? {
        let quotas =
            switch subject {
            case .address: limits.perAddress
            case .account: limits.perAccount
            }
        guard let quota = quotas[limit] else { return nil }
        let now = start.duration(to: now).nanoseconds
        let window = quota.windowNanoseconds
        let each = window / Int64(quota.count)
        let key = Key(limit: limit, subject: subject)
        return memory.withLock { memory in
            let used = max(now, memory.backBy[key] ?? now) - now
            let isAllowed = used + each <= window
            if isAllowed {
                makeRoom(for: key, in: &memory, now: now)
                memory.backBy[key] = now + used + each
            }
            let usedNow = isAllowed ? used + each : used
            return Standing(
                quota: quota, isAllowed: isAllowed, remaining: Int((window - usedNow) / each),
                reset: .nanoseconds(usedNow), retryAfter: .nanoseconds(max(0, usedNow + each - window)))
        }
    }

    /// How many are kept in mind.
    package var trackedCount: Int { memory.withLock { $0.backBy.count } }

    /// Drops what says nothing any more, at most once a second; if all of it still counts, forgets one who used
    /// little. Whoever floods the table with addresses thus pushes out their own kind first.
    private func makeRoom(for key: Key, in memory: inout Memory, now: Int64) {
        guard memory.backBy.count >= limits.mostTracked, memory.backBy[key] == nil else { return }
        if now - memory.lastSweep >= 1_000_000_000 {
            memory.lastSweep = now
            memory.backBy = memory.backBy.filter { $0.value > now }
        }
        while memory.backBy.count >= limits.mostTracked,
            let least = memory.backBy.prefix(8).min(by: { $0.value < $1.value })
        {
            memory.backBy[least.key] = nil
        }
    }
}
