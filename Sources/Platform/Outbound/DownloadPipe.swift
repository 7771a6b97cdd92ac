import Foundation
import Locks

/// The bytes of an answer on their way from the transfer thread to the caller's task, at most so many at once.
final class DownloadPipe: Sendable {
    private struct State {
        var chunks: [Data] = []
        var buffered = 0
        var end: Result<Void, TransferError>?
        /// The thread had to keep something back and wants to be called.
        var isWanted = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())
    private let limit: Int
    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - limit: so many bytes are buffered before the thread has to wait.
    ///   - wake: told when there is room again.
    init(limit: Int = 1 << 18, wake: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.wake = wake
    }

    /// Called by the transfer thread. False when there is no room: the same bytes are to be offered again.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard state.buffered < limit else {
                state.isWanted = true
                return (false, nil)
            }
            state.chunks.append(Data(bytes))
            state.buffered += bytes.count
            defer { state.reader = nil }
            return (true, state.reader)
        }
        reader?.resume()
        return isTaken
    }

    /// Called by the transfer thread at the transfer's end. What is buffered can still be read.
    func finish(_ end: Result<Void, TransferError>) {
        let reader = state.withLock { state in
            state.end = state.end ?? end
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The next bytes; `nil` at the end. For one reader.
    func next() async throws(TransferError) -> Data? {
        while true {
            let (chunk, end, isWanted) = state.withLock {
                state -> (Data?, Result<Void, TransferError>?, Bool) in
                guard !state.chunks.isEmpty else { return (nil, state.end, false) }
                let chunk = state.chunks.removeFirst()
                state.buffered -= chunk.count
                guard state.isWanted, state.buffered <= limit / 2 else { return (chunk, nil, false) }
                state.isWanted = false
                return (chunk, nil, true)
            }
            if isWanted { wake() }
            if let chunk { return chunk }
            if let end {
                try end.get()
                return nil
            }
            await withCheckedContinuation { reader in
                let goesOn = state.withLock { state in
                    if !state.chunks.isEmpty || state.end != nil { return true }
                    precondition(state.reader == nil, "A body is read by one task at a time.")
                    state.reader = reader
                    return false
                }
                if goesOn { reader.resume() }
            }
        }
    }
}
