import Foundation
import StrictJSON

/// How the columns of a file become a person's answers: versioned data in `Schema/mappings/`, with a stated default for
/// what the file does not ask. It knows no formulas but one product, and nothing of any file but what it is told.
package struct AnswerMapping: Sendable {
    /// What a column holds, by its name in the head line. A file must have each of them, and no others.
    let columns: [String: Column]
    /// Numbers that are made of two columns.
    let measures: [String: Measure]
    /// The column that names a row for whoever looks it up.
    let row: String
    /// The column with the age in whole years.
    let age: String
    let screening: FormRules
    let intake: FormRules

    /// What a cell may hold; an empty one is always allowed and means that it was not asked or not known.
    enum Column: Sendable, Equatable {
        case name
        case whole(ClosedRange<Int>)
        case decimal
        case words(Set<String>)
        /// Several entries between separators.
        case list(separator: Character)
        /// Lists of codes: `+` or whatever separates the codes of one entry, and what a code that does not count ends in.
        case codes(separator: Character, within: Character, exceptEndingIn: String)
    }

    /// A column times what another column's word stands for; `nil` where either is open, but 0 times anything is 0.
    struct Measure: Sendable {
        let column: String
        let by: String
        let factors: [String: Int]
    }

    struct FormRules: Sendable {
        /// By linkId.
        let questions: [String: QuestionRule]
        /// Groups that are asked again for each thing.
        let groups: [String: GroupRule]
    }

    /// The first case that holds gives the answer, or with `every` each that holds; else `otherwise`; else it is left open.
    struct QuestionRule: Sendable {
        struct Case: Sendable {
            let when: RowCondition
            let give: RowAnswer
        }

        let cases: [Case]
        let isEvery: Bool
        let otherwise: RowAnswer?
    }

    /// Entries as they stand, or one for each entry of a list.
    enum GroupRule: Sendable {
        case fixed([[String: String]])
        case each(RowList)
    }

    struct RowList: Sendable {
        let column: String
        /// The question that an entry answers.
        let question: String
        /// Questions answered by the entry at the same place of another list.
        let beside: [String: String]
        /// A column that counts entries without a name, and what they are called.
        let more: (column: String, text: String)?
    }
}

/// What a question is answered with.
enum RowAnswer: Sendable, Equatable {
    case code(String)
    case text(String)
    case whole(column: String)
    case decimal(column: String)
    /// The day on which the form is filled in.
    case today
    /// A day that fits the age.
    case birthDate
    /// A state that the program serves: a file without one says nothing of it.
    case servedState
}

/// When a case holds of a row.
indirect enum RowCondition: Sendable, Equatable {
    case all([RowCondition])
    case any([RowCondition])
    case not(RowCondition)
    /// The cell is one of these words.
    case isOne(column: String, of: Set<String>)
    /// The cell is not empty.
    case given(column: String)
    /// A column of numbers or a measure. A number that is open is neither.
    case atLeast(String, Int)
    case below(String, Int)
    /// One of the list's codes begins so.
    case hasCode(column: String, beginning: [String])
}
