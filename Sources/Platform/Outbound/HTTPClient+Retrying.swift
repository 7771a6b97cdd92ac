import Foundation

extension HTTPClient {
    /// Sends `request`, and again as `policy` says; never beyond `deadline`, which is the policy's total time where none
    /// is given. Gives the last answer, or throws the last error; its outcome is unknown if that of any try is.
    package func send(
        _ request: OutboundRequest, retrying policy: RetryPolicy,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(TransferError) -> OutboundResponse {
        try await policy.run(request, usualTimeout: self.policy.totalTimeout, deadline: deadline) {
            attempt throws(TransferError) in
            try await send(attempt)
        }
    }
}

extension RetryPolicy {
    /// Lets `send` have `request` as often as this policy says, each time with what is left of the time.
    ///
    /// - Parameter usualTimeout: for a request that names none.
    func run(
        _ request: OutboundRequest, usualTimeout: Duration, deadline: ContinuousClock.Instant?,
        _ send: (OutboundRequest) async throws(TransferError) -> OutboundResponse
    ) async throws(TransferError) -> OutboundResponse {
        let deadline = deadline ?? .now + total
        var number = 1
        var mayHaveActed = false
        while true {
            var attempt = request
            attempt.timeout = min(request.timeout ?? usualTimeout, deadline - .now)
            let result: Result<OutboundResponse, TransferError>
            do throws(TransferError) {
                result = .success(try await send(attempt))
            } catch {
                mayHaveActed = mayHaveActed || error.outcome == .unknown
                result = .failure(mayHaveActed ? error.withUnknownOutcome : error)
            }
            let decision = decide(
                after: End(result), try: number, isRepeatable: request.isRepeatable, left: deadline - .now,
                lot: .random(in: 0...1))
            guard case .again(let pause) = decision else { return try result.get() }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw TransferError(
                    .cancelled, mayHaveActed ? .unknown : .notSent, host: result.failedHost,
                    detail: "cancelled between two tries")
            }
            number += 1
        }
    }
}

extension TransferError {
    fileprivate var withUnknownOutcome: TransferError {
        TransferError(kind, .unknown, host: host, detail: detail, retryAfter: retryAfter)
    }
}

extension Result<OutboundResponse, TransferError> {
    fileprivate var failedHost: String {
        switch self {
        case .success: ""
        case .failure(let error): error.host
        }
    }
}
