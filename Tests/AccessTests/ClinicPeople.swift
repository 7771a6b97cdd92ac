import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Testing

/// Somebody of the care team with what they carry in their head and pocket.
struct Colleague: Sendable {
    let email: EmailAddress
    let password: String
    let totp: TOTPSecret
}

extension TestClinic {
    /// Completes a one-time link as its holder would.
    func enrol(_ token: String, as name: String? = nil, email: EmailAddress? = nil) async throws -> Colleague
    {
        let offer = try await carePath.startEnrolment(token)
        let secret = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
        let password = "seven quiet herons \(UUID())"
        try await carePath.completeEnrolment(
            token,
            with: EnrolmentProof(name: name, email: email, password: password, totp: code(of: secret)))
        return Colleague(
            email: try #require(email ?? EmailAddress(offer.email)), password: password, totp: secret)
    }

    /// The two administrators of a new installation.
    func twoAdministrators() async throws -> (Colleague, Colleague) {
        let links = try await carePath.setUp(by: .system("setup"))
        return (
            try await enrol(
                links[0].token.text, as: "Ana Ramírez", email: EmailAddress("ana@clinic.example")),
            try await enrol(links[1].token.text, as: "Ben Okafor", email: EmailAddress("ben@clinic.example"))
        )
    }

    /// Signs in with the next code of the authenticator: half a minute passes, since each counts once.
    func signIn(_ colleague: Colleague) async throws -> SignedIn {
        clock.advance(by: .seconds(30))
        return try await carePath.signIn(
            email: colleague.email, password: colleague.password, totp: code(of: colleague.totp))
    }

    /// What the authenticator shows now.
    func code(of secret: TOTPSecret) -> String { secret.code(atStep: TOTPSecret.step(at: clock.now)) }

    /// Invites somebody and reads the link from the message.
    func invite(_ name: String, _ roles: Set<Role>, by caller: Caller) async throws -> (Invited, link: String)
    {
        let email = try #require(EmailAddress("\(name.lowercased())@clinic.example"))
        let outcome = try await carePath.invite(
            name: name, email: email, roles: roles, in: .en, once: nil, by: caller)
        guard case .fresh(let invited, _) = outcome else { throw Unexpected() }
        let body = try await lastMessage(named: "staffInvitation")
        return (
            invited, String(try #require(body.firstMatch(of: /https:\/\/care\.example\/enrol#(lze_\S+)/)).1)
        )
    }

    /// The grants of an account, as the list has them.
    func grants(of account: UUID, by caller: Caller) async throws -> [StaffMember.Grant] {
        let page = try await carePath.staffAccounts(after: nil, limit: 100, by: caller)
        return try #require(page.members.first { $0.id == account }).grants
    }

    /// What the latest message of this name says.
    func lastMessage(named name: String) async throws -> String {
        let ids = try await database.read(
            by: Actor.system("test"),
            "SELECT id FROM outbox_message WHERE name = \(name) ORDER BY created_at DESC, id DESC LIMIT 1",
            "test.last"
        ) { try $0["id"] as UUID }
        let message = try await carePath.messageToSend(.init(try #require(ids.first)), by: .system("test"))
        return try #require(message).body
    }

    /// Whether the access token still opens doors.
    func isGood(_ signedIn: SignedIn) async -> Bool {
        do throws(AccessRefusal) {
            _ = try await carePath.access.tokens.verify(signedIn.accessToken, now: clock.now)
            return true
        } catch {
            return false
        }
    }

    /// What the audit trail says, each row as JSON.
    func auditTrail(_ action: String) async throws -> [String] {
        try await database.read(
            by: Actor.system("test"),
            "SELECT row_to_json(audit_event)::text AS line FROM audit_event WHERE action = \(action) ORDER BY at, id",
            "test.audit"
        ) { try $0["line"] as String }
    }
}

/// The code of the refusal that `body` ends with; `done` if it does not.
func outcome(_ body: () async throws -> Void) async throws -> String {
    do {
        try await body()
        return "done"
    } catch let refusal as any Refusing {
        return refusal.code
    }
}
