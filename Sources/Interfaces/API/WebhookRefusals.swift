import CarePath
import Locks
import Webhooks

/// Counts refused pushes, and writes the count down at most once a second for each partner and reason: who floods
/// the door with wrong signatures shall not write to the database as often as they knock.
///
/// What came within the second is written with the next refusal.
final class WebhookRefusals: Sendable {
    private struct Key: Hashable {
        let partner: WebhookPartner
        let reason: String
    }

    private struct Tally {
        var unwritten = 0
        var writtenAt: ContinuousClock.Instant?
    }

    private let care: CarePath
    private let tallies = Locked<[Key: Tally]>([:])

    init(care: CarePath) { self.care = care }

    func note(_ flaw: WebhookFlaw, from partner: WebhookPartner) async throws {
        let count = due(Key(partner: partner, reason: flaw.code), now: .now)
        if count > 0 { try await care.webhooksRefused(count, from: partner, because: flaw.code) }
    }

    /// How many to write down now; none while the last writing is less than a second ago.
    private func due(_ key: Key, now: ContinuousClock.Instant) -> Int {
        tallies.withLock { tallies in
            var tally = tallies[key, default: Tally()]
            defer { tallies[key] = tally }
            tally.unwritten += 1
            if let written = tally.writtenAt, written.duration(to: now) < .seconds(1) { return 0 }
            tally.writtenAt = now
            defer { tally.unwritten = 0 }
            return tally.unwritten
        }
    }
}
