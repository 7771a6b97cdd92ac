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
    /// Whether the clinic has what it needs besides: licences, hours, a protocol, a pharmacy. Absent counts as no.
    var isClinicComplete: Bool?
    var patients: [DevPerson] = []

    /// The member of the care team that `role` was made up for.
    func member(_ role: Role) -> DevPerson? {
        staff.first { $0.stage.split(separator: ",").contains(Substring(role.rawValue)) }
    }

    /// How those sign in whom a cohort meets: the navigator, and every prescriber.
    var team: CohortTeam? {
        guard let navigator = member(.careNavigator)?.signIn else { return nil }
        let prescribers = staff.filter {
            $0.stage.split(separator: ",").contains(Substring(Role.prescriber.rawValue))
        }
        let signIns = prescribers.compactMap { person in person.signIn.map { (person.id, $0) } }
        guard !signIns.isEmpty, signIns.count == prescribers.count else { return nil }
        return CohortTeam(
            navigator: navigator, prescribers: Dictionary(signIns, uniquingKeysWith: { first, _ in first }))
    }
}

extension DevPerson {
    /// The same person as they act inside the program, without a session.
    var caller: Caller? {
        guard let id = UUID(uuidString: id) else { return nil }
        let roles = Set(stage.split(separator: ",").compactMap { Role(rawValue: String($0)) })
        return Caller(accountID: id, kind: .staff, roles: roles, session: UUID())
    }

    /// How they sign in.
    var signIn: StaffSignIn? {
        guard let password, let totpSecret else { return nil }
        return StaffSignIn(email: email, password: password, totpSecret: totpSecret)
    }
}
