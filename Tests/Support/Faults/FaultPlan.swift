/// What a `FaultProxy` was told to do wrong on all of its connections, and what it has seen.
struct FaultPlan {
    /// One thing to happen after so many units (bytes, messages) from one side.
    struct Limit {
        /// Tells this order from an earlier one, so that counting begins anew.
        let id: Int
        let count: Int
        /// Also on the connections after the first that gets there.
        let isForAll: Bool
    }

    /// What happens to the bytes that one side sends.
    struct Lane {
        var isFrozen = false
        var delay: Duration = .zero
        var bytesPerSecond: Int?
        /// So many bytes still arrive; the others vanish.
        var drops: Limit?
        var cutsAtByte: Limit?
        var cutsAtMessage: Limit?
    }

    enum Ending { case close, reset }

    /// What the client sends, on its way to the server.
    var fromClient = Lane()
    /// What the server sends, on its way to the client.
    var fromServer = Lane()
    /// New connections are accepted and closed.
    var turnsAway = false
    /// Nobody listens at all.
    var refuses = false
    var isStopped = false
    /// The answer to the first message that contains this is swallowed, and the connection cut.
    var swallowed: [UInt8]?
    /// What was seen.
    var turns = 0
    var accepted = 0
    var open = 0
    private var lastID = 0

    // Done once, to the connections there are, and then forgotten:
    var ends: Ending?
    var halfClosesFromClient = false
    var halfClosesFromServer = false

    subscript(side: FaultProxy.Side) -> Lane {
        get { side == .client ? fromClient : fromServer }
        set { if side == .client { fromClient = newValue } else { fromServer = newValue } }
    }

    /// An order with a number of its own.
    mutating func limit(_ count: Int, isForAll: Bool) -> Limit {
        lastID += 1
        return Limit(id: lastID, count: count, isForAll: isForAll)
    }

    /// A connection was cut on this order; unless it is for all, it has been carried out.
    mutating func carriedOut(_ id: Int) {
        for side in [FaultProxy.Side.client, .server] {
            if self[side].cutsAtByte?.id == id, self[side].cutsAtByte?.isForAll == false {
                self[side].cutsAtByte = nil
            }
            if self[side].cutsAtMessage?.id == id, self[side].cutsAtMessage?.isForAll == false {
                self[side].cutsAtMessage = nil
            }
        }
    }

    /// No fault lasts; what was seen stays.
    mutating func heal() {
        (fromClient, fromServer) = (Lane(), Lane())
        (turnsAway, refuses, swallowed) = (false, false, nil)
    }

    /// What is to be done once, taken out.
    mutating func takeOrders() -> FaultPlan {
        defer { (ends, halfClosesFromClient, halfClosesFromServer) = (nil, false, false) }
        return self
    }
}
