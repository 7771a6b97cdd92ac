import Locks

/// What all who connect with the same settings know of the servers: which one answered last, and which names are
/// being looked up.
final class ServerMemory: Sendable {
    let names: NameLookup
    private let lastGood = Locked<ServerRoute.Server?>(nil)

    init(names: NameLookup = NameLookup()) { self.names = names }

    func note(_ good: ServerRoute.Server) { lastGood.withLock { $0 = good } }

    /// `servers`, the last good one first, the others after it in their order, round to where it stood.
    func order(_ servers: [ServerRoute.Server]) -> [ServerRoute.Server] {
        guard let good = lastGood.withLock({ $0 }),
            let index = servers.firstIndex(where: { $0.isSame(as: good) })
        else { return servers }
        return Array(servers[index...] + servers[..<index])
    }
}
