import Foundation
import StrictJSON

/// Reads the answers a choice offers.
enum OptionLoader {
    static func option(_ reader: inout JSONReader) -> AnswerOption? {
        for name in ["id", "initialSelected"] { _ = reader.optionalValue(name) }
        let extensions = FoundExtensions(
            &reader, interpreting: [.ordinalValue, .itemWeight, .optionExclusive])
        let kinds = reader.kinds(of: "value")
        guard kinds.count == 1, [.coding, .string, .integer, .date].contains(kinds[0]) else {
            reader.note(
                .defect(
                    reader.pointer, "An option has one valueCoding, valueString, valueInteger or valueDate."))
            return nil
        }
        let isExclusive = extensions.value(.optionExclusive, noting: &reader) {
            $0["valueBoolean"]?.boolValue
        }
        guard kinds[0] == .coding else {
            guard let value = reader.answerValue(kinds[0], of: "value") else { return nil }
            let ordinal = ordinal(extensions, &reader)
            return AnswerOption(
                value: value, text: value.json.stringValue.map { TranslatedText($0) }, ordinal: ordinal,
                isExclusive: isExclusive ?? false)
        }
        let outer = ordinal(extensions, &reader)
        return reader.object("valueCoding") { coding in
            let text = coding.translated("display")
            let inner = FoundExtensions(&coding, interpreting: [.ordinalValue, .itemWeight])
            let ordinal = outer ?? ordinal(inner, &coding)
            return coding.coding().map {
                AnswerOption(
                    value: .coding($0), text: text, ordinal: ordinal, isExclusive: isExclusive ?? false)
            }
        }.ifRead
    }

    /// The weight of an option, in either of the extensions FHIR has had for it.
    static func ordinal(_ extensions: FoundExtensions, _ reader: inout JSONReader) -> Decimal? {
        func number(_ element: JSONValue) -> Decimal? { element["valueDecimal"]?.numberValue?.decimal }
        return extensions.value(.ordinalValue, noting: &reader, number)
            ?? extensions.value(.itemWeight, noting: &reader, number)
    }
}

/// The value sets that lie inside the questionnaire itself: the only ones its options may come from, since
/// what lies elsewhere may change without a new version.
struct ContainedValueSets {
    struct Defect: Error {
        let reason: String
    }

    private let sets: [String: JSONValue]

    init(_ contained: JSONValue?) {
        let sets = (contained?.arrayValue ?? []).filter { $0["resourceType"] == "ValueSet" }
        self.sets = Dictionary(sets.compactMap { set in set["id"]?.stringValue.map { ($0, set) } }) {
            first, _ in first
        }
    }

    /// The codes listed by the set named `#id`. A set that filters, excludes or takes in others is refused.
    func options(of reference: String) -> Result<[AnswerOption], Defect> {
        guard reference.hasPrefix("#") else {
            return .failure(
                Defect(reason: "Only a value set inside the file can be read, by “#” and its id."))
        }
        guard let set = sets[String(reference.dropFirst())] else {
            return .failure(Defect(reason: "The file has no value set of this id."))
        }
        guard let compose = set["compose"]?.objectValue, Set(compose.names).isSubset(of: ["include", "id"]),
            let includes = compose["include"]?.arrayValue, !includes.isEmpty
        else { return .failure(Defect(reason: "The value set is not a plain list of codes.")) }
        var options: [AnswerOption] = []
        for include in includes {
            guard let object = include.objectValue,
                Set(object.names).isSubset(of: ["system", "version", "concept"]),
                let system = object["system"]?.stringValue, let concepts = object["concept"]?.arrayValue,
                !concepts.isEmpty
            else { return .failure(Defect(reason: "The value set is not a plain list of codes.")) }
            for concept in concepts {
                guard let option = Self.option(concept, of: system) else {
                    return .failure(Defect(reason: "A code of the value set cannot be read."))
                }
                options.append(option)
            }
        }
        return .success(options)
    }

    private static func option(_ concept: JSONValue, of system: String) -> AnswerOption? {
        var reader = JSONReader(concept)
        let code = reader.string("code", length: 1...200)
        let display = reader.optionalString("display", length: 1...1000)
        let designations = reader.optionalArray("designation", count: 0...50) { reader -> (String, String)? in
            let language = reader.optionalString("language", length: 2...20)
            let words = reader.string("value", length: 1...1000)
            _ = reader.optionalValue("use")
            return reader.made { (language.value?.lowercased() ?? "", words.value) }
        }
        let extensions = FoundExtensions(&reader, interpreting: [.ordinalValue, .itemWeight])
        let ordinal = OptionLoader.ordinal(extensions, &reader)
        return try? reader.finish {
            AnswerOption(
                value: .coding(Coding(system: system, code: code.value)),
                text: display.value.map { display in
                    TranslatedText(
                        display, translations: Dictionary(designations.value ?? []) { first, _ in first })
                },
                ordinal: ordinal, isExclusive: false)
        }
    }
}
