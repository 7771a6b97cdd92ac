/// Why a file of answers, or the mapping of its columns, cannot be used: a line for each thing that is wrong. None of
/// them repeats what a cell holds.
package struct AnswerFileProblem: Error, CustomStringConvertible, Sendable, Equatable {
    package let lines: [String]

    package init(lines: [String]) { self.lines = lines }

    package var description: String { lines.joined(separator: "\n") }
}
