import Clinic
import Questionnaires

/// A condition over the answers to a questionnaire, as the rules' data writes it.
///
///     {"any": [{"equals": {"linkId": "pregnancy", "code": "yes"}}, {"not": {…}}]}
///
/// It can ask and combine, nothing else: what follows from it stands beside it in the data.
package indirect enum AnswerCondition: Sendable, Hashable {
    case all([AnswerCondition])
    case any([AnswerCondition])
    /// Does not hold. Where an answer it would need is missing, that is not known, and nothing fires.
    case not(AnswerCondition)
    /// The one answer is this option.
    case equals(linkId: String, Coding)
    /// One of the options chosen is one of these.
    case includes(linkId: String, anyOf: [Coding])
    /// The date answered lies less than so many years back: the person is not that old yet.
    case ageBelow(linkId: String, years: Int)
    /// The state answered is none of those served today.
    case notServed(linkId: String)
    /// The question has no answer.
    case empty(linkId: String)

    /// What a condition looks at.
    package struct Facts: Sendable {
        package let answers: ValidResponse
        /// The clinic's date on which it is asked.
        package let today: LocalDate
        package let servedStates: Set<StateCode>

        package init(answers: ValidResponse, today: LocalDate, servedStates: Set<StateCode>) {
            self.answers = answers
            self.today = today
            self.servedStates = servedStates
        }
    }

    /// Whether it holds, and if so by which answers: `nil` where it does not. Each linkId once, in the order
    /// read.
    package func evidence(in facts: Facts) -> [String]? {
        switch self {
        case .all(let conditions):
            let evidence = conditions.map { $0.evidence(in: facts) }
            return evidence.contains(nil) ? nil : Self.once(evidence.compactMap(\.self))
        case .any(let conditions):
            let evidence = conditions.compactMap { $0.evidence(in: facts) }
            return evidence.isEmpty ? nil : Self.once(evidence)
        case .not(let condition):
            return condition.isDecided(in: facts) && condition.evidence(in: facts) == nil
                ? condition.linkIds : nil
        case .equals(let linkId, let coding):
            return facts.answers.codings(linkId) == [coding] ? [linkId] : nil
        case .includes(let linkId, let codings):
            return facts.answers.codings(linkId).contains(where: codings.contains) ? [linkId] : nil
        case .ageBelow(let linkId, let years):
            guard let born = facts.answers.date(linkId) else { return nil }
            return born.age(on: facts.today) < years ? [linkId] : nil
        case .notServed(let linkId):
            guard let state = facts.answers.state(linkId) else { return nil }
            return facts.servedStates.contains(state) ? nil : [linkId]
        case .empty(let linkId):
            return facts.answers.answers(to: linkId).isEmpty ? [linkId] : nil
        }
    }

    /// Every question it looks at, each once.
    package var linkIds: [String] {
        switch self {
        case .all(let conditions), .any(let conditions): Self.once(conditions.map(\.linkIds))
        case .not(let condition): condition.linkIds
        case .equals(let linkId, _), .includes(let linkId, _), .ageBelow(let linkId, _),
            .notServed(let linkId),
            .empty(let linkId):
            [linkId]
        }
    }

    /// Whether every answer it needs is there.
    private func isDecided(in facts: Facts) -> Bool {
        switch self {
        case .all(let conditions), .any(let conditions): conditions.allSatisfy { $0.isDecided(in: facts) }
        case .not(let condition): condition.isDecided(in: facts)
        case .equals(let linkId, _), .includes(let linkId, _), .ageBelow(let linkId, _),
            .notServed(let linkId):
            !facts.answers.answers(to: linkId).isEmpty
        case .empty: true
        }
    }

    private static func once(_ lists: [[String]]) -> [String] {
        lists.joined().reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension ValidResponse {
    /// The state chosen in a question whose options are the states' letters.
    func state(_ linkId: String) -> StateCode? { codings(linkId).first.flatMap { StateCode($0.code) } }
}
