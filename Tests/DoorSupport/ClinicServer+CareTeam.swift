import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Testing
import Wire

/// Somebody of the care team with what they carry in their head and pocket.
package struct Colleague: Sendable {
    /// How they sign in; `totp` is what their authenticator keeps.
    package let email: String
    package let password: String
    package let totp: TOTPSecret

    package init(email: String, password: String, totp: TOTPSecret) {
        self.email = email
        self.password = password
        self.totp = totp
    }
}

/// The two whom a new installation begins with, signed in.
package struct Administrators: Sendable {
    /// Who asks people in; `ben` is the second pair of eyes.
    package let ana: TokenAnswer
    package let ben: TokenAnswer
}

extension ClinicServer {
    /// Both one-time links of a new installation are used, and both sign in.
    package func administrators() async throws -> Administrators {
        let links = try await clinic.carePath.setUp(by: .system("setup")).map(\.token.text)
        let ana = try await enrol(links[0], as: "Ana Reyes", email: "ana@clinic.example")
        let ben = try await enrol(links[1], as: "Ben Okafor", email: "ben@clinic.example")
        return Administrators(ana: try await signIn(ana), ben: try await signIn(ben))
    }

    /// An invitation as the API takes it; the e-mail is made of the name.
    package func invite(_ name: String, _ roles: [Role], by person: TokenAnswer, key: UUID? = nil)
        async throws
        -> Reply
    {
        try await post(
            "/v1/staff/invitations",
            InvitationRequest(
                name: name, email: "\(name.lowercased())@clinic.example", roles: roles.map(\.rawValue)),
            as: person, key: key)
    }

    /// A one-time link is opened and completed, as its holder does.
    package func enrol(_ link: String, as name: String? = nil, email: String? = nil) async throws -> Colleague
    {
        let offer = try await post("/v1/auth/enrolments", EnrolmentRequest(token: link)).json(
            EnrolmentAnswer.self)
        let totp = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
        let colleague = Colleague(
            email: email ?? offer.email, password: "seven quiet herons \(UUID())", totp: totp)
        let reply = try await post(
            "/v1/auth/enrolments/complete",
            EnrolmentCompletion(
                token: link, name: name, email: email, password: colleague.password, totp: code(of: totp)))
        try #require(reply.said == "204")
        return colleague
    }

    /// What the authenticator shows now.
    package func code(of totp: TOTPSecret) -> String { totp.code(atStep: TOTPSecret.step(at: clock.now)) }

    /// Password and the next code of the authenticator: half a minute passes, since each counts once.
    package func signIn(_ colleague: Colleague) async throws -> TokenAnswer {
        clock.advance(by: .seconds(30))
        let reply = try await present(colleague.password, code(of: colleague.totp), of: colleague.email)
        try #require(reply.said == "200")
        return try reply.json(TokenAnswer.self)
    }

    /// Somebody presents a password and an authenticator's code.
    package func present(_ password: String, _ totp: String, of email: String) async throws -> Reply {
        try await post("/v1/auth/token", TokenRequest.password(email: email, password: password, totp: totp))
    }

    /// Somebody is asked in by Ana, has signing roles approved by Ben, and comes.
    package func join(_ name: String, _ roles: [Role], _ team: Administrators) async throws -> Colleague {
        let reply = try await invite(name, roles, by: team.ana)
        try #require(reply.said == "201")
        let invited = try reply.json(InvitationAnswer.self)
        for grant in try await grants(of: invited.accountId, team) where grant.state == "pending" {
            try #require(try await post("/v1/staff/grants/\(grant.id)/approve", as: team.ben).said == "204")
        }
        return try await enrol(try await link(sentTo: "\(name.lowercased())@clinic.example"))
    }

    /// Somebody with these roles, signed in.
    package func colleague(_ name: String, _ roles: [Role], _ team: Administrators) async throws
        -> TokenAnswer
    {
        try await signIn(try await join(name, roles, team))
    }

    /// The roles that an account has or waits for, as the list of the care team shows them.
    package func grants(of account: String, _ team: Administrators) async throws -> [StaffAccount.Grant] {
        let page = try await get("/v1/staff/accounts?limit=200", as: team.ana).json(Page<StaffAccount>.self)
        return try #require(page.items.first { $0.id == account }).grants
    }
}
