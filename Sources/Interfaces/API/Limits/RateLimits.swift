/// Which requests are counted together.
package enum LimitClass: String, Sendable, CaseIterable {
    /// Codes, passwords, enrolments: what somebody would try in bulk.
    case signIn = "sign-in"
    /// What anybody may do without an account, and what costs work.
    case screening
    case ordinary
    /// What partners push to us, in bursts from few addresses.
    case webhooks
    /// The program's own watchers.
    case unlimited
}

/// So many requests in so long a time, all at once if need be; then they come back evenly.
package struct Quota: Sendable, Hashable {
    package let count: Int
    package let window: Duration

    package init(_ count: Int, per window: Duration) {
        precondition(count > 0 && window > .zero, "A quota allows something in some time.")
        self.count = count
        self.window = window
    }

    var windowNanoseconds: Int64 { window.nanoseconds }
}

/// How much one address and one account may ask. An address may be a clinic's or a household's, so it gets more
/// than an account where people are signed in.
package struct RateLimits: Sendable {
    package var perAddress: [LimitClass: Quota]
    package var perAccount: [LimitClass: Quota]
    /// How many addresses and accounts are kept in mind at once, some 100 bytes each.
    package var mostTracked: Int

    package init(perAddress: [LimitClass: Quota], perAccount: [LimitClass: Quota], mostTracked: Int = 100_000)
    {
        self.perAddress = perAddress
        self.perAccount = perAccount
        self.mostTracked = mostTracked
    }

    /// For a running clinic.
    package static let standard = RateLimits(
        perAddress: [
            .signIn: Quota(20, per: .seconds(60)), .screening: Quota(30, per: .seconds(60)),
            .ordinary: Quota(1200, per: .seconds(60)), .webhooks: Quota(60_000, per: .seconds(60)),
        ],
        perAccount: [
            .signIn: Quota(20, per: .seconds(60)), .screening: Quota(30, per: .seconds(60)),
            .ordinary: Quota(600, per: .seconds(60)),
        ])

    /// Each quota `times` as large: for made-up people and tests, who all come from one address.
    package func raised(_ times: Int) -> RateLimits {
        func raise(_ quotas: [LimitClass: Quota]) -> [LimitClass: Quota] {
            quotas.mapValues { Quota($0.count * times, per: $0.window) }
        }
        return RateLimits(
            perAddress: raise(perAddress), perAccount: raise(perAccount), mostTracked: mostTracked)
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
