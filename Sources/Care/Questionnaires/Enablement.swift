/// Which items are asked, given what was sent.
struct Enablement {
    private struct Key: Hashable {
        let linkId: String
        let place: ResponseTree.Place?
    }

    private let tree: ResponseTree
    private let questionnaire: Questionnaire
    private var known: [Key: Bool] = [:]

    init(_ tree: ResponseTree, of questionnaire: Questionnaire) {
        self.tree = tree
        self.questionnaire = questionnaire
    }

    /// Whether `item` is asked below `place`, if `place` itself is.
    mutating func isEnabled(_ item: QuestionnaireItem, below place: ResponseTree.Place?) -> Bool {
        if item.enabledWhen.conditions.isEmpty { return true }
        let key = Key(linkId: item.linkId, place: place)
        if let known = known[key] { return known }
        var results: [Bool] = []
        for condition in item.enabledWhen.conditions {
            results.append(condition.holds(for: answers(to: condition.question, for: item, seenFrom: place)))
        }
        let isEnabled =
            switch item.enabledWhen.behavior {
            case .all: results.allSatisfy(\.self)
            case .any: results.contains(true)
            }
        known[key] = isEnabled
        return isEnabled
    }

    /// The answers a condition of `item` looks at: those of the nearest occurrence of the question, as FHIR has it,
    /// and none where that one is not asked itself.
    ///
    /// Below an answer to the question, that answer alone counts. Otherwise the nearest is looked for inside the
    /// innermost group or answer that both stand in, in the same repetition of it. Where the question repeats there
    /// without the item, its last repetition before the item counts, or the first after it.
    private mutating func answers(
        to question: String, for item: QuestionnaireItem, seenFrom place: ResponseTree.Place?
    ) -> [AnswerValue] {
        let around = tree.chain(from: place)
        if let own = around.first(where: { tree.entries[$0.entry].item.linkId == question }) {
            return isAsked(own.entry) ? [tree.entries[own.entry].answers[own.answer].value] : []
        }
        var occurrences = tree.entries(of: question)
        guard !occurrences.isEmpty, let asked = questionnaire.placement(question),
            let asking = questionnaire.placement(item.linkId)
        else { return [] }
        let shared = zip(asked.ancestors, asking.ancestors).prefix { $0 == $1 }.map(\.0)
        if let scope = around.first(where: { shared.contains(tree.entries[$0.entry].item.linkId) }) {
            occurrences = occurrences.filter { tree.chain(from: tree.entries[$0].parent).contains(scope) }
        }
        let nearest = asked.order < asking.order ? occurrences.last : occurrences.first
        guard let nearest, isAsked(nearest) else { return [] }
        return tree.entries[nearest].answers.map(\.value)
    }

    private mutating func isAsked(_ number: Int) -> Bool {
        let entry = tree.entries[number]
        guard isEnabled(entry.item, below: entry.parent) else { return false }
        return entry.parent.map { isAsked($0.entry) } ?? true
    }
}
