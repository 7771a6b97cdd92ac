import Clinic
import Clocks
import Foundation
import Patients
import Safety

/// Which flags are asked for.
package struct FlagFilter: Sendable {
    package let patient: ID<Patient>?
    /// Closed ones too.
    package let closed: Bool

    package init(patient: ID<Patient>? = nil, closed: Bool = false) {
        self.patient = patient
        self.closed = closed
    }
}

/// One flag as the care team sees it.
package struct FlagLine: Sendable {
    package let flag: Flag
    package let handle: String
    package let reasons: [String]
    package let patient: QueueLine.Person
    package let raisedAt: Instant
    package let acknowledgeBy: Instant
    package let closeBy: Instant
    package let acknowledgedAt: Instant?
    package let closedAt: Instant?
    /// What was written at its end.
    package let note: String?
    /// The latest of what a person wrote when raising it or making it graver.
    package let remark: String?
    /// How it may end.
    package let outcomes: [String]
}

/// A page of flags, by the time at which they must be closed.
package struct FlagPage: Sendable {
    package let lines: [FlagLine]
    /// Where the next page starts; `nil` on the last.
    package let next: Position?

    package struct Position: Sendable, Codable {
        package let closeBy: Instant
        package let id: UUID

        package init(closeBy: Instant, id: UUID) {
            self.closeBy = closeBy
            self.id = id
        }
    }
}
