import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import Access

@Suite struct `Who gets and loses a role` {
    private func inClinic(
        _ body: @Sendable (TestClinic, _ ana: Caller, _ ben: Caller) async throws -> Void
    ) async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let (ana, ben) = try await clinic.twoAdministrators()
            try await body(clinic, try await clinic.signIn(ana).caller, try await clinic.signIn(ben).caller)
        }
    }

    private func fresh<Answer>(_ outcome: OnceOutcome<Answer>) throws -> Answer {
        guard case .fresh(let answer, _) = outcome else { throw TestClinic.Unexpected() }
        return answer
    }

    @Test func `a prescriber takes two administrators`() async throws {
        try await inClinic { clinic, ana, ben in
            let (invited, link) = try await clinic.invite("Lin", [.prescriber], by: ana)
            let lin = try await clinic.enrol(link)
            let before = try await clinic.signIn(lin)
            #expect(before.caller.roles.isEmpty)
            let grant = try #require(try await clinic.grants(of: invited.account, by: ana).first)
            #expect(grant.state == .pending)
            func approve(by caller: Caller) async throws -> String {
                try await outcome {
                    _ = try await clinic.carePath.approveGrant(grant.id, once: nil, by: caller)
                }
            }
            #expect(try await approve(by: ana) == "second_person_required")
            // Who is no administrator is not even asked whether they could be the second person.
            #expect(try await approve(by: before.caller) == "token_invalid")
            #expect(try await approve(by: ben) == "done")
            #expect(try await approve(by: ben) == "done")
            #expect(try await approve(by: ana) == "grant_not_pending")
            #expect(try await clinic.auditTrail("roleGrant.approve").count == 1)
            let after = try await clinic.carePath.signIn(refreshToken: before.refreshToken)
            #expect(after.caller.roles == [.prescriber])
        }
    }

    @Test func `nobody helps themselves, and none twice`() async throws {
        try await inClinic { clinic, ana, _ in
            await #expect(throws: StaffAccessRefusal.secondPersonRequired) {
                try await clinic.carePath.grant(.auditor, to: ana.accountID, once: nil, by: ana)
            }
            let (invited, _) = try await clinic.invite("Cleo", [.careNavigator], by: ana)
            await #expect(throws: StaffAccessRefusal.alreadyGranted) {
                try await clinic.carePath.grant(.careNavigator, to: invited.account, once: nil, by: ana)
            }
            _ = try await clinic.carePath.grant(.pharmacist, to: invited.account, once: nil, by: ana)
            #expect(
                Set(try await clinic.grants(of: invited.account, by: ana).map(\.role)) == [
                    .careNavigator, .pharmacist,
                ])
            await #expect(throws: NotFound.self) {
                try await clinic.carePath.grant(.auditor, to: UUID(), once: nil, by: ana)
            }
            await #expect(throws: NotFound.self) {
                try await clinic.carePath.approveGrant(.init(at: start), once: nil, by: ana)
            }
        }
    }

    @Test func `a role that ends takes its holder's sessions and work with it`() async throws {
        try await inClinic { clinic, ana, _ in
            let (invited, link) = try await clinic.invite("Cleo", [.careNavigator, .auditor], by: ana)
            let cleo = try await clinic.enrol(link)
            let signedIn = try await clinic.signIn(cleo)
            var answers = ScreeningAnswers()
            answers.bladder = "Y"
            _ = try await clinic.registered(answers)
            let work = try await clinic.firstWork(by: signedIn.caller)
            _ = try await clinic.carePath.claim(work.id, in: .en, once: nil, by: signedIn.caller)

            let grants = try await clinic.grants(of: invited.account, by: ana)
            let navigator = try #require(grants.first { $0.role == .careNavigator })
            _ = try await clinic.carePath.endGrant(navigator.id, once: nil, by: ana)
            #expect(await !clinic.isGood(signedIn))
            #expect(
                try await outcome {
                    _ = try await clinic.carePath.signIn(refreshToken: signedIn.refreshToken)
                }
                    == "token_expired")
            #expect(try await clinic.database.count("work_item", where: "state = 'claimed'") == 0)
            #expect(try await clinic.signIn(cleo).caller.roles == [.auditor])

            // With the last role the account goes; hearing it twice changes nothing.
            let auditor = try #require(grants.first { $0.role == .auditor })
            for _ in 1...2 { _ = try await clinic.carePath.endGrant(auditor.id, once: nil, by: ana) }
            #expect(try await outcome { _ = try await clinic.signIn(cleo) } == "credentials_wrong")
            #expect(try await clinic.auditTrail("staff.leave").count == 1)
            await #expect(throws: StaffAccessRefusal.accountInactive) {
                try await clinic.carePath.grant(.auditor, to: invited.account, once: nil, by: ana)
            }
            // Somebody who comes back is invited again, and has a new password and authenticator.
            let (again, newLink) = try await clinic.invite("Cleo", [.careNavigator], by: ana)
            #expect(again.account == invited.account)
            let returned = try await clinic.enrol(newLink)
            #expect(try await outcome { _ = try await clinic.signIn(cleo) } == "credentials_wrong")
            #expect(try await clinic.signIn(returned).caller.roles == [.careNavigator])
        }
    }

    @Test func `an offer that is taken back leaves nothing behind`() async throws {
        try await inClinic { clinic, ana, ben in
            let (invited, link) = try await clinic.invite("Lin", [.prescriber], by: ana)
            let grant = try #require(try await clinic.grants(of: invited.account, by: ana).first)
            _ = try await clinic.carePath.endGrant(grant.id, once: nil, by: ben)
            await #expect(throws: StaffAccessRefusal.linkUsed) {
                try await clinic.carePath.startEnrolment(link)
            }
            await #expect(throws: StaffAccessRefusal.grantNotPending) {
                try await clinic.carePath.approveGrant(grant.id, once: nil, by: ben)
            }
        }
    }

    @Test func `two administrators who end each other at once leave one`() async throws {
        try await inClinic { clinic, ana, ben in
            let anas = try #require(try await clinic.grants(of: ana.accountID, by: ana).first)
            let bens = try #require(try await clinic.grants(of: ben.accountID, by: ana).first)
            let outcomes = try await race(2) { number in
                try await outcome {
                    _ = try await clinic.carePath.endGrant(
                        number == 0 ? bens.id : anas.id, once: nil, by: number == 0 ? ana : ben)
                }
            }
            #expect(outcomes.filter { $0 == "done" }.count == 1, "\(outcomes)")
            #expect(
                try await clinic.database.count(
                    "role_grant", where: "role = 'administrator' AND state = 'active'")
                    == 1)
        }
    }

    @Test func `the last administrator stays`() async throws {
        try await inClinic { clinic, ana, ben in
            let anas = try #require(try await clinic.grants(of: ana.accountID, by: ana).first)
            let bens = try #require(try await clinic.grants(of: ben.accountID, by: ana).first)
            _ = try await clinic.carePath.endGrant(bens.id, once: nil, by: ana)
            await #expect(throws: StaffAccessRefusal.lastAdministrator) {
                try await clinic.carePath.endGrant(anas.id, once: nil, by: ana)
            }
            // An invited one is not there yet.
            _ = try await clinic.invite("Cleo", [.administrator], by: ana)
            await #expect(throws: StaffAccessRefusal.lastAdministrator) {
                try await clinic.carePath.endGrant(anas.id, once: nil, by: ana)
            }
        }
    }

    @Test func `the list of the care team has pages`() async throws {
        try await inClinic { clinic, ana, _ in
            for name in ["Cleo", "Dora", "Emil"] { _ = try await clinic.invite(name, [.auditor], by: ana) }
            var (names, after): ([String], Int?) = ([], nil)
            repeat {
                let page = try await clinic.carePath.staffAccounts(after: after, limit: 2, by: ana)
                #expect(page.members.count <= 2)
                names += page.members.map(\.name)
                after = page.next
            } while after != nil
            #expect(names == ["Ana Ramírez", "Ben Okafor", "Cleo", "Dora", "Emil"])
        }
    }
}
