import CarePath
import Clinic
import Clocks
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
        case .signConsents, .bookConsult, .confirmConsult, .checkIn, .confirmReceived, .chooseFirstDay: nil
        }
    }
}
