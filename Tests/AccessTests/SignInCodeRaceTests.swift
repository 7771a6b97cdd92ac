import Clinic
import Clocks
import Foundation
import Postgres
import Sealing
import Support
import Testing

@testable import Access

@Suite(.database) struct `Codes and those who have them` {
    let database = TestDatabase.current.database

    private func issue(_ address: SignInAddress, code: String = "123456", at now: Instant = start)
        async throws
        -> SignInCode.Issue
    {
        try await database.run { connection in
            try SignInCode.issue(
                for: address, from: FixedCode(code), keyring: try .forTests, on: connection, now: now)
        }
    }

    private func present(_ code: String, at address: SignInAddress, now: Instant = start) async throws
        -> SignInCode.Presentation
    {
        try await database.run { connection in
            try SignInCode.present(code, at: address, keyring: try .forTests, on: connection, now: now)
        }
    }

    @Test func `a known address gets a code, and with it its account`() async throws {
        let patient = try await database.openPatient()
        for address in [patient.email, patient.phone] {
            guard case .send(let code, let account, let resendAfter) = try await issue(address) else {
                Issue.record("nothing to send")
                return
            }
            #expect(code == "123456" && account == patient.id && resendAfter == start + .seconds(60))
            #expect(try await present("123456", at: address) == .accepted(account: patient.id))
        }
        #expect(
            try await database.count(
                "sign_in_address", where: "account_id = \(patient.id) AND proven_at = \(start)")
                == 2)
    }

    @Test func `of sixteen clients with one code, one gets in`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email)
        let answers = try await race(16) { _ in try await present("123456", at: patient.email) }
        #expect(answers.filter { $0 == .accepted(account: patient.id) }.count == 1)
        #expect(answers.filter { $0 == .refused(.codeExpired, account: patient.id) }.count == 15)
    }

    @Test func `of sixteen wrong tries at once, five are counted and the code is dead`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email)
        let answers = try await race(16) { number in try await present("00000\(number)", at: patient.email) }
        #expect(answers.filter { $0 == .refused(.codeWrong, account: patient.id) }.count == 5)
        #expect(answers.filter { $0 == .refused(.tooManyTries, account: patient.id) }.count == 11)
        #expect(
            try await present("123456", at: patient.email) == .refused(.tooManyTries, account: patient.id))
    }

    @Test func `a try waits for another one, and for a new code`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email)
        let present: @Sendable (Connection) throws -> Void = { connection in
            _ = try SignInCode.present(
                "999999", at: patient.email, keyring: try .forTests, on: connection, now: start)
        }
        let issue: @Sendable (Connection) throws -> Void = { connection in
            _ = try SignInCode.issue(
                for: patient.email, from: RandomCodes(), keyring: try .forTests, on: connection,
                now: start + .seconds(60))
        }
        try await database.expect(present, toWaitFor: present)
        try await database.expect(present, toWaitFor: issue)
        try await database.expect(issue, toWaitFor: present)
    }

    @Test func `of sixteen requests at once, one sends a code, and all hear the same`() async throws {
        let patient = try await database.openPatient()
        let issues = try await race(16) { _ in try await issue(patient.email) }
        let sent = issues.filter { if case .send = $0 { true } else { false } }
        #expect(sent.count == 1)
        #expect(Set(issues.map(\.resendAfter)) == [start + .seconds(60)])
    }

    /// What a stranger can see of an address: the two answers must never differ.
    @Test func `an unknown address answers like a known one, at every step`() async throws {
        let patient = try await database.openPatient()
        let unknown = try #require(SignInAddress(channel: .email, "nobody-\(UUID())@example.org"))
        func code(_ presentation: SignInCode.Presentation) -> String {
            switch presentation {
            case .accepted: "accepted"
            case .refused(let refusal, _): refusal.code
            }
        }
        func walk(_ address: SignInAddress) async throws -> [String] {
            var seen = [code(try await present("999999", at: address))]
            for second in [0, 10, 59, 60, 90, 700] {
                let now = start + .seconds(second)
                seen.append("\(try await issue(address, at: now).resendAfter)")
                seen.append(code(try await present("999999", at: address, now: now)))
            }
            for _ in 1...6 {
                seen.append(code(try await present("999999", at: address, now: start + .seconds(701))))
            }
            seen.append(code(try await present("999999", at: address, now: start + .hours(2))))
            return seen
        }
        let (known, strange) = (try await walk(patient.email), try await walk(unknown))
        #expect(known == strange)
        #expect(Set(known).isSuperset(of: ["code_wrong", "too_many_tries", "code_expired"]))
    }

    @Test func `the right code of an unknown address is wrong`() async throws {
        let unknown = try #require(SignInAddress(channel: .text, freshPhone()))
        _ = try await issue(unknown, code: "000000")
        #expect(try await present("000000", at: unknown) == .refused(.codeWrong, account: nil))
    }

    @Test func `a code of one address is worth nothing at another`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email)
        _ = try await issue(patient.phone, code: "654321")
        #expect(try await present("123456", at: patient.phone) == .refused(.codeWrong, account: patient.id))
        #expect(try await present("123456", at: patient.email) == .accepted(account: patient.id))
    }

    @Test func `codes are stored as hashes`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email, code: "271828")
        let rows = try await database.read(
            by: Actor.system("test"), "SELECT sign_in_code::text AS row FROM sign_in_code", "test.rows"
        ) { try $0["row"] as String }
        let digits = Data("271828".utf8).map { String($0, radix: 16) }.joined()
        #expect(!rows.isEmpty && rows.allSatisfy { !$0.contains("271828") && !$0.contains(digits) })
    }

    @Test func `what is a day old is forgotten`() async throws {
        let patient = try await database.openPatient()
        _ = try await issue(patient.email, at: start - .hours(500))
        let token = patient.email.token(try .forTests)
        let forgotten = try await database.run { connection in
            try SignInCode.forget(before: start - .hours(499), batch: 1000, on: connection)
        }
        #expect(forgotten >= 1)
        #expect(try await database.count("sign_in_code", where: "address = \(token)") == 0)
    }
}

@Suite(.database) struct `Opening a patient's account` {
    let database = TestDatabase.current.database

    private func open(_ email: String, _ phone: String) async throws -> PatientAccount.Opening {
        let (email, phone) = (try #require(EmailAddress(email)), try #require(PhoneNumber(phone)))
        return try await database.run { connection in
            try PatientAccount.open(
                id: UUID(), email: email, phone: phone, keyring: try .forTests, on: connection, now: start)
        }
    }

    @Test func `sixty registrations with one e-mail at once make one account`() async throws {
        let openings = try await race(60) { number in
            try await open(number.isMultiple(of: 2) ? "Rush@example.org" : "rush@EXAMPLE.org", freshPhone())
        }
        #expect(openings.filter { $0 == .opened }.count == 1)
        let token = SignInAddress.email(try #require(EmailAddress("rush@example.org"))).token(try .forTests)
        let accounts = try await database.count(
            "account JOIN sign_in_address ON account_id = account.id", where: "token = \(token)")
        #expect(accounts == 1)
    }

    @Test func `a telephone that is somebody's already stays theirs`() async throws {
        let phone = freshPhone()
        let first = try await database.openPatient(phone: phone)
        let second = try await database.openPatient(phone: phone)
        let token = first.phone.token(try .forTests)
        #expect(
            try await database.count(
                "sign_in_address", where: "token = \(token) AND account_id = \(first.id)") == 1)
        #expect(try await database.count("sign_in_address", where: "account_id = \(second.id)") == 1)
    }

    @Test func `a known e-mail changes nothing`() async throws {
        let patient = try await database.openPatient()
        let phone = freshPhone()
        #expect(try await open(patient.email.destination, phone) == .emailTaken)
        let token = SignInAddress.text(try #require(PhoneNumber(phone))).token(try .forTests)
        #expect(try await database.count("sign_in_address", where: "token = \(token)") == 0)
    }
}
