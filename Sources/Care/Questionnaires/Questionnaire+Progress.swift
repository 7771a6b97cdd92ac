import StrictJSON

/// How far somebody has come with a questionnaire.
package struct QuestionnaireProgress: Sendable {
    /// Its outermost groups that are asked, in their order.
    package let sections: [Section]
    /// What is wrong with what is there; what is missing is counted, not named.
    package let problems: [JSONProblem]

    package struct Section: Sendable, Hashable {
        package let linkId: String
        package let text: TranslatedText?
        /// Required questions that have an answer.
        package let answered: Int
        /// Questions that must be answered, as far as the answers so far ask them.
        package let required: Int

        package var isComplete: Bool { answered == required }
    }

    package var answered: Int { sections.reduce(0) { $0 + $1.answered } }
    package var required: Int { sections.reduce(0) { $0 + $1.required } }
}

extension Questionnaire {
    /// How far `response`, a draft, has come. Answers that do not fit count as given.
    package func progress(of response: JSONValue) -> QuestionnaireProgress {
        var reader = JSONReader(response)
        var read = ResponseItemReader()
        read.read(&reader, among: items, below: nil)
        var count = ProgressCount(read.tree, of: self)
        let sections = items.filter { $0.type == .group && count.isAsked($0) }.map { section in
            let (answered, required) = count.counted(section, below: nil)
            return QuestionnaireProgress.Section(
                linkId: section.linkId, text: section.text, answered: answered, required: required)
        }
        return QuestionnaireProgress(
            sections: sections, problems: self.read(response, mode: .inProgress).1)
    }
}

/// Counts the required questions of a draft.
private struct ProgressCount {
    private let tree: ResponseTree
    private var enablement: Enablement

    init(_ tree: ResponseTree, of questionnaire: Questionnaire) {
        self.tree = tree
        enablement = Enablement(tree, of: questionnaire)
    }

    mutating func isAsked(_ item: QuestionnaireItem) -> Bool { enablement.isEnabled(item, below: nil) }

    mutating func counted(
        _ item: QuestionnaireItem, below place: ResponseTree.Place?
    ) -> (answered: Int, required: Int) {
        guard enablement.isEnabled(item, below: place) else { return (0, 0) }
        let entries = tree.entries(of: item.linkId, below: place)
        switch item.type {
        case .display: return (0, 0)
        case .group where entries.isEmpty && item.repeats: return (0, item.isRequired ? 1 : 0)
        case .group where entries.isEmpty: return counted(item.items, below: place)
        case .group:
            return entries.reduce((0, 0)) { sum, entry in
                let count = counted(item.items, below: .init(entry: entry, answer: 0))
                return (sum.0 + count.answered, sum.1 + count.required)
            }
        case .boolean, .integer, .decimal, .date, .dateTime, .string, .text, .choice, .openChoice, .quantity:
            let given = entries.first.map { tree.entries[$0].answers.count } ?? 0
            return item.isRequired ? (given >= item.count.lowerBound ? 1 : 0, 1) : (0, 0)
        }
    }

    private mutating func counted(
        _ items: [QuestionnaireItem], below place: ResponseTree.Place?
    ) -> (answered: Int, required: Int) {
        var sum = (answered: 0, required: 0)
        for item in items {
            let count = counted(item, below: place)
            sum = (sum.answered + count.answered, sum.required + count.required)
        }
        return sum
    }
}
