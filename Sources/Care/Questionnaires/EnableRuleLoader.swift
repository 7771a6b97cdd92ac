import StrictJSON

/// Reads `enableWhen` and `enableBehavior` of an item. Whether the questions exist is seen once all items are
/// read.
enum EnableRuleLoader {
    static func rule(_ reader: inout JSONReader) -> EnableRule {
        let conditions = reader.optionalArray("enableWhen", count: 1...100) { condition(&$0) }
        let behavior = reader.optionalOption("enableBehavior", of: EnableRule.Behavior.self)
        guard let conditions = conditions.ifRead.flatMap(\.self) else { return .always }
        let stated = behavior.ifRead.flatMap(\.self)
        if conditions.count > 1, stated == nil {
            // FHIR's rule que-12: what several conditions mean together is never left to the reader.
            reader.note(
                .defect(
                    reader.pointer.member("enableWhen"),
                    "Several conditions need “enableBehavior”: all or any."))
        }
        return EnableRule(conditions: conditions, behavior: stated ?? .all)
    }

    private static func condition(_ reader: inout JSONReader) -> EnableCondition? {
        _ = reader.optionalValue("id")
        let question = reader.string("question", length: 1...255)
        let comparison = reader.option("operator", of: EnableCondition.Operator.self)
        let kinds = reader.kinds(of: "answer")
        guard kinds.count == 1 else {
            reader.note(
                .defect(reader.pointer, "A condition has one answer[x] of a kind that is understood."))
            return nil
        }
        guard let value = reader.answerValue(kinds[0], of: "answer"), let comparison = comparison.ifRead
        else {
            return nil
        }
        if comparison == .exists, kinds[0] != .boolean {
            reader.note(.defect(reader.pointer, "The operator “exists” takes an answerBoolean."))
        }
        return reader.made { EnableCondition(question: question.value, comparison: comparison, value: value) }
    }
}
