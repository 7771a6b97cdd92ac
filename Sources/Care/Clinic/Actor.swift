import Foundation
import Postgres

/// Who does something: it stands in every transaction, audit row and reading of health data.
///
/// PostgreSQL hears it as the setting `lozenge.actor`, in the form `staff:<id>`.
package enum Actor: Sendable, Hashable, DatabaseActor {
    /// Nobody signed in: a visitor at the screening, a person asking for a code.
    case anonymous
    /// A patient, acting for themselves.
    case patient(UUID)
    /// One of the care team, by account.
    case staff(UUID)
    /// The program itself, by the name of the job or command: `system:sendMessage`.
    case system(String)

    package var databaseSetting: String {
        switch self {
        case .anonymous: "anonymous"
        case .patient(let id): "patient:\(id.uuidString.lowercased())"
        case .staff(let id): "staff:\(id.uuidString.lowercased())"
        case .system(let name): "system:\(name)"
        }
    }
}
