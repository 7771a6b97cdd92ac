import Foundation
import StrictJSON

/// Reads one answer and sees that it fits its question: the kind, the options, the bounds, the unit.
enum AnswerCheck {
    /// The value, `nil` where a problem was noted.
    static func value(of item: QuestionnaireItem, from reader: inout JSONReader) -> AnswerValue? {
        let sent = reader.kinds(of: "value")
        let accepted = item.kinds
        // The words for a refusal are put together only where there is one.
        var names: [String] { accepted.map { "value" + $0.rawValue } }
        for kind in sent where !accepted.contains(kind) {
            _ = reader.optionalValue("value" + kind.rawValue)
            reader.note(.wrongValueKind(reader.pointer.member("value" + kind.rawValue), names))
        }
        let fitting = sent.filter(accepted.contains)
        guard fitting.count == 1, sent.count == 1 else {
            for kind in fitting { _ = reader.optionalValue("value" + kind.rawValue) }
            if sent.isEmpty { reader.note(.noValue(reader.pointer, names)) }
            if fitting.count > 1 { reader.note(.severalValues(reader.pointer)) }
            return nil
        }
        let value = reader.answerValue(
            fitting[0], of: "value", length: item.length, lines: item.type == .text)
        guard let value else { return nil }
        if let problem = problem(
            with: value, as: item, at: reader.pointer.member("value" + fitting[0].rawValue))
        {
            reader.note(problem)
            return nil
        }
        return value
    }

    /// What keeps a value of a right kind from being an answer to `item`.
    static func problem(
        with value: AnswerValue, as item: QuestionnaireItem, at place: JSONPointer
    ) -> JSONProblem? {
        if let minimum = item.minimum, value.isLess(than: minimum) == true { return .below(place, minimum) }
        if let maximum = item.maximum, maximum.isLess(than: value) == true { return .above(place, maximum) }
        if case .quantity(let quantity) = value, !item.units.contains(quantity.unit) {
            return .wrongUnit(place, item.units)
        }
        if case .decimal(let amount) = value, let places = item.maxDecimalPlaces, -amount.exponent > places {
            return .tooExact(place, places)
        }
        let isOwnWords = item.type == .openChoice && value.kind == .string
        if !item.options.isEmpty, !isOwnWords, !item.options.contains(where: { $0.value == value }) {
            return .noSuchOption(place, item.options)
        }
        return nil
    }
}
