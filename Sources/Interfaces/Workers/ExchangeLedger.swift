import CarePath
import Clinic
import Clocks
import Locks
import Logging
import Outbound

/// Keeps every exchange with a partner: a line in the log, a row in the database.
///
/// Whoever had the exchange waits for its row. Rows of exchanges that end while others are being written are written
/// together, by one of those who wait: a hundred texts at once are a few transactions.
package final class ExchangeLedger: Sendable {
    /// What one who waits is told.
    private enum Turn {
        case written
        /// To write its own and all that wait.
        case writeAll
    }

    private struct Waiting {
        let exchange: PartnerExchange
        let turn: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var isWriting = false
        var waiting: [Waiting] = []
    }

    private let carePath: CarePath
    private let logger: Logger
    private let state = Locked(State())

    package init(_ carePath: CarePath, logger: Logger) {
        self.carePath = carePath
        self.logger = logger
    }

    /// For the partners' lines.
    package var recorder: ExchangeRecorder { ExchangeRecorder { [self] in await keep($0) } }

    /// Where the database is away just then, the row is missing and the log says so; the exchange took place all the
    /// same, and its answer must not be lost for that.
    private func keep(_ recorded: RecordedExchange) async {
        log(recorded)
        let exchange = PartnerExchange(recorded, at: carePath.clock.now)
        switch await turn(for: exchange) {
        case .written: return
        case .writeAll: await writeAll(with: exchange)
        }
    }

    private func writeAll(with own: PartnerExchange) async {
        let followers = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        await write([own] + followers.map(\.exchange))
        for follower in followers { follower.turn.resume(returning: .written) }
        let next = state.withLock { state -> Waiting? in
            state.isWriting = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        next?.turn.resume(returning: .writeAll)
    }

    /// In a task of its own, which nobody cancels: a job that was cancelled while its partner worked has an exchange whose
    /// end is unknown, and that one is worth keeping most.
    private func write(_ exchanges: [PartnerExchange]) async {
        do {
            try await Task { try await carePath.record(exchanges, by: .system("exchanges")) }.value
        } catch {
            logger.warning("exchanges not kept", metadata: ["count": "\(exchanges.count)"])
        }
    }

    private func turn(for exchange: PartnerExchange) async -> Turn {
        await withCheckedContinuation { turn in
            let isFirst = state.withLock { state in
                guard state.isWriting else {
                    state.isWriting = true
                    return true
                }
                state.waiting.append(Waiting(exchange: exchange, turn: turn))
                return false
            }
            if isFirst { turn.resume(returning: .writeAll) }
        }
    }

    private func log(_ exchange: RecordedExchange) {
        let (level, end): (Logger.Level, String) =
            switch exchange.end {
            case .answered(let status): (.info, "\(status)")
            case .failed(let kind, let outcome): (.warning, "\(kind), \(outcome)")
            }
        logger.log(
            level: level, "exchange",
            metadata: [
                "partner": "\(exchange.partner)", "operation": "\(exchange.operation)",
                "reference": "\(exchange.reference ?? "")", "end": "\(end)",
                "ms": "\(exchange.took.wholeMilliseconds)",
            ])
    }
}

extension PartnerExchange {
    fileprivate init(_ recorded: RecordedExchange, at now: Instant) {
        let end: End =
            switch recorded.end {
            case .answered(let status): .answered(status: status)
            case .failed(_, .notSent): .notSent
            case .failed(_, .unknown): .unknown
            }
        self.init(
            partner: recorded.partner, operation: recorded.operation, reference: recorded.reference, end: end,
            milliseconds: recorded.took.wholeMilliseconds, at: now)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
