import Locks

/// Data keys already unwrapped, at most `capacity` of them.
///
/// Two generations: a key that is asked for moves to the young one, and when that is half of the capacity the
/// old one is forgotten. Keys in use stay, keys not asked for go, and no list has to be kept in order.
final class DataKeyCache: Sendable {
    private struct Generations {
        var young: [WrappedKey: SealingKey] = [:]
        var old: [WrappedKey: SealingKey] = [:]
    }

    private let generations = Locked(Generations())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    subscript(_ wrapped: WrappedKey) -> SealingKey? {
        get {
            generations.withLock { generations in
                if let key = generations.young[wrapped] { return key }
                guard let key = generations.old.removeValue(forKey: wrapped) else { return nil }
                keep(key, under: wrapped, in: &generations)
                return key
            }
        }
        set {
            generations.withLock { generations in
                if let key = newValue { keep(key, under: wrapped, in: &generations) }
            }
        }
    }

    private func keep(_ key: SealingKey, under wrapped: WrappedKey, in generations: inout Generations) {
        if generations.young.count >= max(1, capacity / 2) {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[wrapped] = key
    }
}
