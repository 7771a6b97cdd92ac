import Foundation

/// What the reader's thread does all day: send what has arrived, hand out what was answered, sleep in `poll`.
struct ReaderLoop {
    /// A server that owes an answer this long after its caller gave up is taken for frozen.
    private static var grace: Duration { .seconds(1) }

    private let reader: SharedReader
    private var link: ServerLink?
    private var inFlight: [SegmentInFlight] = []
    /// The earliest moment at which somebody in flight gives up.
    private var nextExpiry: Deadline?

    init(_ reader: SharedReader) { self.reader = reader }

    mutating func run() {
        while true {
            let (callers, isClosing) = reader.takeArrivals()
            if isClosing, callers.isEmpty, inFlight.isEmpty { break }
            depart(callers)
            collect()
            expire()
            if callers.isEmpty { sleep() }
        }
        link = nil
        reader.noteEnd()
    }

    // MARK: Sending

    private mutating func depart(_ callers: [SegmentCaller]) {
        guard !callers.isEmpty else { return }
        if link == nil {
            do throws(PostgresError) {
                let settings = reader.settings
                link = try ServerLink.connect(
                    settings, statementLimit: settings.readDeadline,
                    until: Deadline(after: settings.connectDeadline))
                reader.note(outage: nil)
            } catch {
                reader.note(outage: error)
                for caller in callers { answer(caller, .failure(error)) }
                return
            }
        }
        for caller in callers {
            if caller.deadline.hasPassed {
                answer(caller, .failure(PostgresError(.timedOut, statement: "\(caller.segment.statement)")))
            } else {
                send(caller)
            }
        }
    }

    private mutating func send(_ caller: SegmentCaller) {
        guard let link else { return answer(caller, .failure(PostgresError(.connectionLost))) }
        StatementMetrics.count(caller.segment.statement)
        inFlight.append(SegmentInFlight(caller))
        nextExpiry = min(nextExpiry ?? caller.deadline, caller.deadline)
        do throws(PostgresError) { try caller.segment.send(on: link) } catch { lose(error) }
    }

    // MARK: Receiving

    private mutating func collect() {
        do throws(PostgresError) {
            // Flushing first: libpq reads while it waits to write.
            if try link?.flush() == nil { return }
            while let reply = try link?.takeReply() {
                guard !inFlight.isEmpty else { throw PostgresError(.connectionLost) }
                if let result = inFlight[0].take(reply) {
                    finish(inFlight.removeFirst(), result)
                } else if link?.isOpen == false {
                    throw inFlight[0].failure ?? PostgresError(.connectionLost)
                }
            }
        } catch {
            lose(error)
        }
    }

    private mutating func finish(_ segment: SegmentInFlight, _ result: Result<ResultTable, any Error>) {
        guard !segment.isAbandoned else { return }
        var caller = segment.caller
        if segment.failure?.isStalePreparation == true, !caller.isSecondTry {
            // A segment that failed left nothing behind, so it may simply be sent again.
            caller.isSecondTry = true
            return send(caller)
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

    /// The connection is gone, and with it every answer that was still to come.
    private mutating func lose(_ error: PostgresError) {
        link = nil
        nextExpiry = nil
        let lost = inFlight
        inFlight = []
        for segment in lost where !segment.isAbandoned {
            answer(segment.caller, .failure(PostgresError(.connectionLost, sqlState: error.sqlState)))
        }
    }

    // MARK: Waiting

    private mutating func expire() {
        guard nextExpiry?.hasPassed == true else { return }
        for index in inFlight.indices where !inFlight[index].isAbandoned {
            let caller = inFlight[index].caller
            guard caller.deadline.hasPassed else { continue }
            inFlight[index].isAbandoned = true
            answer(caller, .failure(PostgresError(.timedOut, statement: "\(caller.segment.statement)")))
        }
        if let first = inFlight.first, first.isAbandoned, first.caller.deadline.instant + Self.grace <= .now {
            return lose(PostgresError(.connectionLost))
        }
        nextExpiry = inFlight.map { $0.isAbandoned ? $0.giveUp(after: Self.grace) : $0.caller.deadline }.min()
    }

    private mutating func sleep() {
        var watched = [pollfd(fd: reader.doorbell.readEnd, events: Int16(POLLIN), revents: 0)]
        do throws(PostgresError) {
            if let link {
                let events = try link.flush() ? POLLIN : POLLIN | POLLOUT
                watched.append(pollfd(fd: link.socket, events: Int16(events), revents: 0))
            }
            poll(&watched, nfds_t(watched.count), nextExpiry?.millisecondsLeft ?? -1)
            if watched[0].revents != 0 { reader.doorbell.silence() }
            if let link, watched.count > 1, Int32(watched[1].revents) & ~POLLOUT != 0 {
                try link.consumeInput()
            }
        } catch {
            lose(error)
        }
    }
}

extension SegmentInFlight {
    fileprivate func giveUp(after grace: Duration) -> Deadline { Deadline(caller.deadline.instant + grace) }
}
