import Foundation

/// The way to one partner. Whoever uses it has to say what for and about what, and every exchange is recorded, each try
/// of a repeated one by itself.
package struct PartnerLine: Sendable {
    /// `pharmacy:alpha`, `carrier:easypost`, `texts`, `mail`.
    package let partner: String
    private let client: HTTPClient
    private let recorder: ExchangeRecorder

    package init(to partner: String, over client: HTTPClient, recorder: ExchangeRecorder) {
        self.partner = partner
        self.client = client
        self.recorder = recorder
    }

    /// As `HTTPClient.send`.
    ///
    /// - Parameters:
    ///   - operation: a word of ours for what is asked: `submitOrder`.
    ///   - reference: our own id of what it is about; never a name, a number or an address.
    ///   - policy: `nil` sends once.
    package func send(
        _ request: OutboundRequest, for operation: String, about reference: String?,
        retrying policy: RetryPolicy? = nil
    ) async throws(TransferError) -> OutboundResponse {
        guard let policy else { return try await sendOnce(request, operation, reference) }
        return try await policy.run(request, usualTimeout: client.policy.totalTimeout, deadline: nil) {
            attempt throws(TransferError) in
            try await sendOnce(attempt, operation, reference)
        }
    }

    /// As `HTTPClient.sendMail`.
    package func sendMail(
        _ mail: OutboundMail, via server: MailServer, for operation: String, about reference: String?
    ) async throws(TransferError) {
        _ = try await recording(operation, reference, status: { $0 }) {
            () async throws(TransferError) -> Int in
            try await client.handOver(mail, to: server)
        }
    }

    private func sendOnce(
        _ request: OutboundRequest, _ operation: String, _ reference: String?
    ) async throws(TransferError) -> OutboundResponse {
        try await recording(operation, reference, status: \.status) {
            () async throws(TransferError) -> OutboundResponse in
            try await client.send(request)
        }
    }

    private func recording<Answer>(
        _ operation: String, _ reference: String?, status: (Answer) -> Int,
        _ exchange: () async throws(TransferError) -> Answer
    ) async throws(TransferError) -> Answer {
        let begun = ContinuousClock.now
        let result: Result<Answer, TransferError>
        do throws(TransferError) {
            result = .success(try await exchange())
        } catch {
            result = .failure(error)
        }
        let end: RecordedExchange.End =
            switch result {
            case .success(let answer): .answered(status: status(answer))
            case .failure(let error):
                if case .mailRefused(let refusal) = error.kind {
                    .answered(status: refusal.code)
                } else {
                    .failed(error.kind, error.outcome)
                }
            }
        await recorder.record(
            RecordedExchange(
                partner: partner, operation: operation, reference: reference, end: end, took: .now - begun))
        return try result.get()
    }
}
