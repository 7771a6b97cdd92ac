import Clocks
import Foundation
import Locks

/// The program clock of `lozenged dev`: it stands still while a cohort is taken through its days, then goes on with
/// real time, at whatever distance from the host's clock it was moved to.
///
/// Its state is one small file, replaced before a move counts, so that after a kill -9 the clock is where it was or
/// later, never earlier. Server, worker and sandbox of the process share this one object.
final class DevClock: ProgramClock {
    /// Where the clock is, as the file has it: what it showed when the host's clock showed `host`.
    struct Mark: Codable, Equatable {
        var program: String
        var host: String
        /// Whether it goes on by itself.
        var running: Bool
    }

    private struct Hand {
        /// What it showed at `since`, or shows always while that is `nil`.
        var base: Instant
        var since: ContinuousClock.Instant?

        var shown: Instant {
            guard let since else { return base }
            return base + (ContinuousClock.now - since)
        }
    }

    static let file = "clock.json"

    private let folder: DataFolder
    private let host: any ProgramClock
    // The lock is the only way to the hand; moves are also written to the file under it.
    private let hand: Locked<Hand>

    /// Goes on from the folder's mark; without one it stands at `start`, or runs with the host where there is none.
    init(in folder: DataFolder, start: Instant?, host: any ProgramClock = HostClock()) throws {
        self.folder = folder
        self.host = host
        let hostNow = host.now
        let first: Hand
        if let mark: Mark = try folder.read(Self.file), let program = Instant(rfc3339: mark.program),
            let then = Instant(rfc3339: mark.host)
        {
            let passed = mark.running ? max(.zero, hostNow - then) : .zero
            first = Hand(base: program + passed, since: mark.running ? .now : nil)
        } else {
            first = Hand(base: start ?? hostNow, since: start == nil ? .now : nil)
        }
        hand = Locked(first)
        try move(to: first.base, running: first.since != nil)
    }

    var now: Instant { hand.withLock { $0.shown } }

    var isRunning: Bool { hand.withLock { $0.since != nil } }

    /// Moves on to `instant`, or stays where that is past; goes on or stands still as it did.
    func advance(to instant: Instant) throws { try move(to: instant, running: nil) }

    /// Catches up with the host's time where it is behind, and goes on by itself.
    func run() throws { try move(to: host.now, running: true) }

    private func move(to instant: Instant, running: Bool?) throws {
        try hand.withLock { hand in
            let goesOn = running ?? (hand.since != nil)
            let base = max(hand.shown, instant)
            try folder.write(
                Mark(program: base.rfc3339, host: host.now.rfc3339, running: goesOn), to: Self.file)
            hand = Hand(base: base, since: goesOn ? .now : nil)
        }
    }
}
