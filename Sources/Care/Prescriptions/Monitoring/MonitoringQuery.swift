import Clinic
import Clocks
import Foundation
import Sealing

/// A look into a state's prescription drug monitoring program: what other controlled medicines the patient gets.
package struct MonitoringQuery: Sendable {
    package let id: ID<MonitoringQuery>
    package let patient: UUID
    package let state: StateCode
    package let queriedAt: Instant
    package let content: Content

    /// What the program gave: sealed with the patient's key.
    package struct Content: Sendable, Hashable, Codable {
        /// The program's own number of the query.
        package let reference: String
        /// What was found, in the words of whoever looked.
        package let finding: String

        package init(reference: String, finding: String) {
            self.reference = reference
            self.finding = finding
        }
    }

    /// - Throws: `PrescriptionRefusal.queryAhead` for a look that lies ahead.
    package init(
        of patient: UUID, in state: StateCode, queriedAt: Instant, content: Content, at now: Instant
    ) throws(PrescriptionRefusal) {
        guard queriedAt <= now else { throw .queryAhead }
        id = ID(at: now)
        self.patient = patient
        self.state = state
        self.queriedAt = queriedAt
        self.content = content
    }
}
