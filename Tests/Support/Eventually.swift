/// Waits until `condition` holds, and throws once `limit` has passed without it.
///
/// The only place in all tests where time is waited for: what is asked is asked of the real thing (a row, a
/// lock, a counter), again and again, and the first yes ends it.
package func eventually(
    within limit: Duration = .seconds(10), _ what: String, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while true {
        if try await condition() { return }
        guard ContinuousClock.now < end else { throw NeverHappened(what: what, limit: limit) }
        await Task.yield()
    }
}

/// What a test waited for did not come.
package struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    package var description: String { "within \(limit): \(what)" }
}
