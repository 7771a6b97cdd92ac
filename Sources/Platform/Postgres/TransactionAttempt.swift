import Foundation

/// A transaction, run as often as it takes.
struct TransactionAttempt<Value: Sendable>: Sendable {
    private static var retries: Int { 12 }

    let actor: String
    let isolation: Isolation
    let guardian: TransactionGuard?
    let deadline: Deadline
    let body: @Sendable (Connection) throws -> Value

    /// What became of it on one connection.
    enum Ending {
        case finished(Result<Value, any Error>)
        /// The connection broke, or turned out read-only, before anything could last: another one may try. If none
        /// may, this is what to say.
        case again(PostgresError)
    }

    /// Runs it to an end on `link`; what it learns about the server, the other connections hear by `health`.
    func run(on link: ServerLink, health: ServerHealth) -> Ending {
        var hasRenewedStatements = false
        for attempt in 0... {
            let connection = Connection(
                link, actor: actor, isolation: isolation, guardedBy: guardian, deadline: deadline)
            do {
                let value = try body(connection)
                try connection.commit()
                return .finished(.success(value))
            } catch {
                connection.rollBack()
                // Not what `body` made of it: it may have turned the conflict into words of its own.
                guard let failure = connection.failure else { return .finished(.failure(error)) }
                if failure.kind == .connectionLost {
                    return deadline.hasPassed ? .finished(.failure(error)) : .again(failure)
                }
                if link.isReadOnly(by: failure) {
                    // What was the primary is a replica now; the next connection finds the new one.
                    health.noteDemotion()
                    link.close()
                    return deadline.hasPassed ? .finished(.failure(error)) : .again(failure)
                }
                guard link.isOpen, !deadline.hasPassed else { return .finished(.failure(error)) }
                if failure.isStalePreparation, !hasRenewedStatements {
                    hasRenewedStatements = true
                } else if failure.sqlState?.isRetryable == true, attempt < Self.retries {
                    pause(before: attempt)
                } else {
                    return .finished(.failure(error))
                }
            }
        }
        preconditionFailure("The loop ends by returning.")
    }

    /// A short while by chance, longer each time, so that two that collided do not collide again: 1 to 2 ms
    /// at first, 60 to 120 ms at most. The thread has nothing else to do.
    private func pause(before attempt: Int) {
        let most = Double(min(1 << attempt, 60)) / 1000
        Thread.sleep(forTimeInterval: Double.random(in: most...2 * most))
    }
}
