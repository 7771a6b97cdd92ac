import Foundation

/// One HTTP request to a partner.
package struct OutboundRequest: Sendable {
    /// `GET`, `POST` and the like.
    package struct Method: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }
        package init(stringLiteral value: String) { rawValue = value }

        package static let get: Method = "GET"
        package static let head: Method = "HEAD"
        package static let post: Method = "POST"
        package static let put: Method = "PUT"
        package static let patch: Method = "PATCH"
        package static let delete: Method = "DELETE"

        /// Whether doing it twice is doing it once (RFC 9110, 9.2.2).
        var isIdempotent: Bool { ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(rawValue) }
    }

    package var method: Method
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: Data
    /// For the whole exchange; `nil` takes the policy's, here and below.
    package var timeout: Duration?
    /// For name resolution, connecting and the TLS handshake together.
    package var connectTimeout: Duration?
    /// From having sent the request to the first byte of the answer.
    package var firstByteTimeout: Duration?
    /// The longest body that is read; a longer one ends the transfer.
    package var maxResponseBytes: Int?
    /// Whether libcurl may send it again by itself when a kept connection turns out to be dead. Otherwise
    /// such a request fails with an unknown outcome: a medicine order must never go out twice by courtesy of
    /// a library.
    package var isRepeatable: Bool

    package init(
        method: Method = .get, url: String, headers: [(name: String, value: String)] = [],
        body: Data = Data(),
        timeout: Duration? = nil, isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.isRepeatable = isRepeatable ?? method.isIdempotent
    }
}
