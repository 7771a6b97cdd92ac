import Foundation

/// Where a transfer takes the bytes from that it sends.
enum UploadSource {
    /// libcurl has them already, or there are none.
    case none
    /// From here on, of bytes that are all there; they can be sent again from the start.
    case bytes(Data, sent: Int)
    /// As they come; of those with a known length so many are missing still.
    case pipe(UploadPipe, left: Int?)

    /// Hands libcurl the next piece.
    mutating func next(into buffer: UnsafeMutableRawBufferPointer) -> UploadPipe.Piece {
        switch self {
        case .none: return .end
        case .bytes(let data, let sent):
            let piece = data.dropFirst(sent).prefix(buffer.count)
            guard !piece.isEmpty else { return .end }
            buffer.copyBytes(from: piece)
            self = .bytes(data, sent: sent + piece.count)
            return .bytes(piece.count)
        case .pipe(let pipe, let left):
            guard let left else { return pipe.take(into: buffer) }
            guard left > 0 else { return .end }
            switch pipe.take(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left))) {
            case .bytes(let count):
                self = .pipe(pipe, left: left - count)
                return .bytes(count)
            case .nothingYet: return .nothingYet
            // Fewer than promised: the request cannot be completed.
            case .end, .failed: return .failed
            }
        }
    }

    /// Whether all that was promised is handed over.
    var isSpent: Bool {
        switch self {
        case .none: true
        case .bytes(let data, let sent): sent >= data.count
        case .pipe(_, let left): left == 0
        }
    }

    /// Back to the byte `offset`; false where that cannot be.
    mutating func rewind(to offset: Int) -> Bool {
        guard case .bytes(let data, _) = self, (0...data.count).contains(offset) else { return false }
        self = .bytes(data, sent: offset)
        return true
    }
}
