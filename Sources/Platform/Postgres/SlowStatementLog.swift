import Clocks
import Locks
import Logging

/// Says which statements keep their callers waiting, by name, never with values.
///
/// One line a second and statement at most; the line says how many others it stands for, so that a bad hour does not
/// fill the disk.
package final class SlowStatementLog: Sendable {
    private struct Seen {
        var saidAt: ContinuousClock.Instant
        var unsaid = 0
    }

    private let limit: Duration
    private let logger: Logger
    private let seen = Locked<[String: Seen]>([:])

    /// - Parameter limit: who waits as long, or longer, waits for a slow statement.
    package init(limit: Duration, logger: Logger = Logger(label: "postgres")) {
        self.limit = limit
        self.logger = logger
    }

    /// Somebody waited for the statement, whether it succeeded or not.
    func note(_ statement: StaticString, took duration: Duration, at now: ContinuousClock.Instant = .now) {
        guard duration >= limit else { return }
        let unsaid = seen.withLock { seen -> Int? in
            let name = "\(statement)"
            if let last = seen[name], last.saidAt + .seconds(1) > now {
                seen[name]?.unsaid += 1
                return nil
            }
            defer { seen[name] = Seen(saidAt: now) }
            return seen[name]?.unsaid ?? 0
        }
        guard let unsaid else { return }
        logger.warning(
            "A statement was slow.",
            metadata: [
                "statement": "\(statement)", "milliseconds": "\(duration.microseconds / 1000)",
                "more": "\(unsaid)",
            ])
    }
}
