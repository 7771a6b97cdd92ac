import Foundation

/// What a `FaultProxy`'s thread does: accepts, copies, and misbehaves by the plan.
struct FaultRelay {
    private struct Pair {
        var fromClient: FaultLane
        var fromServer: FaultLane
        var lastSpoke = FaultProxy.Side.server
        var swallowsNext = false
        /// The end of what the client said, so that a word is also found where two reads meet.
        var tail: ArraySlice<UInt8> = []

        init(client: Int32, server: Int32) {
            fromClient = FaultLane(from: .client, source: client, target: server)
            fromServer = FaultLane(from: .server, source: server, target: client)
        }

        subscript(side: FaultProxy.Side) -> FaultLane {
            get { side == .client ? fromClient : fromServer }
            set { if side == .client { fromClient = newValue } else { fromServer = newValue } }
        }
    }

    /// One thing that `poll` watches, and whom it is about.
    private struct Watch {
        let index: Int
        let side: FaultProxy.Side
        let reads: Bool
    }

    private let proxy: FaultProxy
    private var listener: Int32?
    private var pairs: [Pair] = []

    init(_ proxy: FaultProxy, listener: Int32) {
        self.proxy = proxy
        self.listener = listener
    }

    mutating func run() {
        while true {
            let plan = proxy.takePlan()
            if let ending = plan.isStopped ? .close : plan.ends {
                for index in pairs.indices.reversed() { cut(index, ending) }
            }
            if plan.isStopped { break }
            for index in pairs.indices {
                if plan.halfClosesFromClient { _ = pairs[index].fromClient.halfClose() }
                if plan.halfClosesFromServer { _ = pairs[index].fromServer.halfClose() }
            }
            listen(plan)
            step(plan)
        }
        if let listener { close(listener) }
        proxy.hasEnded()
    }

    private mutating func listen(_ plan: FaultPlan) {
        if plan.refuses, let listener {
            close(listener)
            self.listener = nil
        } else if !plan.refuses, listener == nil {
            listener = try? proxy.listenAgain()
        }
    }

    // MARK: One round

    private mutating func step(_ plan: FaultPlan) {
        var watched = [pollfd(fd: proxy.wakeEnd, events: Int16(POLLIN), revents: 0)]
        watched.append(pollfd(fd: listener ?? -1, events: Int16(POLLIN), revents: 0))
        var watches: [Watch] = []
        // The port of one that refused may be some connection's own for a moment, since it is one that the kernel gives
        // out; then it is asked for again.
        var earliest: ContinuousClock.Instant? =
            listener == nil && !plan.refuses ? .now + .milliseconds(10) : nil
        for index in pairs.indices {
            for side in [FaultProxy.Side.client, .server] {
                let lane = pairs[index][side]
                if lane.wantsToRead(plan[side]) {
                    watched.append(pollfd(fd: lane.source, events: Int16(POLLIN), revents: 0))
                    watches.append(Watch(index: index, side: side, reads: true))
                }
                guard let moment = lane.nextWrite(plan[side]) else { continue }
                if moment <= .now {
                    watched.append(pollfd(fd: lane.target, events: Int16(POLLOUT), revents: 0))
                    watches.append(Watch(index: index, side: side, reads: false))
                } else {
                    earliest = min(earliest ?? moment, moment)
                }
            }
        }
        poll(&watched, nfds_t(watched.count), earliest.map(Self.milliseconds) ?? -1)
        if watched[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = read(proxy.wakeEnd, &bytes, bytes.count)
            return
        }
        var ended: Set<Int> = []
        for (position, watch) in watches.enumerated() where watched[position + 2].revents != 0 {
            guard !ended.contains(watch.index), case .cut(let order) = move(watch, plan) else { continue }
            ended.insert(watch.index)
            if let order { proxy.change { $0.carriedOut(order) } }
        }
        for index in pairs.indices.reversed()
        where ended.contains(index) || pairs[index].fromClient.isClosed && pairs[index].fromServer.isClosed {
            cut(index, .close)
        }
        if watched[1].revents != 0 { accept(plan) }
    }

    private static func milliseconds(until moment: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: moment)
        return left > .zero ? Int32(clamping: Int(left / .milliseconds(1)) + 1) : 0
    }

    private mutating func move(_ watch: Watch, _ plan: FaultPlan) -> FaultLane.Outcome {
        let (index, side) = (watch.index, watch.side)
        guard watch.reads else { return pairs[index][side].write(plan[side]) }
        let (bytes, outcome) = pairs[index][side].read(plan[side])
        if !bytes.isEmpty {
            if side == .server, pairs[index].swallowsNext { return .cut(order: nil) }
            if side == .client { listen(to: bytes, at: index, plan) }
            pairs[index].lastSpoke = side
        }
        guard outcome == .goesOn else { return outcome }
        // What may go at once does, without another round.
        return pairs[index][side].write(plan[side])
    }

    /// Counts turns, and looks for the word whose answer is to be swallowed.
    private mutating func listen(to bytes: ArraySlice<UInt8>, at index: Int, _ plan: FaultPlan) {
        if pairs[index].fromClient.framing.asksForEncryption {
            pairs[index].fromServer.framing.expectSingleByte()
        }
        let isNewTurn = pairs[index].lastSpoke == .server
        let heard = pairs[index].tail + bytes
        (pairs[index].swallowsNext, pairs[index].tail) = proxy.change { plan in
            if isNewTurn { plan.turns += 1 }
            guard let swallowed = plan.swallowed else { return (false, []) }
            guard heard.contains(swallowed) else { return (false, heard.suffix(swallowed.count - 1)) }
            plan.swallowed = nil
            return (true, [])
        }
    }

    // MARK: Connections

    private mutating func accept(_ plan: FaultPlan) {
        guard let listener, let client = StreamSocket.accept(on: listener) else { return }
        guard !plan.turnsAway, let server = try? StreamSocket.connect(to: proxy.upstream) else {
            close(client)
            return
        }
        pairs.append(Pair(client: client, server: server))
        proxy.change { plan in
            plan.accepted += 1
            plan.open += 1
        }
    }

    private mutating func cut(_ index: Int, _ ending: FaultPlan.Ending) {
        for socket in [pairs[index].fromClient.source, pairs[index].fromServer.source] {
            switch ending {
            case .close: close(socket)
            case .reset: StreamSocket.reset(socket)
            }
        }
        pairs.remove(at: index)
        proxy.change { $0.open -= 1 }
    }
}
