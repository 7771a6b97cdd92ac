import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    /// A prescriber sets the dose from a date on, within what is signed, with the reason in writing; titration goes on
    /// from there.
    ///
    /// - Parameter every: a dose every so many days, 1 for each; with more than 1 only the prescriber raises.
    /// - Throws: `CourseRefusal.doseNotAllowed`, `.resumeDateNotAllowed`, `.flagOpen`; `NotFound` without a treatment
    ///   that has begun.
    package func setDose(
        _ dose: Milligrams, every days: Int = 1, from date: LocalDate, because reason: String,
        of patient: ID<Patient>, once: Once<DecisionLine>?, by caller: Caller
    ) async throws -> OnceOutcome<DecisionLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let heard = try hear(.doseSet, of: patient, by: caller.actor, on: connection, now: now) {
                course in
                try course.doseSet(dose, every: days, from: date, now: now)
            }
            try keep(reason, ofChange: .set, in: heard, on: connection)
            return try latestDecision(of: patient, on: connection)
        }
    }

    /// A prescriber agrees to a rise that is on offer, or says no in writing. Agreed to and read by the patient, it is in
    /// force; the same answer again changes nothing.
    ///
    /// - Throws: `CourseRefusal.offerGone`, `.offerExpired`; `NotFound` for a change that there is not.
    package func answerOffer(
        _ change: UUID, agrees: Bool, because reason: String?, once: Once<DecisionLine>?, by caller: Caller
    ) async throws -> OnceOutcome<DecisionLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard let patient = try Self.patient(ofChange: change, on: connection) else { throw NotFound() }
            let heard = try hear(.agreement, of: patient, by: caller.actor, on: connection, now: now) {
                course in
                try course.answered(change, agrees: agrees, now: now)
            }
            if let reason {
                try DoseChange.keep(reason: reason, of: change, sealedWith: heard.key, on: connection)
            }
            return try latestDecision(of: patient, on: connection)
        }
    }

    /// Keeps why, with the change of this kind that was just heard.
    func keep(
        _ reason: String, ofChange kind: DoseChange.Kind, in heard: HeardCourse, on connection: Connection
    ) throws {
        for case .changed(let change) in heard.outcome?.effects ?? [] where change.kind == kind {
            try DoseChange.keep(reason: reason, of: change.id, sealedWith: heard.key, on: connection)
        }
    }
}
