import CLibpq
import Foundation

/// Signs in at the first server of several that answers and is what the URL asks for.
///
///     server 1   ├──────── no word ────────────── … given up when another has won
///     server 2        ├── standby ──┤        ├── promoted: won
///                250 ms             after 500 ms once more
///
/// A server that says nothing costs the others a quarter of a second and no more. It belongs to one thread,
/// which sleeps in `poll` and is back by the deadline, come what may.
struct SignInRace {
    /// How long one server is waited for before the next is tried beside it.
    static var stagger: Duration { .milliseconds(250) }
    /// After how long one that was turned down is asked again, while another still says nothing.
    static var secondLook: Duration { .milliseconds(500) }

    private struct Candidate {
        let server: ServerRoute.Server
        let notBefore: ContinuousClock.Instant
    }

    private let route: ServerRoute
    private let deadline: Deadline
    private let inbox = NameLookup.Inbox()
    private var candidates: [Candidate]
    /// By name, the servers that begin once it is known.
    private var unnamed: [String: [ServerRoute.Server]] = [:]
    private var attempts: [SignInAttempt] = []
    private var nextStart = ContinuousClock.now
    private var failures: [String] = []

    init(
        _ route: ServerRoute, in order: [ServerRoute.Server], names: NameLookup, until deadline: Deadline
    ) {
        self.route = route
        self.deadline = deadline
        candidates = order.map { Candidate(server: $0, notBefore: .now) }
        for name in Set(order.compactMap(\.name)) { names.find(name, for: inbox) }
    }

    /// The winner; everybody else is hung up on. Throws `unreachable` with what each server said.
    mutating func run() throws(PostgresError) -> SignInAttempt {
        defer { for attempt in attempts { attempt.giveUp() } }
        while true {
            try startWhoIsDue()
            if let winner = takeWinner() { return winner }
            guard !attempts.isEmpty || !unnamed.isEmpty || !candidates.isEmpty else { throw failure }
            guard !deadline.hasPassed else { throw lateness }
            wait()
        }
    }

    // MARK: Starting

    private mutating func startWhoIsDue() throws(PostgresError) {
        var now = ContinuousClock.now
        while nextStart <= now, let index = candidates.firstIndex(where: { $0.notBefore <= now }) {
            let server = candidates.remove(at: index).server
            nextStart = now + Self.stagger
            if let name = server.name {
                unnamed[name, default: []].append(server)
                continue
            }
            attempts.append(try SignInAttempt(server, of: route))
            now = .now
        }
    }

    /// A name with several addresses is as many servers: the first takes the name's place, the others are tried
    /// after everybody else.
    private mutating func hear(_ found: [String: [String]]) {
        var (front, middle, back): ([Candidate], [Candidate], [Candidate]) = ([], [], [])
        func place(_ server: ServerRoute.Server, in list: inout [Candidate]) {
            let places = (server.name.flatMap { found[$0] } ?? []).map { address in
                var server = server
                server.address = address
                return Candidate(server: server, notBefore: .now)
            }
            list += places.prefix(1)
            back += places.dropFirst()
        }
        for name in found.keys {
            for server in unnamed.removeValue(forKey: name) ?? [] {
                place(server, in: &front)
                // Its turn has been.
                nextStart = .now
            }
            if found[name] == [] { failures.append("the name \(name) is not known") }
        }
        for candidate in candidates {
            if let name = candidate.server.name, found[name] != nil {
                place(candidate.server, in: &middle)
            } else {
                middle.append(candidate)
            }
        }
        candidates = front + middle + back
    }

    // MARK: Deciding

    private mutating func takeWinner() -> SignInAttempt? {
        for index in attempts.indices.reversed() {
            switch attempts[index].progress {
            case .underWay: continue
            case .signedIn: return attempts.remove(at: index)
            case .failed(let error): drop(index, error)
            }
        }
        return nil
    }

    private mutating func drop(_ index: Int, _ error: PostgresError) {
        let attempt = attempts.remove(at: index)
        if let message = error.message, !failures.contains(message) { failures.append(message) }
        nextStart = .now
        // Worth another look only while somebody is waited for anyhow: a standby may just be promoted.
        if attempt.wasTurnedDown, route.isChoosy, !attempts.isEmpty {
            candidates.append(Candidate(server: attempt.server, notBefore: .now + Self.secondLook))
        }
        attempt.giveUp()
        // Nobody is left but those who would be asked again.
        if attempts.isEmpty, unnamed.isEmpty { candidates.removeAll { $0.notBefore > .now } }
    }

    private var failure: PostgresError {
        PostgresError(.unreachable, message: failures.joined(separator: "; "))
    }

    private var lateness: PostgresError {
        PostgresError(.unreachable, message: (failures + ["no answer in time"]).joined(separator: "; "))
    }

    // MARK: Waiting

    private mutating func wait() {
        var watched = attempts.map(\.watched)
        watched.append(pollfd(fd: inbox.doorbell.readEnd, events: Int16(POLLIN), revents: 0))
        poll(&watched, nfds_t(watched.count), wake.millisecondsLeft)
        for index in attempts.indices where watched[index].revents != 0 { _ = attempts[index].advance() }
        if watched[attempts.count].revents != 0 { hear(inbox.take()) }
    }

    /// The moment at which something is to be done though nothing moved.
    private var wake: Deadline {
        guard let earliest = candidates.map(\.notBefore).min() else { return deadline }
        return min(deadline, Deadline(max(earliest, nextStart)))
    }
}
