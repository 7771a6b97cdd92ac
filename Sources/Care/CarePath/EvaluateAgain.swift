import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import StrictJSON

extension CarePath {
    /// Eligibility is run again, as a renewal asks: the intake in force by today's date and places, with the blood pressure
    /// measured since. What it opens is opened, what it raises is raised.
    ///
    /// - Returns: whether nothing of it is open: neither ineligible nor incomplete, each clearance received, each question
    ///   accepted, the consents in force.
    func evaluateAgain(
        _ patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> Bool {
        let person = try lockPerson(patient, on: connection, now: now)
        let inForce = try connection.fetchFirst(Intake.selectInForce(of: patient.uuid), "intake.inForce") {
            row in try Intake(row, keyring: keyring)
        }
        guard let intake = inForce else { return false }
        let medicines = try connection.fetch(
            IntakeMedication.select(of: intake.id.uuid), "medication.ofIntake"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        let answers = try submittedAnswers(intake)
        let before = try connection.fetchFirst(Eligibility.select(of: patient.uuid), "eligibility.inForce") {
            row in try Eligibility(row, keyring: keyring)
        }
        let pressure = try connection.fetchFirst(
            Self.selectLaterPressure(of: patient), "eligibility.pressure", decode: LaterPressure.init)
        _ = try evaluate(
            answers, medicines, for: intake.id, of: person, before: before?.result, pressure: pressure,
            by: actor, on: connection, now: now)
        return try eligibilityStanding(of: patient, on: connection)?.isSettled ?? false
    }
}

extension EligibilityStanding {
    /// Nothing is open, and nothing stands in the way.
    var isSettled: Bool {
        outcome != .ineligible && outcome != .incomplete && unanswered.isEmpty && rejected.isEmpty
            && uncleared.isEmpty && consentsCurrent
    }
}
