import AnswerFiles
import Clinic
import Locks
import Medications
import Questionnaires
import StrictJSON

/// Judges intakes of a file line by line, by the same questionnaire and rules as those that patients send: a dry run of
/// their submission, without a database.
///
/// What the record of a patient says, and not the intake, is judged only where the line says it: age (E1), and never the
/// states served (E2), which hang on licences of the day.
package struct IntakeJudge: Sendable {
    let form: IntakeForm
    let rules: EligibilityRules
    let today: LocalDate
    private let medicines: KnownMedicines
    /// Questions in which "refused" or "not known" can be chosen, in the questionnaire's order.
    private let openable: [String]
    private let limits: RuleLimits
    /// Instruments that may be answered by themselves, by `url|version`.
    let instruments: [String: InstrumentForm]

    /// - Parameters:
    ///   - library: the instruments in it may be answered by themselves.
    ///   - today: ages and days since a reading are counted to it.
    package init(
        form: IntakeForm, rules: EligibilityRules, medications: MedicationMap, library: QuestionnaireLibrary,
        today: LocalDate
    ) {
        instruments = library.all.compactMap { InstrumentForm($0, of: form) }.reduce(into: [:]) {
            $0[$1.published.canonical] = $1
        }
        self.form = form
        self.rules = rules
        self.today = today
        medicines = KnownMedicines(medications)
        limits = RuleLimits(rules)
        openable = form.questionnaire.allItems.filter { item in
            item.options.contains { option in
                if case .coding(let coding) = option.value {
                    rules.terms.unknownCodes.contains(coding)
                } else {
                    false
                }
            }
        }.map(\.linkId)
    }

    /// What the line is called in its file, and who it is about.
    struct Head {
        let number: Int
        let ref: String?
        var person = JudgedLine.Person()
        /// Whether a file that says nothing of the age leaves it open: an intake of its own never tells it, since the
        /// record has it.
        var tellsAge = true
    }

    /// - Parameters:
    ///   - notAsked: questions that nobody of this file was asked.
    ///   - more: what is wrong besides the answers.
    ///   - scored: instruments that were answered by themselves.
    ///   - place: where in the file a problem is to be put right.
    func judge(
        _ examined: ExaminedAnswers, _ head: Head, notAsked: Set<String> = [],
        more: [JudgedLine.Problem] = [], scored: [String: InstrumentResult] = [:],
        place: (JSONProblem) -> String
    ) -> JudgedLine {
        let answers = examined.answers
        var problems = more
        for problem in examined.problems {
            if Self.isGap(problem), let linkId = problem.subject, notAsked.contains(linkId) { continue }
            problems.append(
                .init(
                    path: place(problem), code: problem.code, message: problem.message,
                    question: problem.subject))
        }
        for linkId in openable {
            guard let answer = answers.answer(to: linkId), case .coding(let coding) = answer.value,
                rules.terms.unknownCodes.contains(coding)
            else { continue }
            problems.append(
                open(linkId, as: coding, place(JSONProblem(answer.pointer, "", "", es: "", subject: linkId))))
        }
        let medications = answers.answers(to: rules.medicineLinkId).compactMap {
            answer -> JudgedLine.Medication? in
            guard case .string(let text) = answer.value else { return nil }
            return .init(text: text, match: medicines.match(text))
        }
        let scores = form.scores(of: answers).merging(scored) { $1 }
        let facts = facts(answers, scores, medications, head)
        let result = rules.evaluate(facts)
        var outcomes = result.findings.map(\.outcome)
        let status = Self.status(problems)
        if status == .invalid { outcomes.append(.incomplete) }
        return JudgedLine(
            number: head.number, ref: head.ref, status: status, problems: problems,
            scores: scores.compactMapValues { if case .scored(let score) = $0 { score } else { nil } },
            medications: medications, outcome: EligibilityOutcome(highestOf: outcomes), rules: result.ruleIds,
            findings: result.findings, answers: answers, person: head.person,
            selfHarmItem: form.lastItem(of: "phq9", in: answers),
            borders: limits.near(facts, self.rules.terms))
    }

    private func facts(
        _ answers: ValidResponse, _ scores: [String: InstrumentResult],
        _ medications: [JudgedLine.Medication],
        _ head: Head
    ) -> EligibilityFacts {
        let facts = medications.map {
            MedicineFact(
                name: $0.text, ingredients: $0.match.ingredients, classes: $0.match.classes,
                isRecognized: $0.match.isRecognized)
        }
        return EligibilityFacts(
            answers: answers, scores: scores, medicines: facts,
            birthDate: head.person.birthDate ?? (head.tellsAge ? nil : Self.unminded(today)),
            state: head.person.state ?? Self.anyState, isServed: true, today: today)
    }

    private func open(_ linkId: String, as coding: Coding, _ path: String) -> JudgedLine.Problem {
        let isRefused = coding.code.hasSuffix("declined")
        return .init(
            path: path, code: isRefused ? Gap.refused : Gap.notKnown,
            message: isRefused
                ? "The question “\(linkId)” was asked and not answered."
                : "The answer to “\(linkId)” is not known.",
            question: linkId)
    }

    // MARK: Status

    /// Codes of what is missing, besides those of every form.
    enum Gap {
        static let refused = "refused"
        static let notKnown = "notKnown"
        static let unfinished = "unfinished"
    }

    /// Whether nothing but an answer is missing.
    private static func isGap(_ problem: JSONProblem) -> Bool {
        problem.subject != nil && [JSONProblem.Code.missing, JSONProblem.Code.tooFew].contains(problem.code)
    }

    private static func status(_ problems: [JudgedLine.Problem]) -> JudgedLine.Status {
        if problems.isEmpty { return .complete }
        let gaps = [
            JSONProblem.Code.missing, JSONProblem.Code.tooFew, Gap.refused, Gap.notKnown, Gap.unfinished,
        ]
        let isGapOnly = problems.allSatisfy { problem in
            gaps.contains(problem.code) && (problem.question != nil || problem.code == Gap.unfinished)
        }
        return isGapOnly ? .incomplete : .invalid
    }

    /// A birth date that no rule minds, where the record has the real one.
    private static func unminded(_ today: LocalDate) -> LocalDate { today - 40 * 365 }

    private static let anyState: StateCode = {
        guard let state = StateCode("AZ") else { preconditionFailure("Arizona is a state.") }
        return state
    }()
}

/// Medicines that were looked up already: in a file of many people the same ones come again and again.
private final class KnownMedicines: Sendable {
    private let map: MedicationMap
    // The lock is the only way to what was found.
    private let found = Locked<[String: MedicationMatch]>([:])
    /// Beyond it nothing more is kept, so that a file cannot fill the memory.
    private static let most = 50_000

    init(_ map: MedicationMap) { self.map = map }

    func match(_ text: String) -> MedicationMatch {
        if let known = found.withLock({ $0[text] }) { return known }
        let match = map.match(text)
        found.withLock { if $0.count < Self.most { $0[text] = match } }
        return match
    }
}
