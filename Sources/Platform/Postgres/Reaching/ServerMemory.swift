import Locks

/// What all who connect with the same settings know of the servers: which one answered last, and which names are
/// being looked up.
final class ServerMemory: Sendable {
    let names: NameLookup
    private let lastGood = Locked<ServerRoute.Server?>(nil)
    private let switched = Locked<ContinuousClock.Instant?>(nil)

    init(names: NameLookup = NameLookup()) { self.names = names }

    /// When another server than before was found to be the one that the URL asks for: a failover.
    var lastSwitch: ContinuousClock.Instant? { switched.withLock { $0 } }

    /// Somebody signed in at `good`. `isOnlyOne` says that no other can be what the URL asks for.
    func note(_ good: ServerRoute.Server, isOnlyOne: Bool) {
        let earlier = lastGood.withLock { last in
            defer { last = good }
            return last
        }
        guard isOnlyOne, let earlier, !earlier.isSame(as: good) else { return }
        switched.withLock { $0 = .now }
    }

    /// `servers`, the last good one first, the others after it in their order, round to where it stood.
    func order(_ servers: [ServerRoute.Server]) -> [ServerRoute.Server] {
        guard let good = lastGood.withLock({ $0 }),
            let index = servers.firstIndex(where: { $0.isSame(as: good) })
        else { return servers }
        return Array(servers[index...] + servers[..<index])
    }
}
