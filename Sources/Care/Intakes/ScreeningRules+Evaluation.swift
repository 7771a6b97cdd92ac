import Clinic
import Clocks
import Questionnaires
import StrictJSON

extension ScreeningRules {
    /// What the rules say to these answers. The same answers, date and states give the same result, always.
    ///
    /// Every case of every rule is looked at. Where none of a rule's cases fires and one of the answers it
    /// needs is missing, refused or not known, the rule finds just that.
    /// - Parameter today: the clinic's date; ages are counted on it.
    package func evaluate(
        _ answers: ValidResponse, on today: LocalDate, servedStates: Set<StateCode>
    ) -> ScreeningResult {
        let facts = AnswerCondition.Facts(answers: answers, today: today, servedStates: servedStates)
        var findings: [RuleFinding] = []
        var mayReapply: Reapplication?
        for rule in ruleIds {
            var fired = false
            for entry in cases where entry.rule == rule {
                guard let evidence = entry.condition.evidence(in: facts) else { continue }
                fired = true
                findings.append(
                    RuleFinding(
                        rule: rule, case: entry.name, outcome: entry.outcome, words: entry.words,
                        answers: evidence))
                if let again = entry.mayReapply?.reapplication(of: birthDate(in: answers), on: today) {
                    mayReapply = mayReapply?.and(again) ?? again
                }
            }
            let open = fired ? [] : openAnswers(for: rule, in: answers)
            if !open.isEmpty {
                findings.append(
                    RuleFinding(
                        rule: rule, case: "unknown", outcome: unknown.outcome, words: unknown.words,
                        answers: open))
            }
        }
        let outcome = findings.map(\.outcome).max() ?? .qualified
        return ScreeningResult(
            outcome: outcome, findings: findings, mayReapply: mayReapply,
            showsCrisisResources: crisisCondition.evidence(in: facts) != nil, words: said(outcome),
            questionnaire: questionnaire, rulesVersion: version)
    }

    /// Reads a person's answers: whether they fit the questionnaire, and whether the birth date can be one.
    ///
    /// A birth date in the future or more than 120 years back is a slip to be corrected, not somebody to turn
    /// away.
    /// - Throws: all problems at once, with pointers into `response`.
    package func read(
        _ response: JSONValue, to published: PublishedQuestionnaire, on today: LocalDate
    ) throws(JSONProblems) -> ValidResponse {
        let (answers, problems) = published.read(response, mode: .complete)
        guard let answers else { throw JSONProblems(problems) }
        let impossible = problemsOfBirthDate(in: answers, on: today)
        if !impossible.isEmpty { throw JSONProblems(impossible) }
        return answers
    }

    /// The rules' ids in the order of the file.
    package var ruleIds: [String] {
        cases.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    func said(_ outcome: ScreeningOutcome) -> Words {
        guard let words = words[outcome] else {
            preconditionFailure("Rules were loaded without words for an outcome.")
        }
        return words
    }

    private func openAnswers(for rule: String, in answers: ValidResponse) -> [String] {
        let needed = cases.filter { $0.rule == rule }.flatMap(\.condition.linkIds)
        var open: [String] = []
        for linkId in needed where !open.contains(linkId) && answers.isAsked(linkId) {
            let isUnknown = answers.codings(linkId).contains(where: unknown.codes.contains)
            if isUnknown || answers.answers(to: linkId).isEmpty { open.append(linkId) }
        }
        return open
    }

    private func problemsOfBirthDate(in answers: ValidResponse, on today: LocalDate) -> [JSONProblem] {
        guard let born = birthDate(in: answers), let answer = answers.answer(to: person.birthDate) else {
            return []
        }
        let place = answer.pointer.member("valueDate")
        if born > today {
            return [
                JSONProblem(
                    place, JSONProblem.Code.outOfRange, "A birth date cannot lie in the future.",
                    es: "Una fecha de nacimiento no puede estar en el futuro.", subject: person.birthDate)
            ]
        }
        if born.age(on: today) > person.oldest {
            return [
                JSONProblem(
                    place, JSONProblem.Code.outOfRange,
                    "A birth date cannot lie more than \(person.oldest) years back.",
                    es: "Una fecha de nacimiento no puede estar más de \(person.oldest) años atrás.",
                    subject: person.birthDate)
            ]
        }
        return []
    }
}
