import EmbeddedPostgres
import Foundation
import Locks

/// Stands between a program and PostgreSQL and misbehaves on demand: freezes, hangs up, swallows an answer.
///
/// It speaks Unix sockets and copies bytes on a thread of its own; what it does is set from any thread.
package final class FaultProxy: Sendable {
    /// What it may be told, and what it has seen.
    private struct Guarded {
        var isFrozen = false
        var refuses = false
        var hangsUp = false
        var isStopped = false
        /// The answer to the first message that contains this is swallowed, and the connection cut.
        var swallowed: [UInt8]?
        var turns = 0
        var accepted = 0
        var open = 0
    }

    private let guarded = Locked(Guarded())
    private let folder: URL
    private let upstream: String
    private let listener: Int32
    private let wake: (read: Int32, write: Int32)

    /// In front of the tests' cluster.
    package init() throws {
        upstream = TestCluster.cluster.place.socketDirectory.appending(path: ".s.PGSQL.5432").path
        folder = URL(filePath: "/tmp/lozenge-proxy-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        listener = try UnixSocket.listen(at: folder.appending(path: ".s.PGSQL.5432").path)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        wake = (ends[0], ends[1])
        let thread = Thread { [self] in
            var relay = Relay(proxy: self)
            relay.run()
        }
        thread.name = "fault-proxy"
        thread.start()
    }

    /// The way to `database` through this proxy.
    package func url(as role: String = PrivateCluster.runtimeRole, database: String) -> String {
        "postgresql://\(role)@/\(database)?host=\(folder.path)"
    }

    // MARK: Misbehaving

    /// Nothing moves any more, and nobody is told; connections stay open.
    package func freeze() { change { $0.isFrozen = true } }

    package func thaw() { change { $0.isFrozen = false } }

    /// Every connection is cut, and new ones too, as if the server were down.
    package func goDown() {
        change { state in
            state.refuses = true
            state.hangsUp = true
        }
    }

    package func comeBack() { change { $0.refuses = false } }

    /// Every connection is cut once; new ones are fine.
    package func hangUp() { change { $0.hangsUp = true } }

    /// Lets the first message with this text through, waits until the server has answered it, and cuts the
    /// connection instead of passing the answer on.
    package func swallowAnswer(to text: String) { change { $0.swallowed = [UInt8](text.utf8) } }

    package func stop() { change { $0.isStopped = true } }

    // MARK: Seeing

    /// How often the program spoke after having listened: round trips, connecting included.
    package var turns: Int { guarded.withLock(\.turns) }

    /// Connections that were made through it so far.
    package var accepted: Int { guarded.withLock(\.accepted) }

    /// Connections that are open now.
    package var open: Int { guarded.withLock(\.open) }

    private func change(_ body: (inout Guarded) -> Void) {
        guarded.withLock { body(&$0) }
        var byte: UInt8 = 1
        _ = write(wake.write, &byte, 1)
    }

    // MARK: The thread

    private struct Pair {
        let client: Int32
        let server: Int32
        var lastSpoke = Speaker.server
        var swallowsNext = false
    }

    private enum Speaker { case client, server }

    private struct Relay {
        let proxy: FaultProxy
        var pairs: [Pair] = []

        mutating func run() {
            while true {
                let state = proxy.guarded.withLock { state in
                    defer { state.hangsUp = false }
                    return state
                }
                if state.hangsUp || state.isStopped { for index in pairs.indices.reversed() { cut(index) } }
                if state.isStopped { break }
                step(isFrozen: state.isFrozen, refuses: state.refuses)
            }
            close(proxy.listener)
            try? FileManager.default.removeItem(at: proxy.folder)
        }

        private mutating func step(isFrozen: Bool, refuses: Bool) {
            var watched = [pollfd(fd: proxy.wake.read, events: Int16(POLLIN), revents: 0)]
            watched.append(pollfd(fd: proxy.listener, events: Int16(POLLIN), revents: 0))
            if !isFrozen {
                for pair in pairs {
                    watched.append(pollfd(fd: pair.client, events: Int16(POLLIN), revents: 0))
                    watched.append(pollfd(fd: pair.server, events: Int16(POLLIN), revents: 0))
                }
            }
            poll(&watched, nfds_t(watched.count), -1)
            if watched[0].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 64)
                _ = read(proxy.wake.read, &bytes, bytes.count)
                return
            }
            for index in pairs.indices.reversed() where !isFrozen {
                if watched[2 + 2 * index].revents != 0 {
                    pass(index, from: .client)
                } else if watched[3 + 2 * index].revents != 0 {
                    pass(index, from: .server)
                }
            }
            if watched[1].revents != 0 { accept(refuses: refuses) }
        }

        private mutating func accept(refuses: Bool) {
            let client = Foundation.accept(proxy.listener, nil, nil)
            guard client >= 0 else { return }
            guard !refuses, let server = try? UnixSocket.connect(to: proxy.upstream) else {
                close(client)
                return
            }
            pairs.append(Pair(client: client, server: server))
            proxy.guarded.withLock { state in
                state.accepted += 1
                state.open += 1
            }
        }

        private mutating func pass(_ index: Int, from speaker: Speaker) {
            let pair = pairs[index]
            let (source, target) =
                speaker == .client ? (pair.client, pair.server) : (pair.server, pair.client)
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = read(source, &bytes, bytes.count)
            guard count > 0 else { return cut(index) }
            if speaker == .server, pair.swallowsNext { return cut(index) }
            if speaker == .client {
                let text = bytes.prefix(count)
                let isNewTurn = pair.lastSpoke == .server
                pairs[index].swallowsNext = proxy.guarded.withLock { state in
                    if isNewTurn { state.turns += 1 }
                    guard let swallowed = state.swallowed, text.contains(swallowed) else { return false }
                    state.swallowed = nil
                    return true
                }
            }
            pairs[index].lastSpoke = speaker
            var written = 0
            while written < count {
                let more = bytes.withUnsafeBytes { UnixSocket.send($0[written..<count], to: target) }
                guard more > 0 else { return cut(index) }
                written += more
            }
        }

        private mutating func cut(_ index: Int) {
            close(pairs[index].client)
            close(pairs[index].server)
            pairs.remove(at: index)
            proxy.guarded.withLock { $0.open -= 1 }
        }
    }
}
