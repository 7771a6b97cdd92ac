import Access
import CarePath
import Clinic
import Clocks
import Foundation
import StrictJSON
import Wire

extension StaffAnswer {
    init(_ member: StaffMember, realm: Realm, now: Instant) {
        self.init(
            id: member.id.uuidString.lowercased(), handle: member.handle, name: member.name,
            roles: member.roles.map(\.rawValue).sorted(), environment: realm.rawValue, now: now.rfc3339)
    }
}

extension StaffAccount {
    init(_ member: StaffMember) {
        self.init(
            id: member.id.uuidString.lowercased(), handle: member.handle, name: member.name,
            email: member.email.address, state: member.state.rawValue,
            grants: member.grants.map { grant in
                Grant(id: grant.id.description, role: grant.role.rawValue, state: grant.state.rawValue)
            })
    }
}

extension InvitationAnswer {
    init(_ invited: Invited) {
        self.init(
            accountId: invited.account.uuidString.lowercased(), handle: invited.handle,
            expiresAt: invited.expiresAt.rfc3339)
    }
}

extension JSONReader {
    mutating func invitation() -> (name: String, email: EmailAddress, roles: Set<Role>)? {
        let name = string("name", length: 1...100)
        let email = parse("email", as: .email) { EmailAddress($0) }
        let roles = options("roles", of: Role.self, count: 1...Role.allCases.count)
        return made { (name.value, email.value, Set(roles.value)) }
    }
}
