import Foundation

/// An HTTP answer kept so that a repeated request gets the same bytes again.
package struct StoredAnswer: Sendable, Codable, Equatable {
    package let status: Int
    package let headers: [String: String]
    package let body: Data

    package init(status: Int, headers: [String: String] = [:], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A caller's promise that two requests with this key are one: the effect happens once, the answer is kept.
///
/// The key counts within a scope (caller and route). A key that comes back with another body is refused and has
/// no effect; one whose first request still runs is told so. Kept seven days.
package struct Once<Answer: Sendable>: Sendable {
    /// Who asks, and by which route: `patient:0190… POST /v1/me/check-ins`.
    package let scope: String
    package let key: String
    /// SHA-256 of the request's bytes.
    package let requestHash: Data
    /// Turns an answer or a refusal into what is kept. It throws what must not be kept: a fault, a 401.
    package let encode: @Sendable (Result<Answer, any Error>) throws -> StoredAnswer

    package init(
        scope: String, key: String, requestHash: Data,
        encode: @escaping @Sendable (Result<Answer, any Error>) throws -> StoredAnswer
    ) {
        self.scope = scope
        self.key = key
        self.requestHash = requestHash
        self.encode = encode
    }
}

/// What came of a request under `Once`.
package enum OnceOutcome<Answer: Sendable>: Sendable {
    /// The effect happened now. The kept answer is there if there was a key.
    case fresh(Answer, StoredAnswer?)
    /// The program said no, without effect; the no is kept as the answer.
    case refused(any Error, StoredAnswer)
    /// It had happened before; nothing happened now.
    case replayed(StoredAnswer)
}

/// Why a key could not be used.
package enum OnceRefusal: Refusing, Equatable {
    /// The first request with this key has not ended yet: ask again in a moment.
    case stillRunning
    /// The key belongs to a request with other content.
    case otherRequest

    package var code: String {
        switch self {
        case .stillRunning: "idempotency_in_progress"
        case .otherRequest: "idempotency_key_reused"
        }
    }
}
