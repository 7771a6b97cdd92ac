import StrictJSON

/// What was sent, item by item, each with its place among the others: what enabling and counting are done on.
struct ResponseTree {
    /// One repetition of a group, or one answer of a question: below it other items stand.
    struct Place: Hashable {
        let entry: Int
        let answer: Int
    }

    /// One item that was sent.
    struct Entry {
        let item: QuestionnaireItem
        let pointer: JSONPointer
        /// `nil` at the top.
        let parent: Place?
        var answers: [ValidResponse.Answer] = []
    }

    private(set) var entries: [Entry] = []
    private var byLinkId: [String: [Int]] = [:]

    /// Adds an entry and gives its number.
    mutating func add(_ item: QuestionnaireItem, at pointer: JSONPointer, below parent: Place?) -> Int {
        entries.append(Entry(item: item, pointer: pointer, parent: parent))
        byLinkId[item.linkId, default: []].append(entries.count - 1)
        return entries.count - 1
    }

    mutating func add(_ answer: ValidResponse.Answer, to entry: Int) { entries[entry].answers.append(answer) }

    func entries(of linkId: String) -> [Int] { byLinkId[linkId] ?? [] }

    func entries(of linkId: String, below parent: Place?) -> [Int] {
        entries(of: linkId).filter { entries[$0].parent == parent }
    }

    /// The places around `place`, itself first.
    func chain(from place: Place?) -> [Place] {
        var chain: [Place] = []
        var next = place
        while let place = next {
            chain.append(place)
            next = entries[place.entry].parent
        }
        return chain
    }

    /// Whether the entry, or anything below it, was answered.
    func holdsAnswers(_ entry: Int) -> Bool {
        !entries[entry].answers.isEmpty
            || entries.indices.contains { entries[$0].parent?.entry == entry && holdsAnswers($0) }
    }
}
