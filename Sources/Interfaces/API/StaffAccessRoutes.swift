import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import StrictJSON
import Wire

/// Who belongs to the care team and what they may do.
package struct StaffAccessRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + changing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/me", "Who is signed in, for the head of every screen.",
                permission: .staffSelf
            ) {
                call in
                let member = try await care.staffSelf(call.signedIn)
                return try Answer(StaffAnswer(member, realm: care.access.realm, now: care.clock.now))
            },
            Route(
                .get, "/v1/staff/accounts",
                "The care team with its roles, in the order in which people came.",
                permission: .readAccess, query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.staffAccounts(
                    after: page.position(as: AfterNumber.self)?.after, limit: page.limit, by: call.signedIn)
                let next = try found.next.map { try Cursor.text(of: AfterNumber(after: $0)) }
                return try call.answer(
                    page: Page(items: found.members.map(StaffAccount.init), nextCursor: next), next: next)
            },
        ]
    }

    private var changing: [Route] {
        [
            Route(
                .post, "/v1/staff/invitations", "Asks a colleague in; the link goes to the e-mail.",
                permission: .manageAccess, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let (name, email, roles) = try call.read { $0.invitation() }
                return try await call.once({ try Answer(InvitationAnswer($0)) }) { once in
                    try await care.invite(
                        name: name, email: email, roles: roles, in: call.language, once: once,
                        by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/accounts/{accountId}/grants", "Gives a colleague one more role.",
                permission: .manageAccess, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let account: ID<StaffMember> = try call.id("accountId")
                let role = try call.read { body in
                    let role = body.option("role", of: Role.self)
                    return body.made { role.value }
                }
                return try await call.once({ try Answer(GrantAnswer(id: $0.description)) }) { once in
                    try await care.grant(role, to: account.uuid, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/grants/{grantId}/approve",
                "A second administrator agrees to a role that signs.",
                permission: .manageAccess, idempotency: .accepted, success: .noContent
            ) { call in
                let grant: ID<RoleGrant> = try call.id("grantId")
                return try await call.once({ _ in .empty }) { once in
                    try await care.approveGrant(grant, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/grants/{grantId}/end", "Takes a role away; its holder's sessions end.",
                permission: .manageAccess, idempotency: .accepted, success: .noContent
            ) { call in
                let grant: ID<RoleGrant> = try call.id("grantId")
                return try await call.once({ _ in .empty }) { once in
                    try await care.endGrant(grant, once: once, by: call.signedIn)
                }
            },
        ]
    }

    /// Where a page of accounts ends.
    private struct AfterNumber: Codable {
        let after: Int
    }
}
