import Foundation

/// How often a request is sent again, after which ends, and how long is waited before.
///
/// Whether a repetition is *safe* is not the policy's to say: what certainly was not sent may always go again, what may
/// have arrived only if the request is repeatable.
package struct RetryPolicy: Sendable, Hashable {
    /// At most so many, the first included.
    package var tries: Int
    /// Before the second try; twice as long before each further one.
    package var firstDelay: Duration
    /// The longest pause that this side chooses.
    package var longestDelay: Duration
    /// The share of a pause that is drawn by lot, from 0 to 1, so that many who failed together do not come back
    /// together.
    package var jitter: Double
    /// Answers by which a partner asks to come back later.
    package var busyStatuses: Set<Int>
    /// Whether such an answer means that nothing was done, so that even what is not repeatable may go again. True of
    /// our own server; of a partner's only what it promises.
    package var busyMeansNothingDone: Bool
    /// The longest wait that a partner can ask for, by `Retry-After`; asked for more, this side gives up for now.
    package var patience: Duration
    /// For all tries and the pauses between them.
    package var total: Duration

    package init(
        tries: Int = 3, firstDelay: Duration = .milliseconds(250), longestDelay: Duration = .seconds(4),
        jitter: Double = 0.5, busyStatuses: Set<Int> = [429, 503], busyMeansNothingDone: Bool = false,
        patience: Duration = .seconds(10), total: Duration = .seconds(30)
    ) {
        self.tries = tries
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.jitter = jitter
        self.busyStatuses = busyStatuses
        self.busyMeansNothingDone = busyMeansNothingDone
        self.patience = patience
        self.total = total
    }

    /// For questions to a partner in the middle of a job, which has a patience of its own and comes again.
    package static let question = RetryPolicy(tries: 3, total: .seconds(20))

    /// How one try ended.
    package enum End: Sendable, Hashable {
        case answered(status: Int, retryAfter: Duration?)
        case failed(TransferError.Kind, TransferError.Outcome, retryAfter: Duration?)
    }

    package enum Decision: Sendable, Hashable {
        /// With what there is.
        case giveUp
        case again(after: Duration)
    }

    /// What to do after the try `number`, counted from one.
    ///
    /// - Parameters:
    ///   - left: until the caller's deadline. A pause never uses it up.
    ///   - lot: from 0 to 1, drawn anew each time.
    package func decide(
        after end: End, try number: Int, isRepeatable: Bool, left: Duration, lot: Double
    ) -> Decision {
        guard number < tries else { return .giveUp }
        let asked: Duration?
        switch end {
        case .answered(let status, let retryAfter):
            guard busyStatuses.contains(status), isRepeatable || busyMeansNothingDone else { return .giveUp }
            asked = retryAfter
        case .failed(let kind, let outcome, let retryAfter):
            guard kind.isPassing, outcome == .notSent || isRepeatable else { return .giveUp }
            asked = retryAfter
        }
        if let asked, asked > patience { return .giveUp }
        let pause = max(asked ?? .zero, delay(before: number + 1, lot: lot))
        return pause < left ? .again(after: pause) : .giveUp
    }

    /// The pause of this side's own before the try `number`.
    private func delay(before number: Int, lot: Double) -> Duration {
        var delay = firstDelay
        for _ in 2..<max(2, number) where delay < longestDelay { delay *= 2 }
        delay = min(delay, longestDelay)
        return delay * (1 - min(max(jitter, 0), 1) * min(max(lot, 0), 1))
    }
}

extension TransferError.Kind {
    /// Whether the same request may go better in a moment.
    package var isPassing: Bool {
        switch self {
        case .resolve, .connect, .timeout, .connectionLost, .unavailable, .circuitOpen: true
        case .notAllowed, .tls, .tooLarge, .badAnswer, .mailRefused, .cancelled, .shutDown, .sourceFailed:
            false
        }
    }
}

extension RetryPolicy.End {
    init(_ result: Result<OutboundResponse, TransferError>) {
        self =
            switch result {
            case .success(let response):
                .answered(status: response.status, retryAfter: response.headers.retryAfter)
            case .failure(let error): .failed(error.kind, error.outcome, retryAfter: error.retryAfter)
            }
    }
}
