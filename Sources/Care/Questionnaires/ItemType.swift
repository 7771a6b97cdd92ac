/// The kinds of item the program can show, check and reason about. A questionnaire with any other
/// (attachment, reference, time, url) is refused when it is loaded.
package enum ItemType: String, Sendable, CaseIterable {
    /// Holds other items, has no answer itself.
    case group
    /// Words only.
    case display
    case boolean
    case integer
    case decimal
    /// A whole day, `YYYY-MM-DD`.
    case date
    /// A moment with its zone.
    case dateTime
    /// One line.
    case string
    /// May have several lines.
    case text
    /// One of its options.
    case choice
    /// One of its options, or words of one's own.
    case openChoice = "open-choice"
    /// An amount in one of the units it allows.
    case quantity

    package var isQuestion: Bool { self != .group && self != .display }

    /// What an answer to it is, apart from its options.
    var kinds: [AnswerValue.Kind] {
        switch self {
        case .group, .display, .choice: []
        case .boolean: [.boolean]
        case .integer: [.integer]
        case .decimal: [.decimal]
        case .date: [.date]
        case .dateTime: [.dateTime]
        case .string, .text, .openChoice: [.string]
        case .quantity: [.quantity]
        }
    }
}
