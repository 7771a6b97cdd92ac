import StrictJSON

/// A form somebody fills in: FHIR R4 `Questionnaire` JSON, interpreted. None is written into the code.
///
/// It is loaded once, at the start, and refused whole if anything in it has a meaning this program does not
/// know: an item left out of the reckoning, or asked at the wrong time, would be worse than no questionnaire.
///
///     let questionnaire = try Questionnaire(loading: json)
///     let (response, problems) = questionnaire.read(body, mode: .complete)
package struct Questionnaire: Sendable {
    package let url: String?
    package let version: String?
    package let title: TranslatedText?
    package let items: [QuestionnaireItem]
    /// As it was loaded, to be served.
    package let json: JSONValue

    private let placements: [String: Placement]

    /// Where an item stands.
    struct Placement: Sendable {
        let item: QuestionnaireItem
        /// From the outermost in, without the item itself.
        let ancestors: [String]
        /// Counts all items from first to last, groups before what they hold.
        let order: Int
    }

    init(
        url: String?, version: String?, title: TranslatedText?, items: [QuestionnaireItem], json: JSONValue
    ) {
        self.url = url
        self.version = version
        self.title = title
        self.items = items
        self.json = json
        var placements: [String: Placement] = [:]
        Self.place(items, below: [], in: &placements)
        self.placements = placements
    }

    /// `url|version`, by which answers name it; the url alone where it has no version.
    package var canonical: String? { url.map { url in version.map { "\(url)|\($0)" } ?? url } }

    /// The item of that linkId, however deep.
    package func item(_ linkId: String) -> QuestionnaireItem? { placements[linkId]?.item }

    func placement(_ linkId: String) -> Placement? { placements[linkId] }

    /// Every item, from first to last, groups before what they hold.
    package var allItems: [QuestionnaireItem] { items.flatMap(Self.flattened) }

    private static func flattened(_ item: QuestionnaireItem) -> [QuestionnaireItem] {
        [item] + item.items.flatMap(flattened)
    }

    /// The first item of a linkId is its item; that no other has it is seen in loading.
    private static func place(
        _ items: [QuestionnaireItem], below ancestors: [String], in placements: inout [String: Placement]
    ) {
        for item in items {
            if placements[item.linkId] == nil {
                placements[item.linkId] = Placement(
                    item: item, ancestors: ancestors, order: placements.count)
            }
            place(item.items, below: ancestors + [item.linkId], in: &placements)
        }
    }
}
