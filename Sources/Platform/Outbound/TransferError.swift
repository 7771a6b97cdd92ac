import CCurl

/// An exchange with a partner that came to no answer.
///
/// What matters most is `outcome`: after `notSent` one may try again at once, after `unknown` one must first
/// ask the partner, or repeat only under a key by which the partner recognises the repetition.
package struct TransferError: Error, Sendable {
    /// Whether the partner may have acted.
    package enum Outcome: Sendable, Hashable {
        /// Nothing of the request went out, or the partner said that it did nothing.
        case notSent
        /// The request, or a part of it, went out and no complete answer came back.
        case unknown
    }

    package enum Kind: Sendable, Hashable {
        /// The policy forbids it: host, scheme, address, or a request that is not well formed.
        case notAllowed
        /// The host's name has no address.
        case resolve
        /// Nobody listens there, or no way leads there.
        case connect
        /// No encrypted connection: certificate not trusted, or no STARTTLS offered.
        case tls
        /// No complete answer within the time allowed.
        case timeout
        /// The answer is longer than the policy allows.
        case tooLarge
        /// The connection ended in the middle.
        case connectionLost
        /// The answer is not of the protocol.
        case badAnswer
        /// The mail server said no.
        case mailRefused(MailRefusal)
        /// The caller's task was cancelled.
        case cancelled
        /// This process could not even begin: memory has run out, or the installed libcurl is too old.
        case unavailable
        /// The client was shut down.
        case shutDown
        /// The host failed again and again and is left alone just now; `retryAfter` says for how long.
        case circuitOpen
        /// The caller's own body broke off before its end.
        case sourceFailed
    }

    package let kind: Kind
    package let outcome: Outcome
    /// The partner's host, never the path: paths may hold ids.
    package let host: String
    /// When it makes sense to try again, where that is known.
    package let retryAfter: Duration?
    /// libcurl's words, for `String(reflecting:)`.
    let detail: String

    init(_ kind: Kind, _ outcome: Outcome, host: String, detail: String, retryAfter: Duration? = nil) {
        self.kind = kind
        self.outcome = outcome
        self.host = host
        self.detail = detail
        self.retryAfter = retryAfter
    }

    static func notAllowed(_ reason: String, host: String) -> TransferError {
        TransferError(.notAllowed, .notSent, host: host, detail: reason)
    }
}

extension TransferError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        let partner = host.isEmpty ? "partner" : host
        return "no answer from \(partner): \(kind), \(outcome == .notSent ? "not sent" : "outcome unknown")"
    }

    package var debugDescription: String { "\(description) (\(detail))" }
}

extension TransferError.Kind {
    /// What a result code of libcurl means for us.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
        case CURLE_COULDNT_CONNECT: self = .connect
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM,
            CURLE_SEND_FAIL_REWIND:
            self = .connectionLost
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        default: self = .badAnswer
        }
    }
}
