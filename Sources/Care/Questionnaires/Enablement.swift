/// Which items are asked, given what was sent.
struct Enablement {
    private struct Key: Hashable {
        let linkId: String
        let place: ResponseTree.Place?
    }

    private let tree: ResponseTree
    private var known: [Key: Bool] = [:]

    init(_ tree: ResponseTree) { self.tree = tree }

    /// Whether `item` is asked below `place`, if `place` itself is.
    mutating func isEnabled(_ item: QuestionnaireItem, below place: ResponseTree.Place?) -> Bool {
        if item.enabledWhen.conditions.isEmpty { return true }
        let key = Key(linkId: item.linkId, place: place)
        if let known = known[key] { return known }
        var results: [Bool] = []
        for condition in item.enabledWhen.conditions {
            results.append(condition.holds(for: answers(to: condition.question, seenFrom: place)))
        }
        let isEnabled =
            switch item.enabledWhen.behavior {
            case .all: results.allSatisfy(\.self)
            case .any: results.contains(true)
            }
        known[key] = isEnabled
        return isEnabled
    }

    /// The answers a condition looks at: those of the repetition it stands in, and only of questions that are
    /// asked themselves. Loading has made sure that the question stands in no other repetition.
    private mutating func answers(to linkId: String, seenFrom place: ResponseTree.Place?) -> [AnswerValue] {
        let around = Set(tree.chain(from: place))
        var answers: [AnswerValue] = []
        for number in tree.entries(of: linkId) {
            let entry = tree.entries[number]
            let repetition = tree.chain(from: entry.parent).first { tree.entries[$0.entry].item.repeats }
            guard repetition.map(around.contains) ?? true, isAsked(number) else { continue }
            answers += entry.answers.map(\.value)
        }
        return answers
    }

    private mutating func isAsked(_ number: Int) -> Bool {
        let entry = tree.entries[number]
        guard isEnabled(entry.item, below: entry.parent) else { return false }
        return entry.parent.map { isAsked($0.entry) } ?? true
    }
}
