import HTTPTypes

extension HTTPField.Name {
    /// The caller's word that two requests are one (IETF draft-ietf-httpapi-idempotency-key-header).
    static let idempotencyKey = named("Idempotency-Key")
    /// On an answer that was given before.
    static let idempotencyReplayed = named("Idempotency-Replayed")
    /// Ties together what caller, server and log say of one request.
    static let requestID = named("X-Request-Id")
    /// W3C Trace Context.
    static let traceparent = named("traceparent")
    /// The addresses a request came through, as proxies of ours report them.
    static let forwardedFor = named("X-Forwarded-For")
    /// What is left of a quota, and what the quota is (IETF draft-ietf-httpapi-ratelimit-headers-10).
    static let rateLimit = named("RateLimit")
    static let rateLimitPolicy = named("RateLimit-Policy")
    /// Where the next page is (RFC 8288).
    static let link = named("Link")
    static let referrerPolicy = named("Referrer-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name.") }
        return name
    }
}
