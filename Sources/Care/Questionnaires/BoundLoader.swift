import StrictJSON

/// Reads how large, how long and how exact an answer may be.
struct BoundLoader {
    let type: ItemType
    let extensions: FoundExtensions

    /// A bound, of a value that the item's type can be compared with; only one of `extensions` may say it.
    func bound(_ kinds: [FHIRExtension], _ reader: inout JSONReader) -> AnswerValue? {
        let given = kinds.filter(extensions.contains)
        if given.count > 1 {
            reader.note(.defect(reader.pointer, "One bound is given by two extensions."))
            return nil
        }
        guard let kind = given.first else { return nil }
        return extensions.value(kind, noting: &reader) { element in
            var inner = JSONReader(element)
            let found = inner.kinds(of: "value")
            guard found.count == 1, comparable.contains(found[0]) else { return nil }
            return inner.answerValue(found[0], of: "value")
        }
    }

    private var comparable: [AnswerValue.Kind] {
        switch type {
        case .integer: [.integer]
        case .decimal: [.decimal, .integer]
        case .date: [.date]
        case .dateTime: [.dateTime]
        case .quantity: [.quantity]
        case .group, .display, .boolean, .string, .text, .choice, .openChoice: []
        }
    }

    /// Unicode scalars of a text. Blanks alone are no answer, so the least is 1.
    func length(upTo maxLength: Int?, _ reader: inout JSONReader) -> ClosedRange<Int> {
        let least = extensions.value(.minLength, noting: &reader) { $0["valueInteger"]?.numberValue?.integer }
        let most = maxLength ?? (type == .text ? 4000 : 255)
        switch type {
        case .string, .text, .openChoice: break
        case .group, .display, .boolean, .integer, .decimal, .date, .dateTime, .choice, .quantity:
            if maxLength != nil || least != nil {
                reader.note(.defect(reader.pointer.member("maxLength"), "Only a text has a length."))
            }
        }
        guard let least else { return 1...most }
        guard (0...most).contains(least) else {
            reader.note(.defect(reader.pointer, "The least length is above the greatest."))
            return 1...most
        }
        return max(1, least)...most
    }

    /// Digits behind the point; `nil` for any number of them.
    func decimalPlaces(_ reader: inout JSONReader) -> Int? {
        let places = extensions.value(.maxDecimalPlaces, noting: &reader) {
            $0["valueInteger"]?.numberValue?.integer
        }
        guard let places else { return nil }
        guard type == .decimal, (0...38).contains(places) else {
            reader.note(
                .defect(reader.pointer, "Only a decimal has places behind the point, 0 to 38 of them."))
            return nil
        }
        return places
    }
}
