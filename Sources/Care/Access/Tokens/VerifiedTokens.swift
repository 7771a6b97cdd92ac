import Clocks
import Foundation
import Locks

/// Access tokens whose signature was found right, by the SHA-256 of their text, until they expire.
final class VerifiedTokens: Sendable {
    struct Token: Sendable {
        let caller: Caller
        let expires: Instant
    }

    private let tokens = Locked<[Data: Token]>([:])
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(2, capacity) }

    var count: Int { tokens.withLock { $0.count } }

    subscript(_ hash: Data) -> Token? { tokens.withLock { $0[hash] } }

    /// When it is full the expired ones go; if that is not enough, the half that expires first.
    func remember(_ token: Token, under hash: Data, now: Instant) {
        tokens.withLock { tokens in
            if tokens.count >= capacity {
                tokens = tokens.filter { $0.value.expires > now }
            }
            if tokens.count >= capacity {
                let middle = tokens.values.map(\.expires).sorted()[tokens.count / 2]
                tokens = tokens.filter { $0.value.expires > middle }
            }
            tokens[hash] = token
        }
    }

    func forget(sessions: Set<UUID>) {
        tokens.withLock { tokens in tokens = tokens.filter { !sessions.contains($0.value.caller.session) } }
    }
}

/// Sessions that ended while tokens of theirs may still be about: ten minutes' worth.
final class EndedSessions: Sendable {
    private let sessions = Locked<[UUID: Instant]>([:])

    func contains(_ session: UUID) -> Bool { sessions.withLock { $0[session] != nil } }

    /// Those whose last token has expired by now are forgotten on the way.
    func insert(_ ids: some Collection<UUID>, until: Instant, now: Instant) {
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value > now }
            for id in ids { sessions[id] = until }
        }
    }
}
