import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import Access

@Suite struct `When the care team signs in` {
    private func withTwo(
        _ body: @Sendable (TestClinic, Colleague, Colleague) async throws -> Void
    ) async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let (ana, ben) = try await clinic.twoAdministrators()
            try await body(clinic, ana, ben)
        }
    }

    @Test func `it takes password and authenticator, always both`() async throws {
        try await withTwo { clinic, ana, ben in
            let signedIn = try await clinic.signIn(ana)
            #expect(signedIn.handle.hasPrefix("st-"))
            #expect(signedIn.caller.roles == [.administrator] && signedIn.caller.kind == .staff)
            let me = try await clinic.carePath.staffSelf(signedIn.caller)
            #expect(me.name == "Ana Ramírez" && me.email == ana.email && me.roles == [.administrator])

            clinic.clock.advance(by: .seconds(30))
            let code = clinic.code(of: ana.totp)
            let stranger = try #require(EmailAddress("stranger@clinic.example"))
            let tries: [(EmailAddress, String, String)] = [
                (ana.email, "seven quiet herons", code), (ana.email, "", code),
                (ana.email, ana.password, "000000"),
                (ana.email, ana.password, ""), (stranger, ana.password, code),
                (ben.email, ana.password, code),
            ]
            for (email, password, totp) in tries {
                let answer = try await outcome {
                    _ = try await clinic.carePath.signIn(email: email, password: password, totp: totp)
                }
                #expect(answer == "credentials_wrong")
            }
            let events = try await clinic.auditTrail("signIn.refuse")
            #expect(events.count == tries.count)
            #expect(events.allSatisfy { !$0.contains("clinic.example") && !$0.contains("herons") })
            _ = try await clinic.carePath.signIn(email: ana.email, password: ana.password, totp: code)
        }
    }

    @Test func `a code counts once, of sixteen at a time too`() async throws {
        try await withTwo { clinic, ana, _ in
            clinic.clock.advance(by: .seconds(30))
            let code = clinic.code(of: ana.totp)
            let outcomes = try await race(16) { _ in
                try await outcome {
                    _ = try await clinic.carePath.signIn(email: ana.email, password: ana.password, totp: code)
                }
            }
            #expect(outcomes.filter { $0 == "done" }.count == 1)
            #expect(outcomes.filter { $0 == "credentials_wrong" }.count == 15)
        }
    }

    @Test func `the code that enrolled does not sign in`() async throws {
        try await withTwo { clinic, _, ben in
            let answer = try await outcome {
                _ = try await clinic.carePath.signIn(
                    email: ben.email, password: ben.password, totp: clinic.code(of: ben.totp))
            }
            #expect(answer == "credentials_wrong")
        }
    }

    @Test func `guessing codes with a stolen password ends in a silent pause`() async throws {
        try await withTwo { clinic, ana, ben in
            clinic.clock.advance(by: .seconds(30))
            let wrong = clinic.code(of: ana.totp) == "111111" ? "222222" : "111111"
            for _ in 1...5 {
                _ = try await outcome {
                    _ = try await clinic.carePath.signIn(
                        email: ana.email, password: ana.password, totp: wrong)
                }
            }
            #expect(try await outcome { _ = try await clinic.signIn(ana) } == "credentials_wrong")
            // Nobody else is touched, and it passes.
            _ = try await clinic.signIn(ben)
            clinic.clock.advance(by: .minutes(15))
            _ = try await clinic.signIn(ana)
        }
    }

    @Test func `guessing passwords locks nobody out`() async throws {
        try await withTwo { clinic, ana, _ in
            for _ in 1...8 {
                _ = try await outcome {
                    _ = try await clinic.carePath.signIn(
                        email: ana.email, password: "wrong wrong wrong", totp: "1")
                }
            }
            _ = try await clinic.signIn(ana)
        }
    }

    @Test func `a day's work is the limit`() async throws {
        try await withTwo { clinic, ana, _ in
            var signedIn = try await clinic.signIn(ana)
            for _ in 1...11 {
                clinic.clock.advance(by: .hours(1))
                signedIn = try await clinic.carePath.signIn(refreshToken: signedIn.refreshToken)
            }
            clinic.clock.advance(by: .hours(1))
            #expect(
                try await outcome {
                    _ = try await clinic.carePath.signIn(refreshToken: signedIn.refreshToken)
                }
                    == "token_expired")
        }
    }

    @Test func `a patient's e-mail is no colleague's`() async throws {
        try await withTwo { clinic, ana, _ in
            let address = SignInAddress.email(ana.email)
            _ = try await clinic.carePath.requestCode(to: address, in: .en)
            #expect(try await clinic.auditTrail("signInCode.send").isEmpty)
            _ = try await clinic.registered(email: ana.email.address)
            #expect(try await clinic.auditTrail("signInCode.send").isEmpty)
            clinic.clock.advance(by: .seconds(60))
            _ = try await clinic.carePath.requestCode(to: address, in: .en)
            let message = try await clinic.lastMessage(named: "signInCode")
            let code = String(try #require(message.firstMatch(of: /\d{6}/)).0)
            let patient = try await clinic.carePath.signIn(withCode: code, at: address)
            #expect(patient.caller.roles == [.patient])
            #expect(try await clinic.signIn(ana).caller.roles == [.administrator])
        }
    }
}
