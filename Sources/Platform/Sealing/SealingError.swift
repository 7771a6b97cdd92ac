/// Why sealed bytes could not be opened. Says nothing about what is in them.
package enum SealingError: Error, Hashable {
    /// The bytes do not have the shape that `Sealed` or `WrappedKey` writes.
    case malformed
    /// The bytes were sealed with a key that is not at hand: a master key left the ring too early, or the row
    /// belongs to another patient.
    case unknownKey
    /// The bytes were changed, or stand in another row or column than the one they were sealed for.
    case notAuthentic
    /// The bytes are genuine, but what they hold is no longer of the expected type.
    case unreadable
}
