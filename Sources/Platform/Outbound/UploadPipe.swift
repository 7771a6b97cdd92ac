import Foundation
import Locks

/// The bytes of a request on their way from the caller's task to the transfer thread, at most so many at once.
final class UploadPipe: Sendable {
    /// What the thread finds.
    enum Piece: Equatable {
        /// So many bytes were copied.
        case bytes(Int)
        /// Nothing now; the pipe calls when there is more.
        case nothingYet
        case end
        /// The caller's sequence broke off.
        case failed
    }

    private enum Source {
        case flowing
        case ended
        case failed
    }

    private struct State {
        var chunks: [Data] = []
        var buffered = 0
        var source = Source.flowing
        /// The transfer is over; nobody reads any more.
        var isClosed = false
        /// The thread found nothing and wants to be called.
        var isWanted = false
        var writer: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())
    private let limit: Int
    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - limit: so many bytes are buffered before `push` waits.
    ///   - wake: told when the thread, having found nothing, should look again.
    init(limit: Int = 1 << 18, wake: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.wake = wake
    }

    /// Hands on everything that `upload` gives; returns at its end or when nobody reads any more.
    func pump(_ upload: OutboundUpload) async {
        do {
            try await upload.give { await push($0) }
            end(.ended)
        } catch {
            end(.failed)
        }
    }

    /// Returns when there is room again; false when nobody reads any more.
    private func push(_ chunk: Data) async -> Bool {
        if chunk.isEmpty { return !state.withLock { $0.isClosed } }
        let isWanted = state.withLock { state in
            guard !state.isClosed else { return false }
            state.chunks.append(chunk)
            state.buffered += chunk.count
            defer { state.isWanted = false }
            return state.isWanted
        }
        if isWanted { wake() }
        await withCheckedContinuation { writer in
            let goesOn = state.withLock { state in
                if state.isClosed || state.buffered < limit { return true }
                state.writer = writer
                return false
            }
            if goesOn { writer.resume() }
        }
        return !state.withLock { $0.isClosed }
    }

    private func end(_ source: Source) {
        let isWanted = state.withLock { state in
            state.source = source
            defer { state.isWanted = false }
            return state.isWanted
        }
        if isWanted { wake() }
    }

    /// Called by the transfer thread: the next bytes, as many as there are and fit.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> Piece {
        let (piece, writer) = state.withLock { state -> (Piece, CheckedContinuation<Void, Never>?) in
            if state.source == .failed { return (.failed, nil) }
            var copied = 0
            while copied < buffer.count, let chunk = state.chunks.first {
                let count = min(chunk.count, buffer.count - copied)
                UnsafeMutableRawBufferPointer(rebasing: buffer[copied...]).copyBytes(
                    from: chunk.prefix(count))
                copied += count
                if count == chunk.count {
                    state.chunks.removeFirst()
                } else {
                    state.chunks[0] = chunk.dropFirst(count)
                }
            }
            state.buffered -= copied
            if copied == 0 {
                if state.source == .ended { return (.end, nil) }
                state.isWanted = true
                return (.nothingYet, nil)
            }
            guard state.buffered < limit else { return (.bytes(copied), nil) }
            defer { state.writer = nil }
            return (.bytes(copied), state.writer)
        }
        writer?.resume()
        return piece
    }

    /// Called by the transfer thread at the transfer's end. The second time does nothing.
    func close() {
        let writer = state.withLock { state in
            state.isClosed = true
            state.chunks = []
            state.buffered = 0
            defer { state.writer = nil }
            return state.writer
        }
        writer?.resume()
    }
}
