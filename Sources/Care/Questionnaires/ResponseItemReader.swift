import StrictJSON

/// Reads the items of a response into a tree: each in its place, each answer of its question's kind. What is
/// missing or not asked is seen afterwards, when all of it is there.
struct ResponseItemReader {
    private(set) var tree = ResponseTree()

    /// Reads the `item` list of the object `reader` stands on.
    mutating func read(
        _ reader: inout JSONReader, among items: [QuestionnaireItem], below place: ResponseTree.Place?
    ) {
        var seen: [String: Int] = [:]
        _ = reader.optionalArray("item", count: 0...2000) { entry -> Void? in
            read(entry: &entry, among: items, below: place, seen: &seen)
        }
    }

    private mutating func read(
        entry reader: inout JSONReader, among items: [QuestionnaireItem], below place: ResponseTree.Place?,
        seen: inout [String: Int]
    ) {
        let linkId = reader.plain("linkId", length: 1...255)
        reader.pass(["id", "text", "definition"])
        guard let linkId, let item = items.first(where: { $0.linkId == linkId }) else {
            if linkId != nil { reader.note(.unknownLinkId(reader.pointer.member("linkId"))) }
            // Nothing more can be said of it.
            for name in ["answer", "item"] { _ = reader.optionalValue(name) }
            return
        }
        seen[linkId, default: 0] += 1
        let allowed = item.type == .group ? item.count.upperBound : 1
        if seen[linkId, default: 0] > allowed { reader.note(.repeatedItem(reader.pointer, allowed)) }

        let entry = tree.add(item, at: reader.pointer, below: place)
        if item.type.isQuestion {
            readAnswers(&reader, to: item, entry: entry)
        } else {
            if reader.contains("answer") { reader.note(.takesNoAnswer(reader.pointer.member("answer"))) }
            _ = reader.optionalValue("answer")
            read(&reader, among: item.items, below: .init(entry: entry, answer: 0))
        }
    }

    private mutating func readAnswers(_ reader: inout JSONReader, to item: QuestionnaireItem, entry: Int) {
        if reader.contains("item") { reader.note(.itemsBelongToAnswer(reader.pointer.member("item"))) }
        reader.pass(["item"])
        var given: Set<AnswerValue> = []
        var exclusive: [JSONPointer] = []
        _ = reader.optionalArray("answer", count: 0...item.count.upperBound) { answer -> Void? in
            answer.pass(["id"])
            guard let value = AnswerCheck.value(of: item, from: &answer) else {
                _ = answer.optionalValue("item")
                return
            }
            if item.repeats, !given.insert(value).inserted { answer.note(.repeatedAnswer(answer.pointer)) }
            if item.isReadOnly, !item.initial.isEmpty, !item.initial.contains(value) {
                answer.note(.readOnly(answer.pointer))
            }
            let option = item.options.first { $0.value == value }
            if option?.isExclusive == true { exclusive.append(answer.pointer) }
            let number = tree.entries[entry].answers.count
            tree.add(.init(value: value, ordinal: option?.ordinal, pointer: answer.pointer), to: entry)
            read(&answer, among: item.items, below: .init(entry: entry, answer: number))
        }
        if given.count > 1 { for pointer in exclusive { reader.note(.excludesOthers(pointer)) } }
    }
}
