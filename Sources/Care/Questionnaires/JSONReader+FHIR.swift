import Clinic
import Clocks
import Foundation
import StrictJSON

/// FHIR's elements, as fields of the strict reader.
extension JSONReader {
    /// Which of `valueBoolean`, `valueInteger`, … the object has; `prefix` is `value` or `answer`.
    func kinds(of prefix: String) -> [AnswerValue.Kind] {
        AnswerValue.Kind.allCases.filter { contains($0.member(of: prefix)) }
    }

    /// The value under `prefix` and its kind, `nil` where a problem was noted.
    ///
    /// - Parameters:
    ///   - length: Unicode scalars of a text.
    ///   - lines: whether a text may have several lines.
    mutating func answerValue(
        _ kind: AnswerValue.Kind, of prefix: String, length: ClosedRange<Int> = 1...1000, lines: Bool = false
    ) -> AnswerValue? {
        let name = kind.member(of: prefix)
        switch kind {
        case .boolean: return boolean(name).ifRead.map(AnswerValue.boolean)
        case .integer:
            return integer(name, in: -2_147_483_648...2_147_483_647).ifRead.map(AnswerValue.integer)
        case .decimal: return exactAmount(name).map(AnswerValue.decimal)
        case .date: return parse(name, as: .date) { LocalDate($0) }.ifRead.map(AnswerValue.date)
        case .dateTime:
            return parse(name, as: .instant) { Instant(rfc3339: $0) }.ifRead.map(AnswerValue.dateTime)
        case .string:
            let text = lines ? text(name, length: length) : string(name, length: length)
            return text.ifRead.map(AnswerValue.string)
        case .coding: return object(name) { $0.coding() }.ifRead.map(AnswerValue.coding)
        case .quantity: return object(name) { $0.quantity() }.ifRead.map(AnswerValue.quantity)
        }
    }

    /// A `modifierExtension`, and `implicitRules`, may turn the meaning of all that stands around them: none is
    /// understood, so neither may be there.
    mutating func refuseModifiers() {
        if let modifiers = optionalValue("modifierExtension").ifRead.flatMap(\.self) {
            let urls = (modifiers.arrayValue ?? []).compactMap { $0["url"]?.stringValue }
            let named = urls.isEmpty ? "" : ": “\(urls.joined(separator: "”, “"))”"
            note(
                .defect(
                    pointer.member("modifierExtension"),
                    "A modifierExtension may change what everything here means, and none is understood\(named)."
                ))
        }
        if optionalValue("implicitRules").ifRead.flatMap(\.self) != nil {
            note(
                .defect(
                    pointer.member("implicitRules"),
                    "Rules from elsewhere (implicitRules) are not understood."))
        }
    }

    /// Takes members that are known and not read. Those that are not there need no looking up: an intake of a hundred
    /// answers passes over a thousand of them.
    mutating func pass(_ names: [String]) {
        for name in names where contains(name) { _ = optionalValue(name) }
    }

    /// A text of one line, as `string` reads it. Printable ASCII, which names and codes are, is told by its bytes; any
    /// other is looked at scalar by scalar.
    mutating func plain(_ name: String, length: ClosedRange<Int>) -> String? {
        if let text = optionalValue(name).ifRead.flatMap(\.self)?.stringValue,
            length.contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            return text
        }
        return string(name, length: length).ifRead
    }

    /// The fields of a `Coding`; its display is words and is not believed. An app may copy an option as it was published,
    /// with its translations and its points.
    mutating func coding() -> Coding? {
        let system = contains("system") ? plain("system", length: 1...500).map(Optional.some) : .some(nil)
        let code = plain("code", length: 1...200)
        pass(["id", "display", "_display", "version", "userSelected", "extension"])
        guard let system, let code else { return nil }
        return made { Coding(system: system, code: code) }
    }

    /// The fields of a `Quantity`; one with a comparator (`<`, `>=`) is no amount and is refused.
    private mutating func quantity() -> AnswerValue.Quantity? {
        let value = exactAmount("value")
        let system = optionalString("system", length: 1...500)
        let code = string("code", length: 1...100)
        for name in ["id", "unit"] { _ = optionalValue(name) }
        guard let value else { return nil }
        return made {
            AnswerValue.Quantity(value: value, unit: Coding(system: system.value, code: code.value))
        }
    }

    private mutating func exactAmount(_ name: String) -> Decimal? {
        guard let number = number(name).ifRead else { return nil }
        if let amount = number.decimal { return amount }
        note(
            JSONProblem(
                pointer.member(name), JSONProblem.Code.outOfRange, "This number has too many digits.",
                es: "Este número tiene demasiados dígitos."))
        return nil
    }

    /// The text `name` with the translations in `_name`.
    mutating func translated(_ name: String) -> TranslatedText? {
        let text = optionalText(name, length: 1...10_000)
        let translations = optionalObject("_" + name) { element -> [String: String]? in
            _ = element.optionalValue("id")
            let extensions = FoundExtensions(&element, interpreting: [.translation])
            var translations: [String: String] = [:]
            for (translation, pointer) in extensions.all(.translation) {
                let parts = translation["extension"]?.arrayValue ?? []
                let language = parts.first { $0["url"] == "lang" }?["valueCode"]?.stringValue
                let content = parts.first { $0["url"] == "content" }
                if let language, let words = content?["valueString"] ?? content?["valueMarkdown"],
                    parts.count == 2,
                    let words = words.stringValue, translations[language.lowercased()] == nil
                {
                    translations[language.lowercased()] = words
                } else {
                    element.note(
                        .defect(pointer, "A translation has one lang and one content, each language once."))
                }
            }
            return translations
        }
        guard let text = text.ifRead, let text else { return nil }
        return TranslatedText(text, translations: translations.ifRead.flatMap(\.self) ?? [:])
    }
}
