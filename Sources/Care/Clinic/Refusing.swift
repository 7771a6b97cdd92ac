/// A no of the program: expected, exhaustive, explained to the caller.
///
/// What the platform cannot do (a lost connection, a partner that hangs) is a fault and never a `Refusing`.
package protocol Refusing: Error, Sendable {
    /// Stable, in the HTTP contract: `screening_expired`.
    var code: String { get }
}

/// There is no such thing, or it is not the caller's: the two are the same answer, so that nobody can probe.
package struct NotFound: Refusing, Equatable {
    package init() {}

    package var code: String { "not_found" }
}

/// The record changed since the caller read it; what they sent was not applied.
package struct Stale: Refusing, Equatable {
    package init() {}

    package var code: String { "stale" }
}
