import Postgres

/// What somebody is in the program (program.md, People); it decides what they may do.
///
/// A patient is one by having a patient's account. The other roles are granted to people of the care team, and
/// one person may hold several.
package enum Role: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case patient
    /// May prepare everything and sign nothing.
    case careNavigator
    /// Consults, signs prescriptions, decides on doses beyond the standing order and on refill reviews.
    case prescriber
    /// Approves protocols and rules; overrides.
    case medicalDirector
    case pharmacist
    /// Accounts and access; sees no health data.
    case administrator
    /// Reads everything, changes nothing.
    case auditor

    /// Roles that are granted to people of the care team.
    package static let staff = allCases.filter { $0 != .patient }

    /// Whether its holder signs for others' treatment. Such a grant needs a second administrator's approval, so
    /// that no single person can make themselves a prescriber.
    package var signs: Bool {
        switch self {
        case .prescriber, .medicalDirector: true
        case .patient, .careNavigator, .pharmacist, .administrator, .auditor: false
        }
    }
}
