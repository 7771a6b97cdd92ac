import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import Access

@Suite(.database) struct `Sessions and their refresh tokens` {
    let database = TestDatabase.current.database

    private func signIn(at now: Instant = start) async throws -> (session: Session, refreshToken: OpaqueToken)
    {
        let patient = try await database.openPatient()
        return try await database.run { connection in
            try Session.open(for: patient.id, .patient, by: .emailCode, on: connection, now: now)
        }
    }

    private func exchange(_ token: OpaqueToken, at now: Instant) async throws -> Renewal {
        try await database.run { connection in try RefreshToken.exchange(token, on: connection, now: now) }
    }

    /// The successor's text, or what else came of it.
    private func outcome(_ token: OpaqueToken, at now: Instant) async throws -> String {
        switch try await exchange(token, at: now) {
        case .renewed(_, let successor): successor.text
        case .reused: "reused"
        case .over: "over"
        case .unknown: "unknown"
        }
    }

    private func successor(of token: OpaqueToken, at now: Instant) async throws -> OpaqueToken {
        try #require(OpaqueToken(.refresh, presented: try await outcome(token, at: now)))
    }

    @Test func `each token gives the next, and the session lives on`() async throws {
        let (session, first) = try await signIn()
        var token = first
        for day in 1...60 { token = try await successor(of: token, at: start + .hours(24 * day)) }
        #expect(
            try await database.count(
                "session",
                where: "id = \(session.id) AND last_used_at = \(start + .hours(24 * 60)) AND ended_at IS NULL"
            ) == 1)
        // 60 days in, 30 days of idleness would reach beyond the 90 days.
        #expect(try await outcome(token, at: start + .hours(24 * 90)) == "over")
    }

    @Test func `a repeated refresh gets the same successor, within a minute and while that is unused`()
        async throws
    {
        let (_, token) = try await signIn()
        let first = try await outcome(token, at: start + .hours(1))
        #expect(try await outcome(token, at: start + .hours(1) + .seconds(59)) == first)
        #expect(try await outcome(token, at: start + .hours(1) + .seconds(60)) == "reused")
        // And that was the end of the session: the successor is worth nothing either.
        let successor = try #require(OpaqueToken(.refresh, presented: first))
        #expect(try await outcome(successor, at: start + .hours(1) + .seconds(61)) == "over")
    }

    @Test func `a token whose successor was used is a copy, and ends the session`() async throws {
        let (session, token) = try await signIn()
        let next = try await successor(of: token, at: start + .seconds(1))
        _ = try await successor(of: next, at: start + .seconds(2))
        #expect(try await outcome(token, at: start + .seconds(3)) == "reused")
        #expect(
            try await database.count("session", where: "id = \(session.id) AND end_reason = 'refreshReused'")
                == 1)
        #expect(try await database.count("revocation", where: "session_id = \(session.id)") == 1)
    }

    @Test(arguments: 1...8)
    func `sixteen clients with one token get one and the same successor`(round: Int) async throws {
        let (session, token) = try await signIn()
        let outcomes = try await race(16) { _ in try await outcome(token, at: start + .seconds(5)) }
        #expect(Set(outcomes).count == 1 && outcomes[0].hasPrefix("lzr_"))
        #expect(try await database.count("refresh_token", where: "session_id = \(session.id)") == 2)
    }

    @Test func `an exchange waits for another one of the same session`() async throws {
        let (_, token) = try await signIn()
        let exchange: @Sendable (Connection) throws -> Void = { connection in
            guard case .renewed = try RefreshToken.exchange(token, on: connection, now: start) else {
                throw Unexpected()
            }
        }
        try await database.expect(exchange, toWaitFor: exchange)
    }

    @Test func `an idle, an ended and an unknown one are told apart`() async throws {
        let (_, idle) = try await signIn()
        #expect(try await outcome(idle, at: start + .hours(24 * 30)) == "over")
        let (session, ended) = try await signIn()
        let wasEnded = try await database.run { connection in
            try Session.end(session.id, of: session.account, because: .signedOut, on: connection, now: start)
        }
        #expect(wasEnded)
        #expect(try await outcome(ended, at: start + .seconds(1)) == "over")
        #expect(try await outcome(OpaqueToken(.refresh), at: start) == "unknown")
    }

    @Test func `of an account that is not active are over`() async throws {
        let (session, token) = try await signIn()
        try await database.run { connection in
            try connection.run(
                "UPDATE account SET state = 'inactive' WHERE id = \(session.account)", "test.leave")
        }
        #expect(try await outcome(token, at: start + .seconds(1)) == "over")
    }

    @Test func `nobody ends another's session, and nobody ends one twice`() async throws {
        let (session, _) = try await signIn()
        @Sendable func end(by account: UUID) async throws -> Bool {
            try await database.run { connection in
                try Session.end(session.id, of: account, because: .signedOut, on: connection, now: start)
            }
        }
        #expect(try await !end(by: UUID()))
        let ends = try await race(16) { _ in try await end(by: session.account) }
        #expect(ends.filter(\.self).count == 1)
        #expect(try await database.count("revocation", where: "session_id = \(session.id)") == 1)
    }

    @Test func `are listed while they are open, and end together`() async throws {
        let patient = try await database.openPatient()
        func open(at now: Instant) async throws -> Session {
            try await database.run { connection in
                try Session.open(for: patient.id, .patient, by: .textCode, on: connection, now: now).session
            }
        }
        let old = try await open(at: start - .hours(24 * 40))
        let (first, second) = (try await open(at: start), try await open(at: start + .hours(1)))
        let listed = try await database.read(
            by: Actor.patient(patient.id), Session.select(of: patient.id, now: start + .hours(2)),
            "test.sessions",
            decode: Session.init)
        #expect(listed == [second, first])
        let ended = try await database.run { connection in
            try Session.endAll(
                of: patient.id, because: .signedOutEverywhere, on: connection, now: start + .hours(2))
        }
        #expect(Set(ended) == Set([old, first, second].map(\.id.uuid)))
    }

    @Test func `are forgotten with their tokens a while after their end`() async throws {
        let (session, token) = try await signIn(at: start - .hours(24 * 1000))
        _ = try await exchange(token, at: start - .hours(24 * 999))
        let (young, _) = try await signIn()
        let forgotten = try await database.run { connection in
            try Session.forget(before: start - .hours(24 * 365), batch: 1000, on: connection)
        }
        #expect(forgotten >= 1)
        #expect(try await database.count("session", where: "id = \(session.id)") == 0)
        #expect(try await database.count("refresh_token", where: "session_id = \(session.id)") == 0)
        #expect(try await database.count("session", where: "id = \(young.id)") == 1)
    }

    @Test func `are found by index`() async throws {
        let token = OpaqueToken(.refresh).hash
        let plan = try await database.run { connection in
            try connection.execute("SET LOCAL enable_seqscan = off", "test.plan")
            return try connection.fetch(
                """
                EXPLAIN SELECT id FROM session
                WHERE id = (SELECT session_id FROM refresh_token WHERE hash = \(token)) FOR UPDATE
                """, "test.explain"
            ) { try $0["QUERY PLAN"] as String }.joined(separator: "\n")
        }
        #expect(
            plan.contains("refresh_token_pkey") && plan.contains("session_pkey") && !plan.contains("Seq Scan")
        )
    }
}

@Suite(.database) struct `The end of a session in other processes` {
    let database = TestDatabase.current.database

    @Test func `is learned at the next look, each end once and none forgotten`() async throws {
        let patient = try await database.openPatient()
        func open() async throws -> Session {
            try await database.run { connection in
                try Session.open(for: patient.id, .patient, by: .emailCode, on: connection, now: start)
                    .session
            }
        }
        func end(_ session: Session) async throws {
            _ = try await database.run { connection in
                try Session.end(session.id, of: patient.id, because: .signedOut, on: connection, now: start)
            }
        }
        let clock = SteppedClock(start)
        let tokens = try await AccessTokens(keys: TokenKeys(), realm: .test)
        let watch = RevocationWatch(database: database, tokens: tokens, clock: clock, onFault: { _ in })
        func isRefused(_ session: Session) async throws -> Bool {
            let caller = Caller(
                accountID: patient.id, kind: .patient, roles: [.patient], session: session.id.uuid)
            let (token, _) = try await tokens.issue(for: caller, now: start)
            do throws(AccessRefusal) {
                _ = try await tokens.verify(token, now: start)
                return false
            } catch {
                return error == .tokenInvalid
            }
        }
        let (before, during, untouched) = (try await open(), try await open(), try await open())
        try await end(before)
        #expect(try await !isRefused(before))
        try await watch.look()
        #expect(try await isRefused(before))
        #expect(try await !isRefused(during))
        try await end(during)
        try await watch.look()
        try await watch.look()
        #expect(try await isRefused(during))
        #expect(try await !isRefused(untouched))
    }

    /// Numbers are handed out in the order of the commits: while one who has a number has not committed, nobody
    /// gets a later one. A reader who has seen number 7 would otherwise miss a number 6.
    @Test func `has a number that no later commit undercuts`() async throws {
        let (first, second) = (UUID(), UUID())
        try await database.expect(
            { try Revocation.record([second], on: $0, now: start) },
            toWaitFor: { try Revocation.record([first], on: $0, now: start) })
        try await database.run { connection in try Revocation.record([second], on: connection, now: start) }
        let order = try await database.read(
            by: Actor.system("test"),
            "SELECT session_id FROM revocation WHERE session_id = ANY (\([first, second])) ORDER BY sequence",
            "test.order"
        ) { try $0["session_id"] as UUID }
        #expect(order == [first, second])
    }

    @Test func `is forgotten once no token can be about`() async throws {
        try await database.run { connection in
            try Revocation.record([UUID()], on: connection, now: start - .hours(1000))
        }
        let forgotten = try await database.run { connection in
            try Revocation.forget(before: start - .hours(999), batch: 10, on: connection)
        }
        #expect(forgotten == 1)
    }
}
