import Foundation

/// One item of a questionnaire: a question, a group of them, or words between them.
package struct QuestionnaireItem: Sendable {
    /// Names the item in answers, rules and scores; unique in its questionnaire.
    package let linkId: String
    package let type: ItemType
    package let text: TranslatedText?
    /// What stands before the words: `1.`, `a)`.
    package let prefix: TranslatedText?
    /// What the question means in LOINC or another system.
    package let codes: [Coding]
    package let repeats: Bool
    /// How many answers a question takes, or how often a group may stand there. A lower bound of 1 or more is
    /// a required one; of what repeats without a limit, 100 are read.
    package let count: ClosedRange<Int>
    /// Unicode scalars of a text; at least 1, at most 255 for a line and 4000 for a text where the file sets none.
    package let length: ClosedRange<Int>
    /// Digits behind the point of a decimal; `nil` for any number of them.
    package let maxDecimalPlaces: Int?
    package let minimum: AnswerValue?
    package let maximum: AnswerValue?
    package let options: [AnswerOption]
    /// What the form shows as answered before anybody answers: FHIR's `initial`, or the options with
    /// `initialSelected`.
    package let initial: [AnswerValue]
    /// Shown, not to be changed: where the file says what it is at first, no other answer is taken.
    package let isReadOnly: Bool
    /// What its answers may be: the type's own value, its options' values, or either.
    package let kinds: [AnswerValue.Kind]
    /// Units a quantity may be given in.
    package let units: [Coding]
    /// When it is asked at all.
    package let enabledWhen: EnableRule
    package let items: [QuestionnaireItem]

    package var isRequired: Bool { count.lowerBound > 0 }

    static func kinds(_ type: ItemType, _ options: [AnswerOption]) -> [AnswerValue.Kind] {
        AnswerValue.Kind.allCases.filter { kind in
            type.kinds.contains(kind) || options.contains { $0.value.kind == kind }
        }
    }
}

/// One of the answers a choice offers.
package struct AnswerOption: Sendable {
    package let value: AnswerValue
    /// What is shown: the code's display, or the value itself.
    package let text: TranslatedText?
    /// What it counts in a score (FHIR's `ordinalValue`).
    package let ordinal: Decimal?
    /// Whether it excludes all others: "none of these".
    package let isExclusive: Bool
    /// Whether the form shows it as chosen at first.
    package let isInitiallySelected: Bool
}
