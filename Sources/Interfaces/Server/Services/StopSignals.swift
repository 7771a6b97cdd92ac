import Dispatch
import Foundation

/// SIGTERM and Ctrl-C: the first asks the program to finish what runs and stop, the second ends it at once.
///
/// The sources live as long as this value does.
final class StopSignals: Sendable {
    // Written once, in `init`; Dispatch lets any thread cancel a source.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    private let stream: AsyncStream<Int32>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.stream = stream
        sources = [SIGTERM, SIGINT].map { number in
            // The signal's own action would end the process before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    /// Calls `stop` at the first signal; the second one does not return. Ends when the task is cancelled.
    func wait(stop: @Sendable (Int32) async -> Void) async {
        var isStopping = false
        for await number in stream {
            // As a shell reports a program that a signal ended.
            if isStopping { exit(128 + number) }
            isStopping = true
            await stop(number)
        }
    }
}
