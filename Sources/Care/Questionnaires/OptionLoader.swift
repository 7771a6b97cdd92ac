import Foundation
import StrictJSON

/// Reads the answers a choice offers.
enum OptionLoader {
    static func option(_ reader: inout JSONReader) -> AnswerOption? {
        _ = reader.optionalValue("id")
        reader.refuseModifiers()
        let isInitiallySelected = reader.optionalBoolean("initialSelected").ifRead == true
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
                isExclusive: isExclusive ?? false, isInitiallySelected: isInitiallySelected)
        }
        let outer = ordinal(extensions, &reader)
        return reader.object("valueCoding") { coding in
            let text = coding.translated("display")
            let inner = FoundExtensions(&coding, interpreting: [.ordinalValue, .itemWeight])
            let ordinal = outer ?? ordinal(inner, &coding)
            return coding.coding().map {
                AnswerOption(
                    value: .coding($0), text: text, ordinal: ordinal, isExclusive: isExclusive ?? false,
                    isInitiallySelected: isInitiallySelected)
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
