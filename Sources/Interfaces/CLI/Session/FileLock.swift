import Foundation

/// Lets one of several `lozenge` commands that run at the same time exchange the refresh token, which works
/// once.
enum FileLock {
    /// Runs `body` while this process alone holds the lock at `path`. The lock ends with the process, a
    /// killed one's too. Waits up to `patience`, machine time.
    static func holding<Result>(
        _ path: String, patience: Duration = .seconds(30), _ body: () async throws -> Result
    ) async throws -> Result {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw ToolFailure.here("Cannot open \(path): \(String(cString: strerror(errno))).")
        }
        // Closing gives the lock back.
        defer { close(file) }
        let deadline = ContinuousClock.now + patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < deadline else {
                throw ToolFailure.here(
                    "Another lozenge has been renewing the sign-in for \(patience). Try again.")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await body()
    }
}
