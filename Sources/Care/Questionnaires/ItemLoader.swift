import Foundation
import StrictJSON

/// Reads one item of a questionnaire, with the items inside it.
struct ItemLoader {
    let valueSets: ContainedValueSets

    func item(_ reader: inout JSONReader) -> QuestionnaireItem? {
        let linkId = reader.string("linkId", length: 1...255)
        let type = reader.option("type", of: ItemType.self)
        let text = reader.translated("text")
        let prefix = reader.translated("prefix")
        let codes = reader.optionalArray("code", count: 1...20) { $0.coding() }
        let isRequired = reader.optionalBoolean("required")
        let repeats = reader.optionalBoolean("repeats")
        let maxLength = reader.optionalInteger("maxLength", in: 1...100_000)
        // The form's own business: what it shows at first, whether it may be changed, where it comes from.
        for name in ["id", "definition", "initial", "readOnly"] { _ = reader.optionalValue(name) }
        let enabledWhen = EnableRuleLoader.rule(&reader)
        let extensions = FoundExtensions(
            &reader, interpreting: [.minValue, .maxValue, .minOccurs, .maxOccurs, .unit, .unitOption])
        let options = self.options(&reader)
        let items = reader.optionalArray("item", count: 1...1000) { item(&$0) }
        guard let type = type.ifRead else { return nil }

        let minimum = bound(.minValue, extensions, type, &reader)
        let maximum = bound(.maxValue, extensions, type, &reader)
        let count = self.count(
            required: isRequired.ifRead == true, repeats: repeats.ifRead == true, extensions, &reader)
        let units = self.units(type, extensions, &reader)
        if maxLength.ifRead.flatMap(\.self) != nil, ![.string, .text, .openChoice].contains(type) {
            reader.note(.defect(reader.pointer.member("maxLength"), "Only a text has a length."))
        }
        return reader.made {
            QuestionnaireItem(
                linkId: linkId.value, type: type, text: text, prefix: prefix, codes: codes.value ?? [],
                repeats: repeats.value ?? false, count: count,
                maxLength: maxLength.value ?? (type == .text ? 4000 : 255),
                minimum: minimum, maximum: maximum, options: options, units: units,
                enabledWhen: enabledWhen, items: items.value ?? [])
        }
    }

    private func options(_ reader: inout JSONReader) -> [AnswerOption] {
        let listed = reader.optionalArray("answerOption", count: 1...1000) { OptionLoader.option(&$0) }
        let reference = reader.optionalString("answerValueSet", length: 1...500)
        guard let name = reference.ifRead.flatMap(\.self) else { return listed.ifRead.flatMap(\.self) ?? [] }
        let place = reader.pointer.member("answerValueSet")
        if reader.contains("answerOption") {
            reader.note(.defect(place, "An item has answerOption or answerValueSet, not both."))
        }
        switch valueSets.options(of: name) {
        case .success(let options): return options
        case .failure(let defect):
            reader.note(.defect(place, defect.reason))
            return []
        }
    }

    /// A bound, of a value that the item's type can be compared with.
    private func bound(
        _ kind: FHIRExtension, _ extensions: FoundExtensions, _ type: ItemType, _ reader: inout JSONReader
    ) -> AnswerValue? {
        let kinds: [AnswerValue.Kind] =
            switch type {
            case .integer: [.integer]
            case .decimal: [.decimal, .integer]
            case .date: [.date]
            case .dateTime: [.dateTime]
            case .group, .display, .boolean, .string, .text, .choice, .openChoice, .quantity: []
            }
        return extensions.value(kind, noting: &reader) { element in
            var inner = JSONReader(element)
            let found = inner.kinds(of: "value")
            guard found.count == 1, kinds.contains(found[0]) else { return nil }
            return inner.answerValue(found[0], of: "value")
        }
    }

    private func count(
        required: Bool, repeats: Bool, _ extensions: FoundExtensions, _ reader: inout JSONReader
    ) -> ClosedRange<Int> {
        let least = extensions.value(.minOccurs, noting: &reader) { $0["valueInteger"]?.numberValue?.integer }
        let most = extensions.value(.maxOccurs, noting: &reader) { $0["valueInteger"]?.numberValue?.integer }
        let lower = max(least ?? 0, required ? 1 : 0)
        let upper = most ?? (repeats ? 100 : 1)
        guard (0...1000).contains(lower), (1...1000).contains(upper), lower <= upper, repeats || upper == 1
        else {
            reader.note(
                .defect(
                    reader.pointer, "The numbers of answers do not fit each other, or “repeats” is missing."))
            return 0...1
        }
        return lower...upper
    }

    /// The units of a quantity. A number's unit is only shown beside it.
    private func units(
        _ type: ItemType, _ extensions: FoundExtensions, _ reader: inout JSONReader
    ) -> [Coding] {
        guard type == .quantity else { return [] }
        let units = (extensions.all(.unit) + extensions.all(.unitOption)).compactMap { found in
            found.element["valueCoding"].flatMap { coding -> Coding? in
                var inner = JSONReader(coding)
                return inner.coding()
            }
        }
        if units.isEmpty {
            reader.note(.defect(reader.pointer, "A quantity needs its units (questionnaire-unitOption)."))
        }
        return units
    }
}
