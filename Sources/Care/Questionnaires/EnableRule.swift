/// When an item is asked: FHIR's `enableWhen` and `enableBehavior`.
package struct EnableRule: Sendable {
    package enum Behavior: String, Sendable, CaseIterable {
        case all, any
    }

    /// None: it is always asked.
    package let conditions: [EnableCondition]
    package let behavior: Behavior

    static let always = EnableRule(conditions: [], behavior: .all)
}

/// One condition on the answers to another question.
package struct EnableCondition: Sendable {
    package enum Operator: String, Sendable, CaseIterable {
        case exists
        case equal = "="
        case notEqual = "!="
        case greater = ">"
        case less = "<"
        case greaterOrEqual = ">="
        case lessOrEqual = "<="

        var isOrder: Bool {
            switch self {
            case .greater, .less, .greaterOrEqual, .lessOrEqual: true
            case .exists, .equal, .notEqual: false
            }
        }
    }

    /// The linkId of the question whose answers decide.
    package let question: String
    package let comparison: Operator
    package let value: AnswerValue

    /// Whether it holds for these answers, none of them if the question is unanswered or not asked itself.
    ///
    /// As FHIR R4 has it: at least one answer must fit, except for `!=`, which holds where **no** answer is
    /// equal, and so holds where there is none at all.
    package func holds(for answers: [AnswerValue]) -> Bool {
        switch comparison {
        case .exists: value == .boolean(!answers.isEmpty)
        case .equal: answers.contains { $0.isSame(as: value) }
        case .notEqual: !answers.contains { $0.isSame(as: value) }
        case .greater: answers.contains { value.isLess(than: $0) == true }
        case .less: answers.contains { $0.isLess(than: value) == true }
        case .greaterOrEqual: answers.contains { $0.isLess(than: value) == false }
        case .lessOrEqual: answers.contains { value.isLess(than: $0) == false }
        }
    }
}

extension AnswerValue {
    /// Equality as questions mean it: 1 is 1.0.
    fileprivate func isSame(as other: AnswerValue) -> Bool {
        switch (self, other) {
        case (.integer, .decimal), (.decimal, .integer):
            isLess(than: other) == false && other.isLess(than: self) == false
        default: self == other
        }
    }
}
