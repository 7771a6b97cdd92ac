import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

extension CarePath {
    /// Eligibility is run again, as a renewal asks: the intake in force by today's date and places, with all that was
    /// measured and reported since. What it opens is opened, what it raises is raised.
    ///
    /// - Returns: whether nothing of it is open: neither ineligible nor incomplete, each clearance received, each question
    ///   accepted, the consents in force.
    func evaluateAgain(
        _ patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> Bool {
        let person = try lockPerson(patient, on: connection, now: now)
        guard
            try reevaluate(person, because: .renewal, by: actor, on: connection, now: now) != nil
        else { return false }
        return try eligibilityStanding(of: patient, on: connection)?.isSettled ?? false
    }

    /// The rules are asked again of the intake in force and all that is known since; `nil` where no intake is in force.
    func reevaluate(
        _ person: IntakePerson, because occasion: EligibilityOccasion, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> Evaluation? {
        guard let ground = try evaluationGround(of: person, on: connection) else { return nil }
        let view = try evaluate(ground, because: occasion, by: actor, on: connection, now: now)
        return Evaluation(view: view, before: ground.before?.result)
    }
}

/// What the rules say now, and what they said of the same intake before.
struct Evaluation {
    let view: EligibilityView
    let before: EligibilityResult?
}

extension EligibilityStanding {
    /// Nothing is open, and nothing stands in the way.
    var isSettled: Bool {
        outcome != .ineligible && outcome != .incomplete && unanswered.isEmpty && rejected.isEmpty
            && uncleared.isEmpty && consentsCurrent
    }
}
