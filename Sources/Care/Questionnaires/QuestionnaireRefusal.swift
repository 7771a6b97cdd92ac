import StrictJSON

/// Why a questionnaire was not loaded: every defect, by the item it is in.
package struct QuestionnaireRefusal: Error, Sendable, Hashable {
    package struct Defect: Sendable, Hashable, CustomStringConvertible {
        /// The innermost item the defect lies in; `nil` for the questionnaire itself.
        package let linkId: String?
        package let pointer: JSONPointer
        /// For the person who writes the file, in English.
        package let reason: String

        package var description: String {
            let what = linkId.map { "item \($0)" } ?? "the questionnaire"
            return "\(what) at \(pointer.tokens.isEmpty ? "/" : pointer.description): \(reason)"
        }
    }

    package let defects: [Defect]

    init(_ problems: [JSONProblem], in json: JSONValue) {
        defects = problems.map { problem in
            Defect(
                linkId: problem.subject ?? json.innermostLinkId(at: problem.pointer),
                pointer: problem.pointer,
                reason: problem.message)
        }
    }
}

extension QuestionnaireRefusal: CustomStringConvertible {
    package var description: String { defects.map(\.description).joined(separator: "\n") }
}

extension JSONProblem {
    /// A defect of a data file. Files are written by people who read English; there is one text.
    static func defect(_ pointer: JSONPointer, _ reason: String, linkId: String? = nil) -> JSONProblem {
        JSONProblem(pointer, "notSupported", reason, es: reason, subject: linkId)
    }
}

extension JSONValue {
    /// The linkId of the innermost item on the way to `pointer`: it names the question that a problem is
    /// about.
    func innermostLinkId(at pointer: JSONPointer) -> String? {
        var value = self
        var linkId: String?
        for token in pointer.tokens {
            if let own = value["linkId"]?.stringValue { linkId = own }
            guard let next = value[JSONPointer(tokens: [token])] else { return linkId }
            value = next
        }
        return value["linkId"]?.stringValue ?? linkId
    }
}
