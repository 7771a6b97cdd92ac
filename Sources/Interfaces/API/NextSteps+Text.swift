import CarePath
import Clinic
import Clocks
import Patients
import Questionnaires

// Apart from `Me+Wire.swift`, where the wire has a type of the same name.

extension NextSteps.Waiting.Expected {
    /// As the contract writes it: an instant or a date.
    var text: String {
        switch self {
        case .at(let moment): moment.rfc3339
        case .on(let date): date.description
        }
    }
}

extension NextSteps.Action {
    /// The questionnaire that the action fills in, by name and version.
    func questionnaire(_ program: ProgramData) -> String? {
        switch code {
        case .startIntake, .continueIntake: program.questionnaires[slug: "intake"]?.canonical
        case .signConsents, .bookConsult, .confirmConsult, .consultCheckIn, .confirmReceived,
            .chooseFirstDay, .answerAsq, .acknowledgeDose, .checkIn, .resumeTreatment, .lastScores,
            .refillReview, .countSupply:
            nil
        }
    }
}

extension NextSteps {
    /// The stage in words: in treatment with the day of the month, "Day 12 of your first month".
    func stageWords(_ words: WordBook, in language: Language) -> String {
        guard stage == .treatment, let cycle else {
            return words.said("stage.\(stage.rawValue)", in: language)
        }
        let isNamed = Self.namedMonths.contains(cycle.number)
        return words.said(
            isNamed ? "stage.treatment" : "stage.treatmentLater", in: language,
            [
                "day": "\(cycle.day)", "number": "\(cycle.number)",
                "month": isNamed ? words.said("month.\(cycle.number)", in: language) : "",
            ])
    }
}
