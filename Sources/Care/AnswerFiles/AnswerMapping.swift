import Foundation

/// How the columns of a file become a person's answers: versioned data in `Schema/mappings/`, or somebody's own, with a
/// stated reason for what the file does not ask. It knows no formulas but one product, and nothing of any file but what
/// it is told.
package struct AnswerMapping: Sendable {
    /// Its name: `nhanes`.
    package let name: String
    /// What a column holds, by its name in the head line.
    package let columns: [String: Column]
    /// Numbers that are made of two columns.
    package let measures: [String: Measure]
    /// The column that names a row for whoever looks it up.
    package let row: String
    /// The column with the age in whole years; `nil` where the file does not tell it.
    package let age: String?
    package let screening: FormRules
    package let intake: FormRules
    /// Groups of the intake that the file never asks, each with the reason: they stay open for everybody, which is said
    /// once and not of every row.
    package let notAsked: [String: String]
    /// Columns that the file has and nobody needs.
    package let unused: Set<String>

    /// What a cell may hold; an empty one is always allowed and means that it was not asked or not known.
    package enum Column: Sendable, Equatable {
        case name
        /// From, to; where the file uses single numbers, only those.
        case whole(ClosedRange<Int>, only: Set<Int>?)
        case decimal
        case words(Set<String>)
        /// Several entries between separators.
        case list(separator: Character)
        /// Lists of codes: `+` or whatever separates the codes of one entry, and what a code that does not count ends in.
        case codes(separator: Character, within: Character, exceptEndingIn: String)
    }

    /// A column times what another column's word stands for; `nil` where either is open, but 0 times anything is 0.
    package struct Measure: Sendable {
        package let column: String
        package let by: String
        package let factors: [String: Int]
    }

    /// What is answered to one form.
    package struct FormRules: Sendable {
        /// By linkId.
        package let questions: [String: QuestionRule]
        /// Groups that are asked again for each thing.
        package let groups: [String: GroupRule]

        static let none = FormRules(questions: [:], groups: [:])
    }

    /// The first case that holds gives the answer, or with `every` each that holds; else `otherwise`; else it is left open.
    package struct QuestionRule: Sendable {
        package struct Case: Sendable {
            package let when: RowCondition
            package let give: RowAnswer
        }

        package let cases: [Case]
        package let isEvery: Bool
        package let otherwise: RowAnswer?
        /// Whether `otherwise` is made up, for people who are to walk the whole path with these answers. Who only judges
        /// the file leaves the question open.
        package let isMadeUp: Bool

        /// All that it may answer.
        package var answers: [RowAnswer] { cases.map(\.give) + [otherwise].compactMap(\.self) }
    }

    /// Entries as they stand, or one for each entry of a list.
    package enum GroupRule: Sendable {
        case fixed([[String: String]])
        case each(RowList)
    }

    /// A group with an entry for each entry of a list.
    package struct RowList: Sendable {
        package let column: String
        /// The question that an entry answers.
        package let question: String
        /// Questions answered by the entry at the same place of another list.
        package let beside: [String: String]
        /// A column that counts entries without a name, and what they are called.
        package let more: (column: String, text: String)?
    }
}

/// What a question is answered with.
package enum RowAnswer: Sendable, Equatable {
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
package indirect enum RowCondition: Sendable, Equatable {
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

    /// The columns and measures that it looks at.
    var names: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.names)
        case .not(let part): part.names
        case .isOne(let column, _), .given(let column), .hasCode(let column, _): [column]
        case .atLeast(let name, _), .below(let name, _): [name]
        }
    }
}

extension AnswerMapping {
    /// The columns that an answer to the intake comes from, the first that it looks at first: where somebody must look who
    /// puts a row right.
    package func columns(behind linkId: String) -> [String] {
        var names: [String] = []
        if let rule = intake.questions[linkId] {
            names = rule.answers.compactMap { answer in
                switch answer {
                case .whole(let column), .decimal(let column): column
                case .code, .text, .today, .birthDate, .servedState: nil
                }
            }
            names += rule.cases.flatMap(\.when.names)
        }
        for (group, rule) in intake.groups {
            guard case .each(let list) = rule else { continue }
            if group == linkId || list.question == linkId { names.append(list.column) }
            if let beside = list.beside[linkId] { names.append(beside) }
        }
        return names.flatMap { name in measures[name].map { [$0.column, $0.by] } ?? [name] }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether a file with this head line is one that the mapping is for: every column that an answer needs is there.
    package func fits(_ head: [String]) -> Bool {
        Set(columns.keys).subtracting(unused).isSubset(of: head)
    }
}
