import CarePath
import Clinic
import Clocks
import Intakes
import StrictJSON
import Wire

extension ScreeningAnswer {
    /// - Parameter crisis: shown if any answer speaks of self-harm, whatever the result.
    init(_ screening: Screening, in language: Language, crisis: CrisisResources) {
        let result = screening.result
        self.init(
            screeningId: screening.id.description, result: result.outcome.rawValue,
            rules: result.findings.map { Wire.RuleFinding($0, in: language) },
            words: result.words.said(in: language), expiresAt: screening.expiresAt.rfc3339,
            mayRegister: result.outcome.mayRegister, mayReapply: result.mayReapply.flatMap(MayReapply.init),
            crisis: result.showsCrisisResources ? crisis : nil)
    }
}

extension Wire.RuleFinding {
    init(_ finding: Intakes.RuleFinding, in language: Language) {
        self.init(
            id: finding.rule, outcome: finding.outcome.rawValue, words: finding.words.said(in: language),
            answers: finding.answers)
    }
}

extension MayReapply {
    /// `nil` where what stood against it does not change.
    init?(_ reapplication: Reapplication) {
        switch reapplication {
        case .after(let date): self.init(from: date.description, whenChanged: false)
        case .whenChanged(let date): self.init(from: date?.description, whenChanged: true)
        case .never: return nil
        }
    }
}

extension JSONReader {
    mutating func screening(in language: Language) -> ScreeningSubmission? {
        let response = value("response")
        let contact = optionalParse("contact", as: .emailOrPhone) { ScreeningSubmission.ContactPoint($0) }
        return made {
            ScreeningSubmission(response: response.value, contact: contact.value, language: language)
        }
    }
}
