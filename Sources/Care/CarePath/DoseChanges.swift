import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    /// The patient has read a change of the dose, or says yes to a higher one: it is in force from the first date whose
    /// dose is not taken yet. Again it changes nothing.
    package func acknowledgeDoseChange(
        _ change: UUID, once: Once<DecisionLine>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<DecisionLine> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            let heard = try hear(.acknowledgement, of: patient, by: actor, on: connection, now: now) {
                course in
                guard course.changes.contains(where: { $0.id == change }) else { throw NotFound() }
                return try course.acknowledged(change, now: now)
            }
            guard let line = heard.line else { throw CourseRefusal.ended }
            try AuditEntry(
                "doseChange.acknowledge", .init("doseChange", change), patient: patient.uuid, by: actor,
                at: now
            ).record(on: connection)
            return line
        }
    }
}
