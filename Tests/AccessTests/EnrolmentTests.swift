import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import Access

@Suite struct `When somebody comes to the care team` {
    private func inClinic(_ body: @Sendable (TestClinic) async throws -> Void) async throws {
        try await TestDatabase.with { test in try await body(try await TestClinic(on: test)) }
    }

    @Test func `a new installation gives out two links, once, to one of sixteen`() async throws {
        try await inClinic { clinic in
            let answers = try await race(16) { _ in
                do {
                    return try await clinic.carePath.setUp(by: .system("setup")).count
                } catch StaffAccessRefusal.alreadySetUp {
                    return 0
                }
            }
            #expect(answers.filter { $0 == 2 }.count == 1)
            #expect(answers.filter { $0 == 0 }.count == 15)
            #expect(try await clinic.database.count("enrolment", where: "purpose = 'setup'") == 2)
        }
    }

    @Test func `a setup link makes an administrator, who can sign in`() async throws {
        try await inClinic { clinic in
            let token = try await clinic.carePath.setUp(by: .system("setup"))[0].token.text
            let offer = try await clinic.carePath.startEnrolment(token)
            #expect(offer.name.isEmpty && offer.email.isEmpty && offer.roles == [.administrator])
            #expect(
                offer.otpauth.hasPrefix(
                    "otpauth://totp/Lozenge%20test:administrator?secret=\(offer.totpSecret)&"))
            #expect(try await clinic.carePath.startEnrolment(token).totpSecret == offer.totpSecret)
            let secret = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
            let email = try #require(EmailAddress("ana@clinic.example"))
            func complete(
                _ name: String?, _ email: EmailAddress?, _ password: String, _ totp: String
            ) async throws -> String {
                try await outcome {
                    try await clinic.carePath.completeEnrolment(
                        token, with: .init(name: name, email: email, password: password, totp: totp))
                }
            }
            let (good, code) = ("seven quiet herons", clinic.code(of: secret))
            let wrong = code == "000000" ? "000001" : "000000"
            #expect(try await complete("Ana", email, "short", code) == "password_too_weak")
            #expect(try await complete("Ana", email, "ana@clinic.example1", code) == "password_too_weak")
            #expect(try await complete("Ana", email, good, wrong) == "totp_wrong")
            #expect(try await complete(nil, email, good, code) == "identity_missing")
            #expect(try await complete("  ", email, good, code) == "identity_missing")
            #expect(try await complete("Ana", nil, good, code) == "identity_missing")
            #expect(try await complete("Ana", email, good, code) == "done")
            #expect(try await complete("Ana", email, good, code) == "link_used")
            await #expect(throws: StaffAccessRefusal.linkUsed) {
                try await clinic.carePath.startEnrolment(token)
            }
            let ana = Colleague(email: email, password: good, totp: secret)
            #expect(try await clinic.signIn(ana).caller.roles == [.administrator])
        }
    }

    @Test func `sixteen completions of one link make one account`() async throws {
        try await inClinic { clinic in
            let token = try await clinic.carePath.setUp(by: .system("setup"))[0].token.text
            let offer = try await clinic.carePath.startEnrolment(token)
            let secret = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
            let outcomes = try await race(16) { number in
                try await outcome {
                    try await clinic.carePath.completeEnrolment(
                        token,
                        with: EnrolmentProof(
                            name: "Ana", email: EmailAddress("ana\(number)@clinic.example"),
                            password: "seven quiet herons", totp: clinic.code(of: secret)))
                }
            }
            #expect(outcomes.filter { $0 == "done" }.count == 1)
            #expect(outcomes.filter { $0 == "link_used" }.count == 15)
            #expect(try await clinic.database.count("account") == 1)
        }
    }

    @Test func `two administrators have two e-mails`() async throws {
        try await inClinic { clinic in
            let links = try await clinic.carePath.setUp(by: .system("setup"))
            let email = EmailAddress("ana@clinic.example")
            _ = try await clinic.enrol(links[0].token.text, as: "Ana", email: email)
            await #expect(throws: StaffAccessRefusal.emailTaken) {
                try await clinic.enrol(links[1].token.text, as: "Ben", email: email)
            }
        }
    }

    @Test func `links run out: a day from the console, three by mail`() async throws {
        try await inClinic { clinic in
            let links = try await clinic.carePath.setUp(by: .system("setup"))
            let ana = try await clinic.enrol(
                links[0].token.text, as: "Ana", email: EmailAddress("ana@clinic.example"))
            clinic.clock.advance(to: links[1].expiresAt)
            await #expect(throws: StaffAccessRefusal.linkExpired) {
                try await clinic.carePath.startEnrolment(links[1].token.text)
            }
            let (invited, link) = try await clinic.invite("Cleo", [.auditor], by: clinic.signIn(ana).caller)
            #expect(invited.expiresAt == clinic.clock.now + .hours(72))
            clinic.clock.advance(to: invited.expiresAt)
            await #expect(throws: StaffAccessRefusal.linkExpired) {
                try await clinic.carePath.startEnrolment(link)
            }
        }
    }

    @Test(arguments: ["", "lze_x", OpaqueToken(.enrolment).text, OpaqueToken(.refresh).text])
    func `what was never a link is none`(token: String) async throws {
        try await inClinic { clinic in
            await #expect(throws: StaffAccessRefusal.linkUnknown) {
                try await clinic.carePath.startEnrolment(token)
            }
            let proof = EnrolmentProof(name: "A", email: nil, password: "seven quiet herons", totp: "000000")
            await #expect(throws: StaffAccessRefusal.linkUnknown) {
                try await clinic.carePath.completeEnrolment(token, with: proof)
            }
        }
    }

    @Test func `an invitation knows its guest, and a newer one takes its place`() async throws {
        try await inClinic { clinic in
            let (ana, _) = try await clinic.twoAdministrators()
            let admin = try await clinic.signIn(ana).caller
            let (first, old) = try await clinic.invite("Cleo", [.careNavigator, .auditor], by: admin)
            let offer = try await clinic.carePath.startEnrolment(old)
            #expect(offer.name == "Cleo" && offer.email == "cleo@clinic.example")
            #expect(Set(offer.roles) == [.careNavigator, .auditor])
            clinic.clock.advance(by: .seconds(1))
            let (second, new) = try await clinic.invite("Cleo", [.careNavigator], by: admin)
            #expect(second.account == first.account && second.handle == first.handle)
            await #expect(throws: StaffAccessRefusal.linkUsed) {
                try await clinic.carePath.startEnrolment(old)
            }
            let cleo = try await clinic.enrol(new)
            #expect(try await clinic.signIn(cleo).caller.roles == [.careNavigator, .auditor])
            await #expect(throws: StaffAccessRefusal.emailTaken) {
                try await clinic.invite("Cleo", [.auditor], by: admin)
            }
            for roles: Set<Role> in [[], [.patient], [.auditor, .patient]] {
                await #expect(throws: StaffAccessRefusal.roleNotGrantable) {
                    try await clinic.invite("Dora", roles, by: admin)
                }
            }
        }
    }

    /// Whoever has the database has no name, no e-mail, no secret and no link of the care team.
    @Test func `nothing that describes them or lets one in stands in the open`() async throws {
        try await inClinic { clinic in
            let (ana, _) = try await clinic.twoAdministrators()
            let (_, link) = try await clinic.invite("Quetzal", [.auditor], by: clinic.signIn(ana).caller)
            let quetzal = try await clinic.enrol(link)
            let signedIn = try await clinic.signIn(quetzal)
            let canaries = [
                "quetzal", quetzal.password, quetzal.totp.base32, link, signedIn.refreshToken,
                signedIn.accessToken,
            ]
            .flatMap { [$0, Data($0.utf8).map { String($0, radix: 16) }.joined()] }
            let tables = try await clinic.database.read(
                by: Actor.system("test"),
                """
                SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
                    AND relkind IN ('r', 'p') AND NOT relispartition AND has_table_privilege(oid, 'SELECT')
                """, "test.tables"
            ) { try $0["name"] as String }
            #expect(tables.contains("account") && tables.contains("session"))
            for table in tables {
                let rows = try await clinic.database.read(
                    by: Actor.system("test"),
                    "SELECT row_to_json(t)::text AS line FROM \(unsafe: table) AS t",
                    "test.rows"
                ) { try $0["line"] as String }
                for row in rows {
                    #expect(!canaries.contains { row.lowercased().contains($0.lowercased()) }, "\(table)")
                }
            }
        }
    }
}
