/// One thing that is wrong with a body: where, what, and what to do about it.
///
/// The code stays the same for ever; the words are for people and say nothing of what was sent, so they may
/// be shown, logged and stored.
package struct JSONProblem: Error, Sendable, Hashable {
    package let pointer: JSONPointer
    /// One of `Code`, or a stage's own, in camelCase.
    package let code: String
    /// What to do about it, in plain English.
    package let message: String
    /// The same in Spanish.
    package let spanishMessage: String
    /// What it is about, where the pointer alone does not say: the linkId of a question. Never a value.
    package let subject: String?

    package init(
        _ pointer: JSONPointer, _ code: String, _ message: String, es spanishMessage: String,
        subject: String? = nil
    ) {
        self.pointer = pointer
        self.code = code
        self.message = message
        self.spanishMessage = spanishMessage
        self.subject = subject
    }

    /// The words in the language of a BCP 47 tag (`es`, `es-MX`); English for any but Spanish.
    package func message(in language: String) -> String {
        language.lowercased().split(separator: "-").first == "es" ? spanishMessage : message
    }

    /// The same problem, seen from the document in which this one stands at `outer`.
    package func inside(_ outer: JSONPointer) -> JSONProblem {
        JSONProblem(outer.appending(pointer), code, message, es: spanishMessage, subject: subject)
    }

    /// The same problem with what it is about.
    package func about(_ subject: String) -> JSONProblem {
        JSONProblem(pointer, code, message, es: spanishMessage, subject: subject)
    }

    /// The codes every body can meet.
    package enum Code {
        package static let missing = "missing"
        package static let unknownField = "unknownField"
        package static let wrongType = "wrongType"
        package static let tooShort = "tooShort"
        package static let tooLong = "tooLong"
        package static let tooFew = "tooFew"
        package static let tooMany = "tooMany"
        package static let outOfRange = "outOfRange"
        package static let notAnOption = "notAnOption"
        package static let badFormat = "badFormat"
        package static let controlCharacter = "controlCharacter"
        package static let duplicate = "duplicate"
    }
}

/// All that is wrong with one body, in the order of reading; never empty.
package struct JSONProblems: Error, Sendable, Hashable, CustomStringConvertible {
    package let problems: [JSONProblem]

    /// No more are kept: a body with a hundred problems is not a form that somebody filled in.
    package static let limit = 100

    package init(_ problems: [JSONProblem]) {
        precondition(!problems.isEmpty, "A body without problems is refused for none.")
        self.problems = Array(problems.prefix(Self.limit))
    }

    /// The codes alone: names of fields may be the client's own, and a log is no place for them.
    package var description: String {
        "The body has problems: \(problems.map(\.code).joined(separator: ", "))."
    }
}
