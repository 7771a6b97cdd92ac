import Foundation
import Locks

/// Where log lines go. Lines of several threads never mix.
package final class LogSink: Sendable {
    /// The process's standard error, which the service manager collects.
    package static let standardError = LogSink { line in
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // A log that nobody can read any more is no reason to stop treating patients.
            if written <= 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(0, written))
        }
    }

    private let put: Locked<@Sendable (String) -> Void>

    /// `put` takes one line with its end, and is never called by two threads at once.
    package init(_ put: @escaping @Sendable (String) -> Void) { self.put = Locked(put) }

    func take(_ line: String) { put.withLock { put in put(line) } }
}
