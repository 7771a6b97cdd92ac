import Access
import Cohort
import Foundation
import Wire

/// Who was made up in this data folder, with all one needs to sign in as them: `people.json`, for its owner's eyes.
///
/// It is written before each step that cannot be repeated, so that a kill at any moment loses nobody's sign-in.
struct SignInSheet: Codable {
    static let file = "people.json"

    /// Tokens of the two one-time administrator links of `lozenged setup`.
    var setupLinks: [String] = []
    /// The care team; somebody who has not enrolled yet stands here too.
    var staff: [DevPerson] = []
    /// E-mails of those who have enrolled.
    var enrolled: Set<String> = []
    /// Whether the care team is complete: enrolled, approved, states served.
    var isTeamComplete = false
    var patients: [DevPerson] = []

    /// The member of the care team that `role` was made up for.
    func member(_ role: Role) -> DevPerson? {
        staff.first { $0.stage.split(separator: ",").contains(Substring(role.rawValue)) }
    }

    /// How the care navigator signs in.
    var navigator: StaffSignIn? {
        guard let person = member(.careNavigator), let password = person.password,
            let secret = person.totpSecret
        else { return nil }
        return StaffSignIn(email: person.email, password: password, totpSecret: secret)
    }
}

extension DevPerson {
    /// The same person as they act inside the program, without a session.
    var caller: Caller? {
        guard let id = UUID(uuidString: id) else { return nil }
        let roles = Set(stage.split(separator: ",").compactMap { Role(rawValue: String($0)) })
        return Caller(accountID: id, kind: .staff, roles: roles, session: UUID())
    }
}
