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
    /// As it is on record; `nil` where nobody has said it yet.
    package let birthDate: LocalDate?
    /// Of residence; `nil` where nobody has said it yet.
    package let state: StateCode?
    /// Whether somebody may prescribe there today and some pharmacy may ship there.
    package let isServed: Bool?
    /// The clinic's date; ages and days are counted on it.
    package let today: LocalDate
    /// The newest blood pressure on record; where it is newer than the one answered, it stands in its place.
    package let pressure: LaterPressure?
    /// What has been reported since the answers, by the question that asks for it: a single choice is replaced, of several
    /// it is one more.
    package let news: [String: [Coding]]

    package init(
        answers: ValidResponse, scores: [String: InstrumentResult], medicines: [MedicineFact],
        birthDate: LocalDate?, state: StateCode?, isServed: Bool?, today: LocalDate,
        pressure: LaterPressure? = nil, news: [String: [Coding]] = [:]
    ) {
        self.answers = answers
        self.scores = scores
        self.medicines = medicines
        self.birthDate = birthDate
        self.state = state
        self.isServed = isServed
        self.today = today
        self.pressure = pressure
        self.news = news
    }

    /// Whether the question was asked, or answered since.
    func isAsked(_ linkId: String) -> Bool { news[linkId] != nil || answers.isAsked(linkId) }

    /// The codes chosen, as they now stand.
    func codings(_ linkId: String) -> [Coding] { news[linkId] ?? answers.codings(linkId) }

    /// The answer as evidence; one that came after the intake is called so.
    func evidence(_ linkId: String, _ codings: [Coding]) -> FindingAnswer {
        FindingAnswer(
            linkId: news[linkId] == nil ? linkId : FindingAnswer.later + linkId, values: codings.map(\.code))
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

/// A reading in mmHg and beats a minute: where it was repeated at one sitting, the mean of it.
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
    /// As the list names them; none where only the classes are known.
    package let ingredients: [String]
    package let classes: [MedicationClass]
    package let isRecognized: Bool

    package init(
        name: String, ingredients: [String] = [], classes: [MedicationClass], isRecognized: Bool
    ) {
        self.name = name
        self.ingredients = ingredients
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
/// `profile.state` stand for what is on record; `later.` before a linkId or a measure, for what was reported since.
package struct FindingAnswer: Sendable, Hashable, Codable {
    /// What stands before a linkId whose answer came after the intake.
    package static let later = "later."

    /// The linkId or measure, whenever it was answered.
    package var questionLinkId: String {
        linkId.hasPrefix(Self.later) ? String(linkId.dropFirst(Self.later.count)) : linkId
    }

    package let linkId: String
    package let values: [String]

    package init(linkId: String, values: [String]) {
        self.linkId = linkId
        self.values = values
    }
}
