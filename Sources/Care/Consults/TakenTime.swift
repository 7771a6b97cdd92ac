import Clinic
import Clocks
import Foundation
import Postgres

/// A stretch that a visit takes up, buffer included.
package struct TakenTime: Sendable, Hashable {
    /// Whose time it is; `nil` where it is the patient's, with whatever prescriber.
    package let prescriber: UUID?
    package let starts: Instant
    package let blocked: Range<Instant>
}
