import Clinic
import Foundation
import Intakes
import Questionnaires
import StrictJSON

extension ProgramData {
    static func earlierIntakes(
        in library: QuestionnaireLibrary, below folder: URL
    ) throws(SchemaFileRefusal) -> [String: IntakeForm] {
        var forms: [String: IntakeForm] = [:]
        for published in library.earlier where published.slug == "intake" {
            let prefix = "earlier/scores/intake-\(published.questionnaire.version ?? "")/"
            forms[published.canonical] = try IntakeForm(
                published, scores: folder.appending(path: "questionnaires/\(prefix)"), as: prefix)
        }
        return forms
    }

    /// The version of the long questionnaire that answers are bound to, by `url|version`.
    ///
    /// - Throws: `SchemaFileRefusal` where answers are kept to a version whose file was taken away: they cannot be read,
    ///   and reading them by another would misread them.
    package func intakeForm(_ canonical: String) throws(SchemaFileRefusal) -> IntakeForm {
        guard let form = canonical == intake.published.canonical ? intake : earlierIntakes[canonical] else {
            throw SchemaFileRefusal(file: canonical, reasons: ["Answers are bound to it, and it is gone."])
        }
        return form
    }

    /// What each instrument of an intake came to, by the version that was answered.
    func scores(of answers: ValidResponse) throws(SchemaFileRefusal) -> [String: InstrumentResult] {
        try intakeForm(answers.questionnaire ?? intake.published.canonical).scores(of: answers)
    }

    /// What the answer to the last item of an instrument counts, by the version that was answered.
    func lastItem(of instrument: String, in answers: ValidResponse) throws(SchemaFileRefusal) -> Int? {
        try intakeForm(answers.questionnaire ?? intake.published.canonical).lastItem(
            of: instrument, in: answers)
    }

    /// The words of a question, which may be one that later versions no longer ask.
    package func intakeQuestion(_ linkId: String, in language: Language) -> String? {
        intake.questionnaire.question(linkId, in: language)
            ?? earlierIntakes.values.lazy.compactMap { $0.questionnaire.question(linkId, in: language) }.first
    }
}

extension CarePath {
    /// The answers of an intake that was submitted, read by the version that they are bound to.
    func submittedAnswers(_ intake: Intake) throws -> ValidResponse {
        let form = try program.intakeForm(intake.questionnaire)
        let (answers, problems) = form.published.read(intake.answers, mode: .complete)
        guard let answers else { throw JSONProblems(problems) }
        return answers
    }
}
