import Foundation
import Logging
import Outbound

/// Writes one log line for each exchange with a provider: when, with whom, what about, how it ended, how long
/// it took. Never an address, a number or a word of the message.
struct ExchangeRecord: Sendable {
    let partner: String
    let operation: String
    let logger: Logger

    /// Runs `exchange` and records its end, good or bad.
    func of<Answer>(
        _ reference: UUID, saying describe: (Answer) -> String, _ exchange: () async throws -> Answer
    ) async throws -> Answer {
        let begun = ContinuousClock.now
        do {
            let answer = try await exchange()
            write(reference, begun, describe(answer), .info)
            return answer
        } catch let error as TransferError {
            write(reference, begun, "\(error.kind), \(error.outcome)", .warning)
            throw error
        } catch let error as MessagingFault {
            write(reference, begun, "\(error)", .warning)
            throw error
        }
    }

    private func write(
        _ reference: UUID, _ begun: ContinuousClock.Instant, _ end: String, _ level: Logger.Level
    ) {
        let milliseconds = (ContinuousClock.now - begun) / .milliseconds(1)
        logger.log(
            level: level, "exchange",
            metadata: [
                "partner": "\(partner)", "operation": "\(operation)",
                "reference": "\(reference.uuidString.lowercased())",
                "end": "\(end)", "ms": "\(Int(milliseconds.rounded()))",
            ])
    }
}
