import Foundation

/// One direction of one connection through a `FaultProxy`: reads on one socket, writes on the other, and does
/// to the bytes in between what the plan says.
struct FaultLane {
    /// What became of a step.
    enum Outcome: Equatable {
        case goesOn
        /// The connection is over: the limit with this number was reached, or a socket has failed.
        case cut(order: Int?)
    }

    private struct Chunk {
        var bytes: ArraySlice<UInt8>
        let due: ContinuousClock.Instant
    }

    /// How much of a limit is left on this connection.
    private struct Countdown {
        let id: Int
        var left: Int

        static func on(_ limit: FaultPlan.Limit, after earlier: Countdown?) -> Countdown {
            earlier?.id == limit.id ? earlier ?? .init(limit) : .init(limit)
        }

        private init(_ limit: FaultPlan.Limit) { (id, left) = (limit.id, limit.count) }
    }

    private static let mostWaiting = 1 << 18

    let side: FaultProxy.Side
    let source: Int32
    let target: Int32
    private var waiting: [Chunk] = []
    private var waitingBytes = 0
    private var nextDrop = ContinuousClock.now
    private var dropping: Countdown?
    private var cutting: Countdown?
    private var cuttingAtMessage: Countdown?
    var framing: MessageFraming
    /// The source has said its last word.
    private(set) var hasEnded = false
    /// And the target was told so.
    private(set) var isClosed = false
    /// What still comes from the source is thrown away.
    private var isDeaf = false
    /// Once what waits is written, the connection is cut, on this order.
    private var cutsWhenEmpty: Int??

    init(from side: FaultProxy.Side, source: Int32, target: Int32) {
        (self.side, self.source, self.target) = (side, source, target)
        framing = MessageFraming(of: side)
    }

    // MARK: Waiting

    /// Whether to watch the source for input.
    func wantsToRead(_ plan: FaultPlan.Lane) -> Bool {
        !plan.isFrozen && !hasEnded && cutsWhenEmpty == nil && waitingBytes < Self.mostWaiting
    }

    /// When the next bytes may be written; `nil` where there are none.
    func nextWrite(_ plan: FaultPlan.Lane) -> ContinuousClock.Instant? {
        guard !plan.isFrozen, let first = waiting.first else { return nil }
        return plan.bytesPerSecond == nil ? first.due : max(first.due, nextDrop)
    }

    // MARK: Reading

    /// Takes what has arrived and gives it, for the eyes of who looks for words in it.
    mutating func read(_ plan: FaultPlan.Lane) -> (bytes: ArraySlice<UInt8>, outcome: Outcome) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(source, &buffer, buffer.count)
        if count < 0 {
            return ([], errno == EAGAIN || errno == EINTR ? .goesOn : .cut(order: nil))
        }
        guard count > 0 else {
            hasEnded = true
            return ([], endIfEmpty())
        }
        let bytes = buffer[..<count]
        return (bytes, isDeaf ? .goesOn : take(bytes, plan))
    }

    private mutating func take(_ read: ArraySlice<UInt8>, _ plan: FaultPlan.Lane) -> Outcome {
        var bytes = read
        let ends = framing.ends(in: bytes)
        if let limit = plan.cutsAtMessage {
            var countdown = Countdown.on(limit, after: cuttingAtMessage)
            if countdown.left <= ends.count {
                let length = countdown.left == 0 ? 0 : ends[countdown.left - 1]
                bytes = bytes.prefix(length)
                cutsWhenEmpty = .some(limit.id)
            }
            countdown.left -= ends.count
            cuttingAtMessage = countdown
        }
        if let limit = plan.cutsAtByte {
            var countdown = Countdown.on(limit, after: cutting)
            if countdown.left <= bytes.count {
                bytes = bytes.prefix(countdown.left)
                cutsWhenEmpty = .some(limit.id)
            }
            countdown.left -= bytes.count
            cutting = countdown
        }
        if let limit = plan.drops {
            var countdown = Countdown.on(limit, after: dropping)
            bytes = bytes.prefix(countdown.left)
            countdown.left -= bytes.count
            dropping = countdown
        }
        if !bytes.isEmpty {
            waiting.append(Chunk(bytes: bytes, due: .now + plan.delay))
            waitingBytes += bytes.count
        }
        return endIfEmpty()
    }

    // MARK: Writing

    /// Writes what may go now.
    mutating func write(_ plan: FaultPlan.Lane) -> Outcome {
        while let moment = nextWrite(plan), moment <= .now {
            // A drip is a fiftieth of a second's worth, one byte at least.
            let portion = plan.bytesPerSecond.map { max(1, $0 / 50) } ?? Int.max
            let count = StreamSocket.send(waiting[0].bytes.prefix(portion), to: target)
            if count < 0 { return errno == EAGAIN || errno == EINTR ? .goesOn : .cut(order: nil) }
            waiting[0].bytes.removeFirst(count)
            waitingBytes -= count
            if waiting[0].bytes.isEmpty { waiting.removeFirst() }
            if let rate = plan.bytesPerSecond { nextDrop = .now + .seconds(1) * count / rate }
        }
        return endIfEmpty()
    }

    // MARK: Ending

    /// As if the source had ended; what it still says is heard by nobody.
    mutating func halfClose() -> Outcome {
        isDeaf = true
        guard !isClosed else { return .goesOn }
        isClosed = true
        StreamSocket.endWriting(target)
        return .goesOn
    }

    private mutating func endIfEmpty() -> Outcome {
        guard waiting.isEmpty else { return .goesOn }
        if case .some(let order) = cutsWhenEmpty { return .cut(order: order) }
        if hasEnded, !isClosed {
            isClosed = true
            StreamSocket.endWriting(target)
        }
        return .goesOn
    }
}
