import Clinic
import Foundation
import Postgres

/// Whether an account is a patient's or one of the care team's. Nobody is both under one account.
package enum AccountKind: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case patient, staff
}

/// Who makes a request, as their access token proves it.
package struct Caller: Sendable, Hashable {
    /// A patient's account id is the patient's id.
    package let accountID: UUID
    package let kind: AccountKind
    /// As they were when the token was issued. Where a role ends, its holder's sessions end with it.
    package let roles: Set<Role>
    package let session: UUID

    package init(accountID: UUID, kind: AccountKind, roles: Set<Role>, session: UUID) {
        self.accountID = accountID
        self.kind = kind
        self.roles = roles
        self.session = session
    }

    /// The same person, as audit and database hear it.
    package var actor: Actor {
        switch kind {
        case .patient: .patient(accountID)
        case .staff: .staff(accountID)
        }
    }
}
