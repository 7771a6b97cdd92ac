import Clinic
import Clocks
import Foundation
import Locks
import Postgres

/// Learns each second which sessions other processes have ended, and refuses their access tokens here.
///
/// While the database cannot be asked, tokens stay good for what is left of their ten minutes; the watch goes on
/// trying and misses nothing, since it asks by number.
package final class RevocationWatch: Sendable {
    private let database: Database
    private let tokens: AccessTokens
    private let clock: any ProgramClock
    private let pause: Duration
    private let onFault: @Sendable (any Error) -> Void
    private let seen = Locked(0)

    package init(
        database: Database, tokens: AccessTokens, clock: any ProgramClock, pause: Duration = .seconds(1),
        onFault: @escaping @Sendable (any Error) -> Void
    ) {
        self.database = database
        self.tokens = tokens
        self.clock = clock
        self.pause = pause
        self.onFault = onFault
    }

    /// Until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await look()
            } catch is CancellationError {
                return
            } catch {
                onFault(error)
            }
            try? await Task.sleep(for: pause, clock: .continuous)
        }
    }

    /// One look. The first one of a process reads the ends of the last minutes, whose tokens may still be about.
    package func look() async throws {
        let now = clock.now
        let horizon = now - AccessTokens.life - .minutes(1)
        let news = try await database.read(
            by: Actor.system("revocationWatch"),
            Revocation.select(after: seen.withLock { $0 }, since: horizon),
            "revocation.look"
        ) { row in
            Revocation.Entry(sequence: try row["sequence"], session: try row["session_id"])
        }
        guard let last = news.last else { return }
        tokens.refuse(sessions: news.map(\.session), now: now)
        seen.withLock { $0 = max($0, last.sequence) }
    }
}
