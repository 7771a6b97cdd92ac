/// Finds where PostgreSQL's messages end in a stream of bytes (its manual, 55.7), without keeping them.
///
/// A message is a type byte, four bytes of length that count themselves, and the rest. What the client says
/// first has no type byte, and where it asks for encryption the server answers with a single byte. Bytes of
/// another protocol, or encrypted ones, end the search: no boundary is found any more.
struct MessageFraming {
    private enum Stage {
        /// A message without type byte is expected: the client's first words.
        case untyped
        case typed
        /// The server's one byte on encryption.
        case single
        case lost
    }

    private static let wantsEncryption: Set<UInt32> = [80_877_103, 80_877_104]

    private var stage: Stage
    private var head: [UInt8] = []
    /// Bytes of the message that are still to come, once its length is known.
    private var rest: Int?
    /// The client asked for encryption, so the server's next word is one byte.
    private(set) var asksForEncryption = false

    /// From which side the bytes come.
    init(of side: FaultProxy.Side) { stage = side == .client ? .untyped : .typed }

    /// The server's answer is a single byte, not a message.
    mutating func expectSingleByte() { if stage == .typed, head.isEmpty { stage = .single } }

    /// Reads on and gives the offsets in `bytes` right after each message that ended in them.
    mutating func ends(in bytes: ArraySlice<UInt8>) -> [Int] {
        asksForEncryption = false
        var found: [Int] = []
        var index = bytes.startIndex
        while index < bytes.endIndex, stage != .lost {
            if stage == .single {
                index += 1
                // Anything but a no, and the rest is not for us to read.
                stage = bytes[index - 1] == UInt8(ascii: "N") ? .typed : .lost
                found.append(index - bytes.startIndex)
                continue
            }
            if let left = rest {
                let step = min(left, bytes.endIndex - index)
                index += step
                rest = left - step
            } else {
                head.append(bytes[index])
                index += 1
                readLength()
            }
            if rest == 0, stage != .lost {
                found.append(index - bytes.startIndex)
                endMessage()
            }
        }
        return found
    }

    private mutating func readLength() {
        let lengthAt = stage == .untyped ? 0 : 1
        // The first words are told apart by the code after the length.
        let needed = stage == .untyped ? 8 : 5
        guard head.count == needed else { return }
        let length = head[lengthAt..<lengthAt + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let left = Int(length) - (needed - lengthAt)
        if left < 0 || length > 1 << 30 { stage = .lost } else { rest = left }
    }

    private mutating func endMessage() {
        if stage == .untyped {
            let code = head[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            // After asking for encryption the client begins once more.
            if Self.wantsEncryption.contains(code) { asksForEncryption = true } else { stage = .typed }
        }
        head.removeAll(keepingCapacity: true)
        rest = nil
    }
}
