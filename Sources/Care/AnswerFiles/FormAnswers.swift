import Foundation

/// What somebody answers, by question; a question that is not here is left open.
package struct FormAnswers: Sendable {
    /// One answer as a person gives it.
    package enum Value: Sendable, Hashable {
        /// One of the options, by its code.
        case code(String)
        case text(String)
        /// `YYYY-MM-DD`.
        case date(String)
        case whole(Int)
        case decimal(Decimal)
        case yes(Bool)
        /// The day on which the form is filled in.
        case today
        /// One of the options where the question has it, else a text.
        case codeOrText(String)
    }

    package var values: [String: [Value]] = [:]
    /// The entries of a group that is asked again for each thing: one for each medicine.
    package var entries: [String: [FormAnswers]] = [:]

    package init(_ values: [String: [Value]] = [:], entries: [String: [FormAnswers]] = [:]) {
        self.values = values
        self.entries = entries
    }

    /// These answers as they are given on a day, `YYYY-MM-DD`.
    package func given(on day: String) -> FormAnswers {
        FormAnswers(values.mapValues { $0.map { $0 == .today ? .date(day) : $0 } }, entries: entries)
    }

    /// These answers, with others in the place of the same questions.
    package func changed(by other: FormAnswers) -> FormAnswers {
        FormAnswers(
            values.merging(other.values) { $1 }, entries: entries.merging(other.entries) { $1 })
    }
}
