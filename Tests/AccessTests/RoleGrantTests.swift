import Clinic
import Clocks
import Foundation
import Testing

@testable import Access

@Suite struct `A role in somebody's hands` {
    let colleague = UUID()
    let granter = UUID()
    let second = UUID()
    let third = UUID()

    private func grant(_ role: Role) throws -> RoleGrant {
        try RoleGrant(of: role, to: colleague, by: granter, now: start)
    }

    @Test(arguments: Role.staff)
    func `is in force at once, unless it signs`(role: Role) throws {
        let signing: Set<Role> = [.prescriber, .medicalDirector]
        #expect(try grant(role).state == (signing.contains(role) ? .pending : .active(approvedBy: nil)))
    }

    @Test func `is never a patient's, and never one's own gift`() {
        #expect(throws: StaffAccessRefusal.roleNotGrantable) { try grant(.patient) }
        #expect(throws: StaffAccessRefusal.secondPersonRequired) {
            try RoleGrant(of: .auditor, to: granter, by: granter, now: start)
        }
    }

    @Test func `that signs takes a second administrator, neither the first nor its holder`() throws {
        var grant = try grant(.prescriber)
        for person in [granter, colleague] {
            #expect(throws: StaffAccessRefusal.secondPersonRequired) { try grant.approve(by: person) }
            #expect(grant.state == .pending)
        }
        #expect(try grant.approve(by: second))
        #expect(grant.state == .active(approvedBy: second))
    }

    /// Every state with every event.
    @Test func `answers each event in each state`() throws {
        var pending = try grant(.medicalDirector)
        var active = try grant(.medicalDirector)
        _ = try active.approve(by: second)
        var ended = active
        #expect(ended.end(by: third) == true)

        #expect(try active.approve(by: second) == false)
        #expect(throws: StaffAccessRefusal.grantNotPending) { try active.approve(by: third) }
        for person in [granter, second, third] {
            #expect(throws: StaffAccessRefusal.grantNotPending) { try ended.approve(by: person) }
        }
        #expect(pending.end(by: third) == true)
        #expect(pending.state == .ended(by: third))
        #expect(active.end(by: third) == true)
        #expect(ended.end(by: granter) == false)
        #expect(ended.state == .ended(by: third))
    }

    @Test func `that does not sign cannot be approved`() throws {
        var grant = try grant(.careNavigator)
        #expect(throws: StaffAccessRefusal.grantNotPending) { try grant.approve(by: second) }
    }
}

@Suite struct `A one-time link` {
    private func link(_ outcome: Enrolment.Outcome? = nil) -> Enrolment {
        Enrolment(
            id: .init(at: start), account: UUID(), expiresAt: start + .hours(72), outcome: outcome, totp: nil)
    }

    @Test func `works until it is used, replaced or over`() throws {
        try link().check(at: start + .hours(72) - .microseconds(1))
        #expect(throws: StaffAccessRefusal.linkExpired) { try link().check(at: start + .hours(72)) }
        for outcome in Enrolment.Outcome.allCases {
            #expect(throws: StaffAccessRefusal.linkUsed) { try link(outcome).check(at: start) }
        }
    }

    @Test func `lives a day from the console and three by mail`() {
        #expect(Enrolment.Purpose.setup.life == .hours(24))
        #expect(Enrolment.Purpose.invitation.life == .hours(72))
    }
}
