/// What it can be told to do wrong.
extension FaultProxy {
    // MARK: Slow

    /// Nothing from that side (from both, where none is named) moves any more, and nobody is told;
    /// connections stay open, and new ones are accepted.
    package func freeze(_ side: Side? = nil) {
        order { plan in for one in Self.sides(side) { plan[one].isFrozen = true } }
    }

    /// Ends `freeze`: what was held back moves on.
    package func thaw() {
        order { plan in for side in Self.sides(nil) { plan[side].isFrozen = false } }
    }

    /// Everything from that side (from both, where none is named) arrives so much later, in order.
    package func delay(_ time: Duration, from side: Side? = nil) {
        order { plan in for one in Self.sides(side) { plan[one].delay = time } }
    }

    /// What that side says arrives at so many bytes a second; below fifty, byte by byte.
    package func drip(bytesPerSecond: Int, from side: Side) {
        precondition(bytesPerSecond > 0, "A drip of nothing is `freeze`.")
        order { $0[side].bytesPerSecond = bytesPerSecond }
    }

    /// So many bytes from that side still arrive, on each connection; the others vanish, and the connection
    /// stays.
    package func drop(afterBytes count: Int, from side: Side) {
        order { $0[side].drops = $0.limit(count, isForAll: true) }
    }

    // MARK: Gone

    /// Every connection is cut, and new ones too as soon as they are made, as if a proxy's server were down.
    package func goDown() {
        order { plan in
            plan.turnsAway = true
            plan.ends = .close
        }
    }

    /// Every connection is cut, and nobody listens any more: new ones are refused by the kernel.
    package func refuse() {
        order { plan in
            plan.refuses = true
            plan.ends = .close
        }
    }

    /// Ends `goDown` and `refuse`.
    package func comeBack() {
        order { plan in
            plan.turnsAway = false
            plan.refuses = false
        }
    }

    /// Every connection is cut once; new ones are fine.
    package func hangUp() { order { $0.ends = .close } }

    /// Every connection is reset once, with RST over TCP; on a Unix socket it is `hangUp`.
    package func reset() { order { $0.ends = .reset } }

    /// The other side is told, once and on every connection, that this one has said its last word. What it
    /// still says vanishes; what the other says still arrives.
    package func halfClose(from side: Side) {
        order { plan in
            switch side {
            case .client: plan.halfClosesFromClient = true
            case .server: plan.halfClosesFromServer = true
            }
        }
    }

    // MARK: Cut in the middle

    /// Passes so many more bytes from that side and then cuts the connection: the first that gets there, or
    /// with `everyTime` each.
    package func cut(afterBytes count: Int, from side: Side, everyTime: Bool = false) {
        order { $0[side].cutsAtByte = $0.limit(count, isForAll: everyTime) }
    }

    /// Passes so many more of PostgreSQL's messages from that side and then cuts the connection: the first
    /// that gets there, or with `everyTime` each. With 0, the next message is not passed.
    package func cut(afterMessages count: Int, from side: Side, everyTime: Bool = false) {
        order { $0[side].cutsAtMessage = $0.limit(count, isForAll: everyTime) }
    }

    /// Lets the client's first message with this text through, waits until the server has answered it, and
    /// cuts the connection instead of passing the answer on.
    package func swallowAnswer(to text: String) { order { $0.swallowed = [UInt8](text.utf8) } }

    // MARK: Well again

    /// Ends all faults that last; what was cut stays so.
    package func heal() { order { $0.heal() } }

    /// Cuts every connection and listens no more, for good.
    package func stop() { order { $0.isStopped = true } }

    private static func sides(_ side: Side?) -> [Side] { side.map { [$0] } ?? [.client, .server] }
}
