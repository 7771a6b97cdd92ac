import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Safety

/// A colleague who has been asked in.
package struct Invited: Sendable {
    package let account: UUID
    package let handle: String
    package let expiresAt: Instant
}

/// A role that was taken from somebody, with the sessions that ended for it.
package struct EndedGrant: Sendable {
    package let grant: ID<RoleGrant>
    let sessions: [UUID]
    let at: Instant
}

extension CarePath {
    /// An administrator asks a colleague in; the link goes to the e-mail. Roles that sign wait for a second
    /// administrator.
    ///
    /// Whoever has not enrolled yet, or has left, can be invited again: a new link takes the place of the old one.
    ///
    /// - Throws: `StaffAccessRefusal.emailTaken` for somebody who is at work here; `.roleNotGrantable`.
    package func invite(
        name: String, email: EmailAddress, roles: Set<Role>, in language: Language, once: Once<Invited>?,
        by caller: Caller
    ) async throws -> OnceOutcome<Invited> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard !roles.isEmpty, roles.isSubset(of: Role.staff) else {
                throw StaffAccessRefusal.roleNotGrantable
            }
            let inviter = try administrator(caller, on: connection)
            let known = try openOrReopen(name: name, email: email, on: connection, now: now)
            for role in roles.sorted(by: { $0.rawValue < $1.rawValue }) {
                // One that is there already stays as it is.
                _ = try RoleGrant(of: role, to: known.id, by: caller.accountID, now: now).insert(
                    on: connection)
            }
            let link = try Enrolment.open(.invitation, for: known.id, on: connection, now: now)
            let hours = Enrolment.Purpose.invitation.life.components.seconds / 3600
            try queueMessage(
                .staffInvitation, to: .init(channel: .email, address: email.address, patient: nil),
                language: language,
                values: ["inviter": inviter.name, "hours": "\(hours)", "link": access.url(of: link)],
                on: connection, now: now)
            let names = roles.map(\.rawValue).sorted().joined(separator: " ")
            try AuditEntry(
                "staff.invite", .init("account", known.id), detail: ["roles": names], by: caller.actor,
                at: now
            ).record(on: connection)
            return Invited(account: known.id, handle: known.handle, expiresAt: link.expiresAt)
        }
    }

    /// An administrator gives a colleague one more role. A role that signs waits for a second administrator.
    ///
    /// - Throws: `StaffAccessRefusal.alreadyGranted`, `.secondPersonRequired`, `.accountInactive`,
    ///   `.roleNotGrantable`; `NotFound`.
    package func grant(
        _ role: Role, to account: UUID, once: Once<ID<RoleGrant>>?, by caller: Caller
    ) async throws -> OnceOutcome<ID<RoleGrant>> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            _ = try administrator(caller, on: connection)
            guard let known = try StaffMember.lock(account, on: connection) else { throw NotFound() }
            guard known.state != .inactive else { throw StaffAccessRefusal.accountInactive }
            let grant = try RoleGrant(of: role, to: account, by: caller.accountID, now: now)
            guard try grant.insert(on: connection) else { throw StaffAccessRefusal.alreadyGranted }
            try audit("roleGrant.open", grant, by: caller, on: connection, now: now)
            return grant.id
        }
    }

    /// A second administrator agrees to a role that signs; it is in force from now on. Of several who agree at once
    /// one is heard.
    ///
    /// - Throws: `StaffAccessRefusal.secondPersonRequired` for who granted it and for whom it is; `.grantNotPending`
    ///   when somebody else has agreed or it has ended; `NotFound`.
    package func approveGrant(
        _ id: ID<RoleGrant>, once: Once<ID<RoleGrant>>?, by caller: Caller
    ) async throws -> OnceOutcome<ID<RoleGrant>> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            _ = try administrator(caller, on: connection)
            guard var grant = try RoleGrant.lock(id, on: connection) else { throw NotFound() }
            if try grant.approve(by: caller.accountID) {
                try grant.save(on: connection, now: now)
                try audit("roleGrant.approve", grant, by: caller, on: connection, now: now)
            }
            return id
        }
    }

    /// An administrator takes a role away, or the offer of it. Its holder's sessions end, and who may no longer
    /// work the queue has nothing in hand afterwards. With the last role the account becomes inactive.
    ///
    /// - Throws: `StaffAccessRefusal.lastAdministrator`; `PrescriberRefusal.visitsAhead` while somebody has visits;
    ///   `RotaRefusal.shiftsAhead` while they are on call, or will be; `NotFound`.
    package func endGrant(
        _ id: ID<RoleGrant>, once: Once<EndedGrant>?, by caller: Caller
    ) async throws -> OnceOutcome<EndedGrant> {
        let outcome = try await exactlyOnce(once, by: caller.actor) { connection, now in
            _ = try administrator(caller, on: connection)
            guard var grant = try RoleGrant.lock(id, on: connection) else { throw NotFound() }
            let wasActive = grant.state.name == .active
            if wasActive, grant.role == .administrator, try grant.otherAdministrators(on: connection) == 0 {
                throw StaffAccessRefusal.lastAdministrator
            }
            guard grant.end(by: caller.accountID) else { return EndedGrant(grant: id, sessions: [], at: now) }
            try grant.save(on: connection, now: now)
            try audit("roleGrant.end", grant, by: caller, on: connection, now: now)
            let sessions =
                wasActive
                ? try Session.endAll(of: grant.account, because: .roleEnded, on: connection, now: now) : []
            try settle(grant.account, by: caller, on: connection, now: now)
            return EndedGrant(grant: id, sessions: sessions, at: now)
        }
        if case .fresh(let ended, _) = outcome {
            access.tokens.refuse(sessions: ended.sessions, now: ended.at)
        }
        return outcome
    }

    /// What follows for somebody who lost a role: no work in hands that may not do it, no account without a role.
    private func settle(
        _ account: UUID, by caller: Caller, on connection: Connection, now: Instant
    ) throws {
        let left = try RoleGrant.live(of: account, on: connection)
        if !left.active.contains(.prescriber),
            try connection.fetchFirst(
                Self.selectActiveVisit(of: account), "staff.activeVisit", decode: { _ in true }) == true
        {
            throw PrescriberRefusal.visitsAhead
        }
        let gone = OnCallShift.Duty.allCases.filter { !left.active.contains($0.role) }
        if !gone.isEmpty, try OnCallShift.hasAhead(account, as: gone, on: connection, now: now) {
            throw RotaRefusal.shiftsAhead
        }
        if !Permission.workQueueChange.allows(left.active) {
            try WorkItem.releaseAll(of: account, on: connection)
        }
        if left.active.isEmpty, left.pending.isEmpty {
            try StaffMember.save(.inactive, of: account, keyring: keyring, on: connection)
            try Enrolment.replaceOpen(of: account, on: connection, now: now)
            try AuditEntry("staff.leave", .init("account", account), by: caller.actor, at: now)
                .record(on: connection)
        }
    }

    /// A new colleague's account, or the one of somebody who has not enrolled yet or has left.
    private func openOrReopen(
        name: String, email: EmailAddress, on connection: Connection, now: Instant
    ) throws -> StaffMember.Known {
        let opened = try StaffMember.open(
            id: ID<StaffMember>(at: now).uuid, name: name, email: email, state: .invited, keyring: keyring,
            on: connection, now: now)
        if let opened { return opened }
        guard let known = try StaffMember.lock(email: email, keyring: keyring, on: connection),
            known.state != .active
        else { throw StaffAccessRefusal.emailTaken }
        try StaffMember.save(.invited, name: name, of: known.id, keyring: keyring, on: connection)
        return known
    }

    /// The caller, if they are an administrator at this moment and not only in a token of some minutes ago.
    private func administrator(_ caller: Caller, on connection: Connection) throws -> StaffMember {
        guard let member = try staffMember(caller.accountID, on: connection), member.state == .active,
            Permission.manageAccess.allows(member.roles)
        else { throw AccessRefusal.tokenInvalid }
        return member
    }

    private func audit(
        _ action: String, _ grant: RoleGrant, by caller: Caller, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            action, .init("roleGrant", grant.id.uuid),
            detail: ["account": grant.account.uuidString.lowercased(), "role": grant.role.rawValue],
            by: caller.actor, at: now
        ).record(on: connection)
    }
}
