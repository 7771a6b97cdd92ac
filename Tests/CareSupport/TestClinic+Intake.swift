import CarePath
import Clinic
import Foundation
import Intakes
import Patients

extension TestClinic {
    /// A patient fills in the questionnaire and sends it; somebody may prescribe and ship in Arizona.
    package func submitted(_ answers: IntakeAnswers = IntakeAnswers(), by patient: ID<Patient>) async throws
        -> EligibilityView
    {
        let response = answers.response(to: carePath.program.intake.questionnaire)
        _ = try await carePath.saveIntake(
            response, of: patient, from: nil, by: .patient(patient.uuid))
        guard
            case .fresh(let view, _) = try await carePath.submitIntake(
                of: patient, once: nil, by: .patient(patient.uuid))
        else { throw Unexpected() }
        return view
    }

    /// Somebody like nobody else in the suite's database, where somebody may prescribe and some pharmacy may ship.
    package func newcomer() async throws -> ID<Patient> {
        try await covered()
        return try await registered(email: "maya-\(UUID().uuidString.prefix(8).lowercased())@example.org").id
    }

    /// Somebody may prescribe and some pharmacy may ship in Arizona and New York.
    package func covered() async throws {
        _ = try await prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        _ = try await pharmacy(slug: "alpha-\(UUID().uuidString.prefix(8).lowercased())")
    }

    /// Somebody whose rows were put into their tables answers for themselves: the rules judge them anew.
    @discardableResult
    package func judged(_ answers: IntakeAnswers = IntakeAnswers(), of patient: ID<Patient>) async throws
        -> EligibilityView
    {
        try await supersedeIntake(of: patient)
        return try await submitted(answers, by: patient)
    }
}
