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
    }

    init(
        url: String?, version: String?, title: TranslatedText?, items: [QuestionnaireItem], json: JSONValue
    ) {
        self.url = url
        self.version = version
        self.title = title
        self.items = items
        self.json = json
        placements = Self.placements(of: items, below: [])
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

    private static func placements(of items: [QuestionnaireItem], below ancestors: [String]) -> [String:
        Placement]
    {
        items.reduce(into: [:]) { placements, item in
            placements[item.linkId] = Placement(item: item, ancestors: ancestors)
            placements.merge(Self.placements(of: item.items, below: ancestors + [item.linkId])) { first, _ in
                first
            }
        }
    }
}
