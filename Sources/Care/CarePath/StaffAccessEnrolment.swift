import Access
import Clinic
import Clocks
import Foundation
import Postgres

/// What a one-time link shows: who is expected, and the authenticator's secret.
package struct EnrolmentOffer: Sendable {
    /// Empty for a link of `lozenged setup`, which does not know yet who opens it.
    package let name: String
    package let email: String
    package let roles: [Role]
    /// Base 32, to type in.
    package let totpSecret: String
    /// The same as a URI for a QR code.
    package let otpauth: String
    package let expiresAt: Instant
}

/// What somebody gives to complete their enrolment.
package struct EnrolmentProof: Sendable {
    /// Only a link of `lozenged setup` asks for name and e-mail; an invitation knows them.
    package let name: String?
    package let email: EmailAddress?
    package let password: String
    /// What the authenticator shows now.
    package let totp: String

    package init(name: String?, email: EmailAddress?, password: String, totp: String) {
        self.name = name
        self.email = email
        self.password = password
        self.totp = totp
    }
}

extension CarePath {
    /// Gives out the two administrator links of an empty installation, never again. Two at once: one gets them.
    ///
    /// - Throws: `StaffAccessRefusal.alreadySetUp`.
    package func setUp(by actor: Actor) async throws -> [EnrolmentLink] {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try Installation.claimSetup(on: connection, now: now) else {
                throw StaffAccessRefusal.alreadySetUp
            }
            try AuditEntry("installation.setUp", .init("installation"), by: actor, at: now).record(
                on: connection)
            return try (1...2).map { _ in try Enrolment.open(.setup, for: nil, on: connection, now: now) }
        }
    }

    /// Opens a one-time link. It may be opened again, and shows the same secret, until it is completed.
    ///
    /// - Throws: `StaffAccessRefusal.linkUnknown`, `.linkExpired`, `.linkUsed`.
    package func startEnrolment(_ token: String) async throws -> EnrolmentOffer {
        guard let token = OpaqueToken(.enrolment, presented: token) else {
            throw StaffAccessRefusal.linkUnknown
        }
        return try await database.transaction(by: Actor.anonymous) { connection in
            let now = clock.now
            let enrolment = try lockEnrolment(token, on: connection, now: now)
            let secret = enrolment.totp ?? TOTPSecret()
            if enrolment.totp == nil {
                try enrolment.keep(secret, keyring: keyring, on: connection)
                try AuditEntry(
                    "enrolment.open", .init("enrolment", enrolment.id.uuid), by: .anonymous, at: now
                )
                .record(on: connection)
            }
            let person = try enrolment.account.flatMap { try staffMember($0, on: connection) }
            let email = person?.email.address ?? ""
            let roles = person?.grants.filter { $0.state != .ended }.map(\.role) ?? [.administrator]
            return EnrolmentOffer(
                name: person?.name ?? "", email: email, roles: roles, totpSecret: secret.base32,
                otpauth: secret.otpauth(account: email.isEmpty ? "administrator" : email, issuer: issuer),
                expiresAt: enrolment.expiresAt)
        }
    }

    /// Somebody has chosen a password and connected their authenticator: they belong to the care team now.
    ///
    /// The code that proved the authenticator does not sign in again. The second time the link is used up.
    ///
    /// - Throws: `StaffAccessRefusal`: a link that does not work, a weak password, a wrong code, for a link of
    ///   `lozenged setup` a missing identity or an e-mail that is taken; `AccessRefusal.busy`.
    package func completeEnrolment(_ token: String, with proof: EnrolmentProof) async throws {
        guard let token = OpaqueToken(.enrolment, presented: token) else {
            throw StaffAccessRefusal.linkUnknown
        }
        let (secret, words) = try await database.transaction(by: Actor.anonymous) { connection in
            let enrolment = try lockEnrolment(token, on: connection, now: clock.now)
            guard let secret = enrolment.totp else { throw StaffAccessRefusal.totpWrong }
            let person = try enrolment.account.flatMap { try staffMember($0, on: connection) }
            return (secret, [person?.name, person?.email.address, proof.name, proof.email?.address])
        }
        try PasswordRule.check(proof.password, owner: words.compactMap(\.self))
        guard secret.step(showing: proof.totp, at: clock.now) != nil else {
            throw StaffAccessRefusal.totpWrong
        }
        let password = try await access.passwords.hash(proof.password)
        try await database.transaction(by: Actor.anonymous) { connection in
            let now = clock.now
            let enrolment = try lockEnrolment(token, on: connection, now: now)
            // Asked again, since hashing may have waited past the step.
            guard let totp = enrolment.totp, let step = totp.step(showing: proof.totp, at: now) else {
                throw StaffAccessRefusal.totpWrong
            }
            let account = try join(enrolment, proof, on: connection, now: now)
            try StaffCredential(account: account, password: password, totp: totp)
                .save(step: step, keyring: keyring, on: connection, now: now)
            try enrolment.complete(as: account, on: connection, now: now)
            try AuditEntry("staff.enrol", .init("account", account), by: .staff(account), at: now)
                .record(on: connection)
        }
    }

    /// The account that the link is for becomes active; a link of `lozenged setup` makes one.
    private func join(
        _ enrolment: Enrolment, _ proof: EnrolmentProof, on connection: Connection, now: Instant
    ) throws -> UUID {
        if let account = enrolment.account {
            guard let known = try StaffMember.lock(account, on: connection), known.state == .invited else {
                throw StaffAccessRefusal.linkUsed
            }
            try StaffMember.save(.active, of: account, keyring: keyring, on: connection)
            return account
        }
        guard let name = proof.name?.trimmingCharacters(in: .whitespaces), !name.isEmpty,
            let email = proof.email
        else { throw StaffAccessRefusal.identityMissing }
        let account = ID<StaffMember>(at: now).uuid
        let opened = try StaffMember.open(
            id: account, name: name, email: email, state: .active, keyring: keyring, on: connection, now: now)
        guard opened != nil else { throw StaffAccessRefusal.emailTaken }
        guard try RoleGrant(firstAdministrator: account, now: now).insert(on: connection) else {
            preconditionFailure("An account made a moment ago has no grant yet.")
        }
        return account
    }

    private func lockEnrolment(
        _ token: OpaqueToken, on connection: Connection, now: Instant
    ) throws -> Enrolment {
        guard let enrolment = try Enrolment.lock(token, keyring: keyring, on: connection) else {
            throw StaffAccessRefusal.linkUnknown
        }
        try enrolment.check(at: now)
        return enrolment
    }

    /// What an authenticator app shows above the code: a test installation must not look like the live one there.
    private var issuer: String {
        switch access.realm {
        case .live: "Lozenge"
        case .test: "Lozenge test"
        }
    }
}
