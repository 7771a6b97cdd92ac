import Foundation

/// One process at a time, by a lock on a file that the kernel gives back when the process dies.
package struct FileLock: Sendable {
    private let path: String

    package init(at path: String) { self.path = path }

    /// Waits for its turn, blocking the thread; runs `body` alone.
    package func withLock<Value>(_ body: () throws -> Value) throws -> Value {
        let file = try take()
        defer { release(file) }
        return try body()
    }

    /// The same around something that waits without blocking.
    package func withLock<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        let file = try await onOwnThread { try take() }
        defer { release(file) }
        return try await body()
    }

    private func take() throws -> Int32 {
        // Not inherited: a server started under the lock would hold it for ever.
        let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteNoPermission) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else {
                close(file)
                throw CocoaError(.fileLocking)
            }
        }
        return file
    }

    private func release(_ file: Int32) { close(file) }
}

/// Runs something that blocks on a thread made for it, so that Swift's shared threads stay free.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result(catching: body)) }
        thread.name = "postgres-cluster"
        thread.start()
    }
}
