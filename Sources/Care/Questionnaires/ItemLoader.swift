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
        let isReadOnly = reader.optionalBoolean("readOnly")
        let maxLength = reader.optionalInteger("maxLength", in: 1...100_000)
        for name in ["id", "definition"] { _ = reader.optionalValue(name) }
        reader.refuseModifiers()
        let enabledWhen = EnableRuleLoader.rule(&reader)
        let extensions = FoundExtensions(&reader, interpreting: FHIRExtension.ofItems)
        let options = self.options(&reader)
        let initial = self.initial(&reader)
        let items = reader.optionalArray("item", count: 1...1000) { item(&$0) }
        guard let type = type.ifRead else { return nil }

        let bounds = BoundLoader(type: type, extensions: extensions)
        let minimum = bounds.bound([.minValue, .minQuantity], &reader)
        let maximum = bounds.bound([.maxValue, .maxQuantity], &reader)
        let count = self.count(
            required: isRequired.ifRead == true, repeats: repeats.ifRead == true, extensions, &reader)
        let units = self.units(type, extensions, &reader)
        let length = bounds.length(upTo: maxLength.ifRead.flatMap(\.self), &reader)
        let places = bounds.decimalPlaces(&reader)
        return reader.made {
            QuestionnaireItem(
                linkId: linkId.value, type: type, text: text, prefix: prefix, codes: codes.value ?? [],
                repeats: repeats.value ?? false, count: count,
                length: length, maxDecimalPlaces: places, minimum: minimum, maximum: maximum,
                options: options,
                initial: initial + options.filter(\.isInitiallySelected).map(\.value),
                isReadOnly: isReadOnly.value ?? false, kinds: QuestionnaireItem.kinds(type, options),
                units: units,
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

    /// What the item is answered with at first, in whatever kind is written; whether it fits is seen once the item
    /// is whole.
    private func initial(_ reader: inout JSONReader) -> [AnswerValue] {
        let place = reader.pointer.member("initial")
        let values = reader.optionalArray("initial", count: 1...100) { inner -> AnswerValue? in
            _ = inner.optionalValue("id")
            let kinds = inner.kinds(of: "value")
            guard kinds.count == 1 else {
                inner.note(
                    .defect(inner.pointer, "A first answer has one value[x] of a kind that is understood."))
                return nil
            }
            return inner.answerValue(kinds[0], of: "value", length: 1...100_000, lines: true)
        }.ifRead.flatMap(\.self)
        if values != nil, reader.contains("answerOption") {
            // FHIR's rule que-11.
            reader.note(.defect(place, "Beside answerOption, a first answer is an option's initialSelected."))
        }
        return values ?? []
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
