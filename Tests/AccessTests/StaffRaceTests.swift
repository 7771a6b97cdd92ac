import Clinic
import Clocks
import Foundation
import Postgres
import Sealing
import Support
import Testing

@testable import Access

@Suite(.database) struct `Two people for a role that signs` {
    let database = TestDatabase.current.database

    private func pendingGrant() async throws -> RoleGrant {
        let (colleague, granter) = (
            try await database.openStaff(.careNavigator), try await database.openStaff(.administrator)
        )
        let grant = try RoleGrant(of: .prescriber, to: colleague, by: granter, now: start)
        #expect(try await database.run { connection in try grant.insert(on: connection) })
        return grant
    }

    private func approve(_ id: ID<RoleGrant>, by administrator: UUID) async throws -> String {
        do {
            return try await database.run { connection in
                guard var grant = try RoleGrant.lock(id, on: connection) else { return "unknown" }
                let took = try grant.approve(by: administrator)
                if took { try grant.save(on: connection, now: start) }
                return took ? "took" : "had"
            }
        } catch let refusal as StaffAccessRefusal {
            return refusal.code
        }
    }

    @Test func `of sixteen who approve at once, one is heard`() async throws {
        let grant = try await pendingGrant()
        var administrators: [UUID] = []
        for _ in 1...4 { administrators.append(try await database.openStaff(.administrator)) }
        let answers = try await race(16) { [administrators] number in
            try await approve(grant.id, by: administrators[number % 4])
        }
        #expect(answers.filter { $0 == "took" }.count == 1)
        #expect(answers.filter { $0 == "had" }.count == 3)
        #expect(answers.filter { $0 == "grant_not_pending" }.count == 12)
    }

    @Test func `the granter and the colleague are refused, and the grant waits on`() async throws {
        let grant = try await pendingGrant()
        for person in [try #require(grant.grantedBy), grant.account] {
            #expect(try await approve(grant.id, by: person) == "second_person_required")
        }
        #expect(try await database.count("role_grant", where: "id = \(grant.id) AND state = 'pending'") == 1)
    }

    @Test func `a decision on a grant waits for another one`() async throws {
        let grant = try await pendingGrant()
        let lock: @Sendable (Connection) throws -> Void = { connection in
            _ = try RoleGrant.lock(grant.id, on: connection)
        }
        try await database.expect(lock, toWaitFor: lock)
    }

    @Test func `ending one administrator waits for the end of another`() async throws {
        let (one, other) = (
            try await database.openStaff(.administrator), try await database.openStaff(.administrator)
        )
        @Sendable func decide(on account: UUID, _ connection: Connection) throws {
            let ids: [ID<RoleGrant>] = try connection.fetch(
                "SELECT id FROM role_grant WHERE account_id = \(account)", "test.grant"
            ) { try $0["id"] }
            guard let id = ids.first, let grant = try RoleGrant.lock(id, on: connection),
                try grant.otherAdministrators(on: connection) > 0
            else { throw Unexpected() }
        }
        try await database.expect({ try decide(on: other, $0) }, toWaitFor: { try decide(on: one, $0) })
    }

    @Test func `of sixteen grants of one role at once, one is made`() async throws {
        let (colleague, granter) = (
            try await database.openStaff(.careNavigator), try await database.openStaff(.administrator)
        )
        let made = try await race(16) { _ in
            try await database.run { connection in
                try RoleGrant(of: .medicalDirector, to: colleague, by: granter, now: start).insert(
                    on: connection)
            }
        }
        #expect(made.filter(\.self).count == 1)
    }

    @Test func `a role that ended can be granted again`() async throws {
        var grant = try await pendingGrant()
        let administrator = try await database.openStaff(.administrator)
        #expect(grant.end(by: administrator) == true)
        let again = try RoleGrant(of: grant.role, to: grant.account, by: administrator, now: start)
        let made = try await database.run { [grant] connection in
            try grant.save(on: connection, now: start)
            return try again.insert(on: connection)
        }
        #expect(made)
        let (active, pending) = try await database.run { [grant] connection in
            try RoleGrant.live(of: grant.account, on: connection)
        }
        #expect(active == [.careNavigator] && pending == [.prescriber])
    }

    @Test func `only active accounts have roles in force`() async throws {
        let colleague = try await database.openStaff(.careNavigator, .auditor)
        func roles() async throws -> Set<Role>? {
            try await database.run { connection in try StaffMember.activeRoles(of: colleague, on: connection)
            }
        }
        #expect(try await roles() == [.careNavigator, .auditor])
        try await database.run { connection in
            try StaffMember.save(.inactive, of: colleague, keyring: try .forTests, on: connection)
        }
        #expect(try await roles() == nil)
    }
}

@Suite(.database) struct `The second factor` {
    let database = TestDatabase.current.database
    let totp = TOTPSecret()

    private func person() async throws -> StaffCredential {
        let account = try await database.openStaff(.administrator)
        let hash = try await PasswordHasher(parameters: .quick).hash("correct horse battery")
        let credential = StaffCredential(account: account, password: hash, totp: totp)
        try await database.run { connection in
            try credential.save(step: 100, keyring: try .forTests, on: connection, now: start)
        }
        return credential
    }

    private func use(_ step: Int64, _ person: StaffCredential, at now: Instant = start) async throws -> Bool {
        try await database.run { connection in try person.use(step: step, on: connection, now: now) }
    }

    private func wrong(_ person: StaffCredential, at now: Instant = start) async throws {
        try await database.run { connection in
            try StaffCredential.countWrongCode(of: person.account, on: connection, now: now)
        }
    }

    @Test func `counts once, of sixteen clients with the same code too`() async throws {
        let person = try await person()
        let used = try await race(16) { _ in try await use(101, person) }
        #expect(used.filter(\.self).count == 1)
    }

    @Test func `never goes back`() async throws {
        let person = try await person()
        #expect(try await !use(100, person))
        #expect(try await use(102, person))
        #expect(try await !use(101, person))
        #expect(try await use(103, person))
    }

    @Test func `is locked for a while after five wrong codes in a row, at the same time too`() async throws {
        let person = try await person()
        for _ in 1...4 { try await wrong(person) }
        #expect(try await use(101, person))
        _ = try await race(16) { _ in try await wrong(person) }
        #expect(try await !use(102, person))
        #expect(try await !use(102, person, at: start + .minutes(15) - .microseconds(1)))
        #expect(try await use(102, person, at: start + .minutes(15)))
    }

    @Test func `of somebody who left counts no more`() async throws {
        let person = try await person()
        try await database.run { connection in
            try StaffMember.save(.inactive, of: person.account, keyring: try .forTests, on: connection)
        }
        #expect(try await !use(101, person))
    }

    @Test func `does not count with a password that was exchanged meanwhile`() async throws {
        let before = try await person()
        let hash = try await PasswordHasher(parameters: .quick).hash("seven quiet herons")
        let after = StaffCredential(account: before.account, password: hash, totp: totp)
        try await database.run { connection in
            try after.save(step: 100, keyring: try .forTests, on: connection, now: start)
        }
        #expect(try await !use(101, before))
        #expect(try await use(101, after))
    }

    @Test func `is sealed, to its row`() async throws {
        let person = try await person()
        let rows = try await database.read(
            by: Actor.system("test"),
            "SELECT totp_secret FROM staff_credential WHERE account_id = \(person.account)",
            "test.secret"
        ) { try $0["totp_secret"] as Sealed<Data> }
        let sealed = try #require(rows.first)
        #expect(sealed.bytes.range(of: totp.bytes) == nil)
        let elsewhere = SealedPlace(table: "staff_credential", column: "totp_secret", row: UUID().uuidString)
        #expect(throws: SealingError.notAuthentic) { try sealed.open(with: try .forTests, at: elsewhere) }
    }
}

@Suite(.database) struct `Setting up an installation` {
    /// A database without anybody; the other suites' people would be in the way.
    @Test func `works once, of sixteen at a time too`() async throws {
        let database = TestDatabase.current.database
        let claims = try await race(16) { _ in
            try await database.run { connection in try Installation.claimSetup(on: connection, now: start) }
        }
        #expect(claims.filter(\.self).count == 1)
        let later = try await database.run { connection in
            try Installation.claimSetup(on: connection, now: start + .hours(24 * 365))
        }
        #expect(!later)
    }

    @Test func `is over where there is a care team already`() async throws {
        try await TestDatabase.with { fresh in
            _ = try await fresh.database.openStaff(.administrator)
            let claimed = try await fresh.database.run { connection in
                try Installation.claimSetup(on: connection, now: start)
            }
            #expect(!claimed)
        }
    }
}
