import Clinic
import Questionnaires
import StrictJSON

/// An instrument answered by itself, as a clinic's record often has it: a PHQ-9 and nothing else.
struct InstrumentForm: Sendable {
    let published: PublishedQuestionnaire
    /// What the intake calls it: `phq9`.
    let name: String
    /// The intake's question for each of its questions that the intake asks too.
    let questions: [String: String]

    /// `nil` for a questionnaire that is no instrument of the intake's.
    init?(_ published: PublishedQuestionnaire, of form: IntakeForm) {
        let slug = published.slug.filter { $0 != "-" }
        guard published.instrument != nil,
            let name = form.instruments.map(\.name).first(where: { $0.lowercased() == slug })
        else { return nil }
        self.published = published
        self.name = name
        let coded = form.questionnaire.allItems.reduce(into: [Coding: String]()) { coded, item in
            for code in item.codes { coded[code] = item.linkId }
        }
        questions = published.questionnaire.allItems.reduce(into: [:]) { questions, item in
            let same = form.questionnaire.item(item.linkId).map { [$0.linkId] } ?? []
            questions[item.linkId] = (item.codes.compactMap { coded[$0] } + same).first
        }
    }

    /// What the answers come to; an item that is missing is named as the intake names it.
    func result(of answers: ValidResponse) -> InstrumentResult? {
        guard let instrument = published.instrument else { return nil }
        do throws(ScoreRefusal) {
            return .scored(try instrument.score(answers))
        } catch {
            switch error {
            case .missing(let items): return .missing(items.map { questions[$0] ?? $0 })
            case .totalDiffers: return .missing([])
            }
        }
    }

    /// The same answers, to the intake's questions.
    func given(_ answers: ValidResponse) -> GivenAnswers {
        var given = GivenAnswers()
        for (own, question) in questions {
            let values = answers.answers(to: own).map(\.value)
            if !values.isEmpty { given.values[question] = values }
        }
        return given
    }
}

extension IntakeJudge {
    /// A response to one instrument: it is scored, and counts in the rules; the rest of an intake is missing.
    func judge(_ response: JSONValue, to form: InstrumentForm, _ head: Head, more: [JudgedLine.Problem])
        -> JudgedLine
    {
        let own = form.published.questionnaire.examine(response)
        let whole = self.form.questionnaire.fill(form.given(own.answers))
        let named = Set(own.problems.compactMap { $0.subject.flatMap { form.questions[$0] } })
        // A question of the instrument that has its problem already is not missing from the intake as well.
        let rest = whole.problems.filter { !($0.subject.map(named.contains) ?? false) }
        return judge(
            ExaminedAnswers(answers: whole.answers, problems: own.problems + rest), head, more: more,
            scored: form.result(of: own.answers).map { [form.name: $0] } ?? [:]
        ) { problem in
            problem.pointer.tokens.count > 1
                ? problem.pointer.description : problem.subject ?? problem.pointer.description
        }
    }
}
