import Clinic
import Foundation
import Medications
import Questionnaires

/// All that the eligibility rules look at: one person on one date.
package struct EligibilityFacts: Sendable {
    package let answers: ValidResponse
    /// By the instrument's name: `phq9`. What was not asked has none.
    package let scores: [String: InstrumentResult]
    package let medicines: [MedicineFact]
    /// As it is on record.
    package let birthDate: LocalDate
    package let state: StateCode
    /// Whether somebody may prescribe there today and some pharmacy may ship there.
    package let isServed: Bool
    /// The clinic's date; ages and days are counted on it.
    package let today: LocalDate
    /// Blood pressure measured since the intake; it stands in place of what was answered then.
    package let pressure: LaterPressure?

    package init(
        answers: ValidResponse, scores: [String: InstrumentResult], medicines: [MedicineFact],
        birthDate: LocalDate, state: StateCode, isServed: Bool, today: LocalDate,
        pressure: LaterPressure? = nil
    ) {
        self.answers = answers
        self.scores = scores
        self.medicines = medicines
        self.birthDate = birthDate
        self.state = state
        self.isServed = isServed
        self.today = today
        self.pressure = pressure
    }

    /// Whether a reading of its own stands in for a measure of the answers.
    func later(_ measure: String) -> Int? {
        guard let pressure else { return nil }
        return switch measure {
        case "systolic": pressure.systolic
        case "diastolic": pressure.diastolic
        case "pulse": pressure.pulse
        case "bloodPressureAge": today - pressure.on
        default: nil
        }
    }
}

/// A reading in mmHg and beats a minute, taken after the intake.
package struct LaterPressure: Sendable, Hashable {
    package let systolic: Int
    package let diastolic: Int
    package let pulse: Int?
    package let on: LocalDate

    package init(systolic: Int, diastolic: Int, pulse: Int?, on: LocalDate) {
        self.systolic = systolic
        self.diastolic = diastolic
        self.pulse = pulse
        self.on = on
    }
}

/// A medicine that a person named, as the rules see it.
package struct MedicineFact: Sendable, Hashable {
    /// As it was written.
    package let name: String
    package let classes: [MedicationClass]
    package let isRecognized: Bool

    package init(name: String, classes: [MedicationClass], isRecognized: Bool) {
        self.name = name
        self.classes = classes
        self.isRecognized = isRecognized
    }
}

/// What one instrument came to.
package enum InstrumentResult: Sendable, Hashable {
    case scored(Score)
    /// These items, by linkId, are missing or were refused; there is no score.
    case missing([String])
}

/// An answer behind a finding: the question's linkId, and what was said, as codes or words. `profile.birthDate` and
/// `profile.state` stand for what is on record.
package struct FindingAnswer: Sendable, Hashable, Codable {
    package let linkId: String
    package let values: [String]

    package init(linkId: String, values: [String]) {
        self.linkId = linkId
        self.values = values
    }
}
