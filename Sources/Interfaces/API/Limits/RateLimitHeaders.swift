import HTTPTypes

extension RateLimiter.Standing {
    /// Tells the client what is left and what the quota is, in the form of
    /// draft-ietf-httpapi-ratelimit-headers-10: `"sign-in";r=3;t=42` under the policy `"sign-in";q=20;w=60`.
    func headers(for limit: LimitClass) -> HTTPFields {
        let seconds = max(1, quota.windowNanoseconds / 1_000_000_000)
        return [
            .rateLimit: "\"\(limit.rawValue)\";r=\(remaining);t=\(reset.wholeSecondsUp)",
            .rateLimitPolicy: "\"\(limit.rawValue)\";q=\(quota.count);w=\(seconds)",
        ]
    }

    /// The one that leaves the caller less.
    static func tighter(_ one: Self?, _ other: Self?) -> Self? {
        guard let one, let other else { return one ?? other }
        return one.remaining <= other.remaining ? one : other
    }
}

extension Duration {
    /// In whole seconds, never too few.
    var wholeSecondsUp: Int { Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0) }
}
