import StrictJSON

/// Goes through the questionnaire beside what was sent: what is asked, what is missing, what was answered
/// without being asked. Gathers the answers on the way.
struct CompletenessCheck {
    private(set) var problems: [JSONProblem] = []
    private(set) var answers: [String: [ValidResponse.Answer]] = [:]
    private(set) var asked: Set<String> = []
    private let tree: ResponseTree
    private let mode: Questionnaire.ReadingMode
    private var enablement: Enablement

    init(_ tree: ResponseTree, of questionnaire: Questionnaire, mode: Questionnaire.ReadingMode) {
        self.tree = tree
        self.mode = mode
        enablement = Enablement(tree, of: questionnaire)
    }

    /// Checks `items` below `place` and gives what was answered of them, as FHIR writes it.
    ///
    /// - Parameter pointer: the object in which they stand, or would stand.
    mutating func answered(
        _ items: [QuestionnaireItem], below place: ResponseTree.Place?, at pointer: JSONPointer
    ) -> [JSONValue] {
        items.flatMap { item -> [JSONValue] in
            let entries = tree.entries(of: item.linkId, below: place)
            guard enablement.isEnabled(item, below: place) else {
                noteUnasked(entries)
                return []
            }
            asked.insert(item.linkId)
            switch item.type {
            case .display: return []
            case .group: return group(item, entries, below: place, at: pointer)
            case .boolean, .integer, .decimal, .date, .dateTime, .string, .text, .choice, .openChoice,
                .quantity:
                return question(item, entries.first, at: pointer)
            }
        }
    }

    /// A required question in a group is required whether or not the group was sent, which is stricter than
    /// FHIR: leaving out a section must not leave out what the rules need. Groups that repeat may stand there
    /// no time.
    private mutating func group(
        _ item: QuestionnaireItem, _ entries: [Int], below place: ResponseTree.Place?, at pointer: JSONPointer
    ) -> [JSONValue] {
        let problemsBefore = problems.count
        if entries.isEmpty, !item.repeats {
            _ = answered(item.items, below: place, at: pointer)
        }
        let groups = entries.compactMap { entry -> JSONValue? in
            let below = ResponseTree.Place(entry: entry, answer: 0)
            let answered = answered(item.items, below: below, at: tree.entries[entry].pointer)
            return answered.isEmpty ? nil : ["linkId": .string(item.linkId), "item": .array(answered)]
        }
        if mode == .complete, groups.count < item.count.lowerBound, problems.count == problemsBefore {
            let place = entries.first.map { tree.entries[$0].pointer } ?? pointer.member("item")
            problems.append(
                groups.isEmpty
                    ? .unanswered(place, item.linkId) : .tooFewAnswers(place, item.count.lowerBound))
        }
        return groups
    }

    private mutating func question(
        _ item: QuestionnaireItem, _ entry: Int?, at pointer: JSONPointer
    ) -> [JSONValue] {
        var given: [(answer: ValidResponse.Answer, items: [JSONValue])] = []
        let place = entry.map { tree.entries[$0].pointer } ?? pointer.member("item")
        let sent = entry.map { tree.entries[$0].answers } ?? []
        for (number, answer) in sent.enumerated() {
            let below = entry.map { ResponseTree.Place(entry: $0, answer: number) }
            given.append((answer, answered(item.items, below: below, at: answer.pointer)))
        }
        if mode == .complete, given.count < item.count.lowerBound {
            problems.append(
                given.isEmpty
                    ? .unanswered(place, item.linkId)
                    : .tooFewAnswers(place, item.count.lowerBound).about(item.linkId))
        }
        if given.isEmpty { return [] }
        given = inOrderOfOptions(given, of: item)
        answers[item.linkId, default: []] += given.map(\.answer)
        return [["linkId": .string(item.linkId), "answer": .array(given.map(Self.json))]]
    }

    /// Several answers in the order of their options, so that the order of clicking makes no other answer of
    /// it.
    private func inOrderOfOptions(
        _ given: [(answer: ValidResponse.Answer, items: [JSONValue])], of item: QuestionnaireItem
    ) -> [(answer: ValidResponse.Answer, items: [JSONValue])] {
        guard given.count > 1, !item.options.isEmpty else { return given }
        func rank(_ answer: ValidResponse.Answer) -> Int {
            item.options.firstIndex { $0.value == answer.value } ?? item.options.count
        }
        return given.sorted { rank($0.answer) < rank($1.answer) }
    }

    private static func json(_ given: (answer: ValidResponse.Answer, items: [JSONValue])) -> JSONValue {
        let name = "value" + given.answer.value.kind.rawValue
        let items = given.items.isEmpty ? [] : [JSONObject.Member(name: "item", value: .array(given.items))]
        return .object(JSONObject([.init(name: name, value: given.answer.value.json)] + items))
    }

    private mutating func noteUnasked(_ entries: [Int]) {
        guard mode == .complete else { return }
        for entry in entries where tree.holdsAnswers(entry) {
            problems.append(.notAsked(tree.entries[entry].pointer))
        }
    }
}
