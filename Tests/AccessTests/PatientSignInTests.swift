import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import Access

@Suite(.database) struct `When a patient signs in` {
    /// A registered patient at a clinic whose clock stands past the first code's minute.
    private func patient(codes: any CodeSource = FixedCode()) async throws -> (TestClinic, SignInAddress) {
        let clinic = try await TestClinic(codes: codes)
        let email = "\(UUID().uuidString.lowercased())@example.org"
        _ = try await clinic.registered(email: email, phone: freshPhone())
        clinic.clock.advance(by: .seconds(60))
        return (clinic, try #require(SignInAddress(channel: .email, email)))
    }

    private func signedIn() async throws -> (TestClinic, SignInAddress, SignedIn) {
        let (clinic, address) = try await patient()
        _ = try await clinic.carePath.requestCode(to: address, in: .en)
        return (clinic, address, try await clinic.carePath.signIn(withCode: "000000", at: address))
    }

    @Test func `the code arrives by message and opens the door`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            _ = try await clinic.registered()
            let address = try #require(SignInAddress(channel: .email, "maya@example.org"))
            let first = String(
                try #require(try await clinic.lastMessage(named: "signInCode").firstMatch(of: /\d{6}/)).0)
            clinic.clock.advance(by: .seconds(60))
            let asked = try await clinic.carePath.requestCode(to: address, in: .es)
            #expect(
                asked
                    == CodeRequested(
                        channel: .email, sentTo: "m…@example.org",
                        resendAfter: clinic.clock.now + .seconds(60)))
            let message = try await clinic.lastMessage(named: "signInCode")
            #expect(message.contains("durante 10 minutos"))
            let second = String(try #require(message.firstMatch(of: /\d{6}/)).0)
            if first != second {
                await #expect(throws: AccessRefusal.codeWrong) {
                    try await clinic.carePath.signIn(withCode: first, at: address)
                }
            }
            let signedIn = try await clinic.carePath.signIn(withCode: second, at: address)
            #expect(signedIn.handle.hasPrefix("pt-") && signedIn.expiresIn == 600)
            #expect(signedIn.caller.roles == [.patient] && signedIn.caller.kind == .patient)
            let caller = try await clinic.carePath.access.tokens.verify(
                signedIn.accessToken, now: clinic.clock.now)
            #expect(caller == signedIn.caller)
            // Nothing of the code or the address stands in the audit trail.
            for row in try await clinic.auditTrail("signInCode.send") + clinic.auditTrail("signIn.refuse") {
                #expect(!row.contains(second) && !row.contains(first) && !row.contains("maya"))
            }
        }
    }

    @Test func `sixteen clients with the code are one session`() async throws {
        let (clinic, address) = try await patient()
        _ = try await clinic.carePath.requestCode(to: address, in: .en)
        let outcomes = try await race(16) { _ in
            try await outcome { _ = try await clinic.carePath.signIn(withCode: "000000", at: address) }
        }
        #expect(outcomes.filter { $0 == "done" }.count == 1)
        #expect(outcomes.filter { $0 == "code_expired" }.count == 15)
    }

    @Test func `an unknown address hears the same and gets no message`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test, codes: FixedCode())
            let address = try #require(SignInAddress(channel: .email, "nobody@example.org"))
            let asked = try await clinic.carePath.requestCode(to: address, in: .en)
            #expect(
                asked
                    == CodeRequested(
                        channel: .email, sentTo: "n…@example.org",
                        resendAfter: clinic.clock.now + .seconds(60)))
            #expect(try await test.database.count("outbox_message") == 0)
            #expect(
                try await outcome { _ = try await clinic.carePath.signIn(withCode: "000000", at: address) }
                    == "code_wrong")
            let events = try await clinic.auditTrail("signIn.refuse")
            #expect(events.count == 1 && !events[0].contains("nobody"))
        }
    }

    @Test func `a refreshed pair takes the place of the old one`() async throws {
        let (clinic, _, first) = try await signedIn()
        clinic.clock.advance(by: .minutes(9))
        let second = try await clinic.carePath.signIn(refreshToken: first.refreshToken)
        #expect(second.caller == first.caller && second.handle == first.handle)
        clinic.clock.advance(by: .minutes(9))
        #expect(await !clinic.isGood(first))
        #expect(await clinic.isGood(second))
        #expect(second.refreshToken != first.refreshToken)
    }

    @Test func `a lost answer is asked for again, a stolen token ends everything`() async throws {
        let (clinic, _, first) = try await signedIn()
        let second = try await clinic.carePath.signIn(refreshToken: first.refreshToken)
        clinic.clock.advance(by: .seconds(59))
        let again = try await clinic.carePath.signIn(refreshToken: first.refreshToken)
        #expect(again.refreshToken == second.refreshToken)
        let third = try await clinic.carePath.signIn(refreshToken: second.refreshToken)
        #expect(await clinic.isGood(third))
        #expect(
            try await outcome { _ = try await clinic.carePath.signIn(refreshToken: first.refreshToken) }
                == "refresh_reused")
        #expect(await !clinic.isGood(third))
        #expect(
            try await outcome { _ = try await clinic.carePath.signIn(refreshToken: third.refreshToken) }
                == "token_expired")
    }

    @Test(arguments: ["", "lzr_x", OpaqueToken(.refresh).text, OpaqueToken(.enrolment).text])
    func `what was never a refresh token is none`(text: String) async throws {
        let clinic = try await TestClinic()
        #expect(
            try await outcome { _ = try await clinic.carePath.signIn(refreshToken: text) } == "token_invalid")
    }

    @Test func `signing out ends this session, everywhere ends all`() async throws {
        let (clinic, address, first) = try await signedIn()
        clinic.clock.advance(by: .seconds(60))
        _ = try await clinic.carePath.requestCode(to: address, in: .en)
        let second = try await clinic.carePath.signIn(withCode: "000000", at: address)
        clinic.clock.advance(by: .seconds(60))
        _ = try await clinic.carePath.requestCode(to: address, in: .en)
        let third = try await clinic.carePath.signIn(withCode: "000000", at: address)
        func open() async throws -> Set<UUID> {
            Set(try await clinic.carePath.sessions(of: third.caller).map(\.id.uuid))
        }
        #expect(try await open() == Set([first, second, third].map(\.caller.session)))

        try await clinic.carePath.signOut(first.caller, everywhere: false)
        try await clinic.carePath.signOut(first.caller, everywhere: false)
        #expect(await !clinic.isGood(first))
        #expect(await clinic.isGood(second))
        #expect(try await open() == Set([second, third].map(\.caller.session)))
        #expect(
            try await outcome { _ = try await clinic.carePath.signIn(refreshToken: first.refreshToken) }
                == "token_expired")

        try await clinic.carePath.signOut(third.caller, everywhere: true)
        for signedIn in [second, third] { #expect(await !clinic.isGood(signedIn)) }
        #expect(try await open().isEmpty)
    }

    @Test func `one ends one's own sessions from the list, and nobody else's`() async throws {
        let (clinic, _, mine) = try await signedIn()
        let (_, _, theirs) = try await signedIn()
        await #expect(throws: NotFound.self) {
            try await clinic.carePath.endSession(.init(theirs.caller.session), by: mine.caller)
        }
        #expect(await clinic.isGood(mine))
        try await clinic.carePath.endSession(.init(mine.caller.session), by: mine.caller)
        #expect(await !clinic.isGood(mine))
        await #expect(throws: NotFound.self) {
            try await clinic.carePath.endSession(.init(mine.caller.session), by: mine.caller)
        }
    }

    @Test func `what is over is forgotten, what is not stays`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test, codes: FixedCode())
            _ = try await clinic.registered()
            let address = try #require(SignInAddress(channel: .email, "maya@example.org"))
            let old = try await clinic.carePath.signIn(withCode: "000000", at: address)
            try await clinic.carePath.signOut(old.caller, everywhere: false)
            clinic.clock.advance(by: .hours(24 * 31))
            _ = try await clinic.carePath.requestCode(to: address, in: .en)
            let new = try await clinic.carePath.signIn(withCode: "000000", at: address)
            try await clinic.carePath.forgetOldSignIns(by: .system("test"))
            #expect(try await test.database.count("session") == 1)
            #expect(try await test.database.count("refresh_token") == 1)
            #expect(try await test.database.count("revocation") == 0)
            #expect(try await test.database.count("sign_in_code") == 1)
            _ = try await clinic.carePath.signIn(refreshToken: new.refreshToken)
        }
    }
}
