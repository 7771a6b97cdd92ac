import Foundation
import Locks

/// Makes a connection for the reader's thread on a thread of its own, since the reader has others to serve in
/// the meantime.
final class ReaderConnector: Sendable {
    /// `@unchecked Sendable`: made on one thread and used on another, but handed over whole, under the lock of
    /// `outcome`.
    private struct Outcome: @unchecked Sendable {
        let result: Result<ServerLink, PostgresError>
    }

    let began = ContinuousClock.now
    private let outcome = Locked<Outcome?>(nil)

    /// Begins; `reader` is rung for when there is an outcome.
    init(for reader: SharedReader) {
        let thread = Thread { [self] in
            let settings = reader.settings
            let result: Result<ServerLink, PostgresError>
            do throws(PostgresError) {
                result = .success(
                    try ServerLink.connect(
                        settings, statementLimit: settings.readDeadline,
                        until: Deadline(after: settings.connectDeadline)))
            } catch {
                result = .failure(error)
            }
            let made = Outcome(result: result)
            outcome.withLock { $0 = made }
            reader.doorbell.ring()
        }
        thread.name = "postgres-read-connect"
        thread.start()
    }

    /// The outcome once there is one.
    func take() -> Result<ServerLink, PostgresError>? { outcome.withLock { $0 }?.result }
}
