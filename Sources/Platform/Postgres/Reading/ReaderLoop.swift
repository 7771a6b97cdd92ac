import Foundation

/// What the reader's thread does all day: send what has arrived, hand out what was answered, sleep in `poll`.
struct ReaderLoop {
    /// A server that owes an answer this long after its caller gave up is taken for frozen.
    private static var grace: Duration { .seconds(1) }
    /// Connections at most; more than one only while one is slow.
    private static var mostLines: Int { 3 }
    /// After one that could not be added to those there are, how long none is tried.
    private static var pauseAfterRefusal: Duration { .seconds(1) }
    /// The connection broke so often while a segment was being answered that it may be what breaks it.
    private static var mostFailures: Int { 2 }

    private let reader: SharedReader
    private var lines: [ReaderLine] = []
    private var connector: ReaderConnector?
    /// Callers for whose segments there is no connection yet.
    private var waiting: [SegmentCaller] = []
    /// A moment not after the earliest at which somebody gives up.
    private var nextExpiry: ContinuousClock.Instant?
    private var noneAddedUntil = ContinuousClock.now

    init(_ reader: SharedReader) { self.reader = reader }

    mutating func run() {
        while true {
            let (callers, isClosing) = reader.takeArrivals()
            for caller in callers { wait(caller) }
            if isClosing, waiting.isEmpty, lines.allSatisfy(\.isIdle) { break }
            takeConnection()
            depart()
            for index in lines.indices.reversed() { collect(index) }
            expire()
            if callers.isEmpty { sleep() }
        }
        lines = []
        reader.noteEnd()
    }

    // MARK: Sending

    private mutating func wait(_ caller: SegmentCaller) {
        waiting.append(caller)
        nextExpiry = min(nextExpiry ?? caller.deadline.instant, caller.deadline.instant)
    }

    private mutating func depart() {
        dropUnfit()
        while !waiting.isEmpty {
            let now = ContinuousClock.now
            if let index = lines.firstIndex(where: { !$0.isSlow(at: now) }) {
                send(waiting.removeFirst(), on: index)
                continue
            }
            if connector != nil { return }
            if lines.isEmpty || (hasRoom && now >= noneAddedUntil) {
                connector = ReaderConnector(for: reader)
                return
            }
            // All are slow and there will be no more: where the fewest are under way.
            let open = lines.indices.filter { !lines[$0].isRetired }
            guard let index = open.min(by: { lines[$0].inFlight.count < lines[$1].inFlight.count }) else {
                return
            }
            send(waiting.removeFirst(), on: index)
        }
    }

    /// Retired ones are on their way out and count half.
    private var hasRoom: Bool {
        lines.count < 2 * Self.mostLines && lines.count(where: { !$0.isRetired }) < Self.mostLines
    }

    /// Closes connections that nobody uses and that should not be used: of a server that is said to be frozen or
    /// demoted, retired, or no longer needed beside the first.
    private mutating func dropUnfit() {
        for index in lines.indices {
            let link = lines[index].link
            switch reader.health.verdict(openedAt: link.openedAt, lastHeard: link.lastHeard) {
            case .trusted: continue
            case .toBeProbed: if lines[index].isIdle { lines[index].retire() }
            case .obsolete: lines[index].retire()
            }
        }
        lines.removeAll { $0.isIdle && ($0.isRetired || !$0.link.isOpen) }
        let now = ContinuousClock.now
        while lines.count > 1, lines[lines.count - 1].isIdle, !lines[0].isSlow(at: now) { lines.removeLast() }
    }

    private mutating func send(_ caller: SegmentCaller, on index: Int) {
        guard !caller.deadline.hasPassed else { return answer(caller, .failure(Self.lateness(of: caller))) }
        do throws(PostgresError) { try lines[index].send(caller) } catch { lose(index, error) }
    }

    // MARK: Connecting

    private mutating func takeConnection() {
        guard let connector, let result = connector.take() else { return }
        self.connector = nil
        switch result {
        case .success(let link):
            reader.note(outage: nil)
            lines.append(ReaderLine(link))
        case .failure(let error):
            noneAddedUntil = .now + Self.pauseAfterRefusal
            // One that said nothing all the while is as dead as what could not be reached.
            for index in lines.indices.reversed()
            where lines[index].stall(at: connector.began) > .zero
                && lines[index].stall(at: .now) >= reader.settings.connectDeadline
            {
                lose(index, error)
            }
            guard lines.allSatisfy(\.isRetired) else { return }
            reader.note(outage: error)
            for caller in waiting { answer(caller, .failure(error)) }
            waiting = []
        }
    }

    // MARK: Receiving

    private mutating func collect(_ index: Int) {
        do throws(PostgresError) {
            // Flushing first: libpq reads while it waits to write.
            _ = try lines[index].link.flush()
            while let (segment, result) = try lines[index].takeAnswer() { finish(segment, result, on: index) }
        } catch {
            lose(index, error)
        }
    }

    private mutating func finish(
        _ segment: SegmentInFlight, _ result: Result<ResultTable, any Error>, on index: Int
    ) {
        guard !segment.isAbandoned else { return }
        var caller = segment.caller
        if let failure = segment.failure, caller.failures == 0 {
            // A segment that failed left nothing behind, so it may simply be sent again.
            let isReadOnly = lines[index].link.isReadOnly(by: failure)
            if isReadOnly { reader.health.noteDemotion() }
            if isReadOnly || failure.isStalePreparation {
                caller.failures += 1
                return wait(caller)
            }
        }
        answer(caller, result)
    }

    private func answer(_ caller: SegmentCaller, _ result: Result<ResultTable, any Error>) {
        reader.oneAnswered()
        StatementMetrics.record(
            caller.segment.statement, since: caller.began, reader.settings.slowStatements)
        if case .failure = result { StatementMetrics.countError("\(caller.segment.statement)") }
        caller.answer(result)
    }

    private static func lateness(of caller: SegmentCaller) -> PostgresError {
        PostgresError(.timedOut, statement: "\(caller.segment.statement)")
    }

    /// The connection is gone, and with it every answer that was still to come. The segments are sent again on
    /// another: first those that the server had not come to; the one that it was at goes last, and not for ever.
    private mutating func lose(_ index: Int, _ error: PostgresError) {
        let lost = lines.remove(at: index).inFlight
        for segment in lost.dropFirst() where !segment.isAbandoned { wait(segment.caller) }
        guard var first = lost.first, !first.isAbandoned else { return }
        var caller = first.caller
        caller.failures += 1
        if caller.failures < Self.mostFailures { return wait(caller) }
        first.isAbandoned = true
        answer(caller, .failure(PostgresError(.connectionLost, sqlState: error.sqlState)))
    }

    // MARK: Waiting

    private mutating func expire() {
        let now = ContinuousClock.now
        for index in lines.indices.reversed() {
            if let end = lines[index].giveUp(after: Self.grace), end <= now {
                lose(index, PostgresError(.connectionLost))
            } else if let moment = lines[index].stuckAt, moment <= now {
                for caller in lines[index].takeBehindFirst() { wait(caller) }
            }
        }
        guard let nextExpiry, nextExpiry <= now else { return }
        for index in lines.indices {
            for segment in lines[index].abandonExpired() {
                if lines[index].link.lastHeard <= segment.sentAt { reader.health.noteSilence() }
                answer(segment.caller, .failure(Self.lateness(of: segment.caller)))
            }
        }
        for caller in waiting where caller.deadline.hasPassed {
            answer(caller, .failure(Self.lateness(of: caller)))
        }
        waiting.removeAll(where: \.deadline.hasPassed)
        let inFlight = lines.flatMap(\.inFlight).filter { !$0.isAbandoned }.map(\.caller)
        self.nextExpiry = (inFlight + waiting).map(\.deadline.instant).min()
    }

    private var nextWake: ContinuousClock.Instant? {
        let moments = lines.flatMap { [$0.stuckAt, $0.giveUp(after: Self.grace)] } + [nextExpiry]
        let retry = waiting.isEmpty || connector != nil ? nil : nextTry
        return (moments + [retry]).compactMap { $0 }.min()
    }

    /// When something can be done for those who wait, where a connection's end is not to be waited for.
    private var nextTry: ContinuousClock.Instant? {
        let now = ContinuousClock.now
        if lines.isEmpty || lines.contains(where: { !$0.isSlow(at: now) }) { return now }
        return hasRoom ? noneAddedUntil : nil
    }

    private mutating func sleep() {
        var watched = [pollfd(fd: reader.doorbell.readEnd, events: Int16(POLLIN), revents: 0)]
        for index in lines.indices.reversed() {
            do throws(PostgresError) {
                _ = try lines[index].link.flush()
            } catch {
                lose(index, error)
            }
        }
        for line in lines {
            // Flushed just now, so what is left waits for the socket.
            let events = line.link.hasUnsent ? POLLIN | POLLOUT : POLLIN
            watched.append(pollfd(fd: line.link.socket, events: Int16(events), revents: 0))
        }
        poll(&watched, nfds_t(watched.count), nextWake.map { Deadline($0).millisecondsLeft } ?? -1)
        if watched[0].revents != 0 { reader.doorbell.silence() }
        for index in lines.indices.reversed() where Int32(watched[index + 1].revents) & ~POLLOUT != 0 {
            do throws(PostgresError) { try lines[index].link.consumeInput() } catch { lose(index, error) }
        }
    }
}
