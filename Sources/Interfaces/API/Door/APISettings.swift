import Access

/// How the door behaves; the server reads it from its settings.
package struct APISettings: Sendable {
    /// Whether what it says is of made-up people or of patients.
    package var realm: Realm
    /// Of this build, for `GET /v1/program`.
    package var version: String
    package var limits: RateLimits
    /// Proxies of ours, whose `X-Forwarded-For` is believed.
    package var trustedProxies: [IPNetwork]
    /// The largest body: 1 MiB.
    package var largestBody: Int
    /// How long a whole body may take to arrive. Counted on the machine's clock, so that nobody holds a connection
    /// by sending one byte a second.
    package var bodyDeadline: Duration
    /// How long a connection may lie idle.
    package var idleTimeout: Duration
    /// Connections beyond these wait in the kernel's queue.
    package var mostConnections: Int

    package init(
        realm: Realm, version: String, limits: RateLimits = .standard,
        trustedProxies: [IPNetwork] = [], largestBody: Int = 1 << 20, bodyDeadline: Duration = .seconds(20),
        idleTimeout: Duration = .seconds(75), mostConnections: Int = 8192
    ) {
        self.realm = realm
        self.version = version
        self.limits = limits
        self.trustedProxies = trustedProxies
        self.largestBody = largestBody
        self.bodyDeadline = bodyDeadline
        self.idleTimeout = idleTimeout
        self.mostConnections = mostConnections
    }
}
