import Support
import Testing

@testable import Postgres

/// What one connection learns, the others know.
struct `The server's health` {
    private let opened = ContinuousClock.now

    @Test func `is in doubt for those who have not heard from it since a silence`() {
        let health = ServerHealth()
        #expect(health.verdict(openedAt: opened, lastHeard: opened) == .trusted)
        health.noteSilence(at: opened + .seconds(5))
        #expect(health.verdict(openedAt: opened, lastHeard: opened + .seconds(4)) == .toBeProbed)
        #expect(health.verdict(openedAt: opened, lastHeard: opened + .seconds(6)) == .trusted)
        health.noteDeath(since: opened + .seconds(5))
        #expect(health.verdict(openedAt: opened, lastHeard: opened + .seconds(4)) == .obsolete)
        #expect(health.verdict(openedAt: opened, lastHeard: opened + .seconds(6)) == .trusted)
    }

    @Test func `is over for all that was opened before another server was found to be the primary`() {
        let memory = ServerMemory()
        let health = ServerHealth(memory)
        memory.note(.init(host: "a"), isOnlyOne: true)
        memory.note(.init(host: "a", address: "10.0.0.1"), isOnlyOne: true)
        #expect(health.verdict(openedAt: opened, lastHeard: .now) == .trusted)
        memory.note(.init(host: "b"), isOnlyOne: true)
        #expect(health.verdict(openedAt: opened, lastHeard: .now) == .obsolete)
        let now = ContinuousClock.now
        #expect(health.verdict(openedAt: now, lastHeard: now) == .trusted)
        // Where any server will do, another one says nothing about the first.
        memory.note(.init(host: "a"), isOnlyOne: false)
        #expect(health.verdict(openedAt: now, lastHeard: now) == .trusted)
    }

    @Test func `is over for sessions opened before it became a replica`() {
        let health = ServerHealth()
        health.noteDemotion(at: opened + .seconds(5))
        #expect(health.verdict(openedAt: opened, lastHeard: opened + .seconds(9)) == .obsolete)
        #expect(health.verdict(openedAt: opened + .seconds(6), lastHeard: opened + .seconds(6)) == .trusted)
    }
}

/// What an error says about what has happened.
struct `An outcome` {
    @Test(arguments: [
        PostgresError.Kind.server, .unreachable, .connectionLost, .timedOut, .poolExhausted, .closed,
        .badSettings,
    ])
    func `is known unless the answer to COMMIT was lost`(kind: PostgresError.Kind) {
        #expect(PostgresError(kind).outcome == .knownNotDone)
        #expect(PostgresError(.outcomeUnknown).outcome == .unknown)
    }
}
