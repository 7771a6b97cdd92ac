import Foundation

/// A value that several threads share, one at a time.
///
///     let waiting = Locked<[Caller]>([])
///     waiting.withLock { $0.append(caller) }
///
/// It is the C library's plain mutex. Swift's own `Mutex` asks Linux for priority inheritance, which no thread here
/// needs, and ends the process on an answer of the kernel's that it does not know; that happened once under load. The
/// thread sanitizer, too, understands this one.
///
/// `@unchecked Sendable`: the only way to the value is `withLock`, which holds the mutex.
package final class Locked<Value: ~Copyable>: @unchecked Sendable {
    private var value: Value
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init(_ value: consuming sending Value) {
        self.value = value
        mutex.initialize(to: pthread_mutex_t())
        let status = pthread_mutex_init(mutex, nil)
        precondition(status == 0, "A plain mutex can be made (\(status)).")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    /// Runs `body` with the value while nobody else has it. Never to be called again inside of `body`.
    package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
