import Locks

/// A value that is not there at first and then stays.
final class Awaited<Value: Sendable>: Sendable {
    // The lock is the only way to the value.
    private let kept = Locked<Value?>(nil)

    var value: Value? { kept.withLock { $0 } }

    func set(_ value: Value) { kept.withLock { $0 = value } }
}
