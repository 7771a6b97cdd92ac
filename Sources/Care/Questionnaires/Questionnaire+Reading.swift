import StrictJSON

extension Questionnaire {
    /// How much an answer must already hold.
    package enum ReadingMode: Sendable {
        /// Everything that is asked and required, nothing that is not asked.
        case complete
        /// What is there must fit; what is missing may still come, and what was switched off may be switched
        /// on again.
        case inProgress
    }

    /// Reads a FHIR R4 `QuestionnaireResponse` to this questionnaire.
    ///
    /// Who answered, when, and how the questions were worded is not read from it: the program knows that
    /// itself.
    /// - Returns: the answers, or `nil` and all that is wrong. Pointers start at the response; a problem's subject
    ///   is the linkId of its question.
    package func read(_ response: JSONValue, mode: ReadingMode) -> (ValidResponse?, [JSONProblem]) {
        var reader = JSONReader(response)
        readHead(&reader, mode: mode)
        var items = ResponseItemReader()
        items.read(&reader, among: self.items, below: nil)
        var problems: [JSONProblem] = []
        do {
            try reader.finish()
        } catch {
            problems = error.problems
        }
        var check = CompletenessCheck(items.tree, of: self, mode: mode)
        let answered = check.answered(self.items, below: nil, at: .root)
        // An answer that was refused was given: its question is not missing as well.
        let refused = problems.map(\.pointer.tokens)
        problems += check.problems.filter { problem in
            let answers = problem.pointer.tokens + ["answer"]
            return problem.code != JSONProblem.Code.missing || !refused.contains { $0.starts(with: answers) }
        }
        guard problems.isEmpty else {
            let about = problems.map { problem in
                problem.subject == nil
                    ? response.innermostLinkId(at: problem.pointer).map(problem.about) ?? problem : problem
            }
            return (nil, Array(about.prefix(JSONProblems.limit)))
        }
        let named = canonical.map { [JSONObject.Member(name: "questionnaire", value: .string($0))] } ?? []
        let json = JSONObject(
            [.init(name: "resourceType", value: "QuestionnaireResponse")] + named + [
                .init(name: "status", value: mode == .complete ? "completed" : "in-progress"),
                .init(name: "item", value: .array(answered)),
            ])
        let valid = ValidResponse(
            questionnaire: canonical, json: .object(json), answers: check.answers, asked: check.asked)
        return (valid, [])
    }

    /// Reads all of a response but its items.
    func readHead(_ reader: inout JSONReader, mode: ReadingMode) {
        let type = reader.string("resourceType", length: 1...100)
        if let type = type.ifRead, type != "QuestionnaireResponse" { reader.note(.notAResponse) }
        if let canonical {
            let named = reader.string("questionnaire", length: 1...600)
            if let named = named.ifRead, named != canonical { reader.note(.wrongQuestionnaire(canonical)) }
        } else {
            _ = reader.optionalValue("questionnaire")
        }
        let statuses = mode == .complete ? ["completed", "amended"] : ["in-progress"]
        if let status = reader.string("status", length: 1...50).ifRead, !statuses.contains(status) {
            reader.note(.wrongStatus(statuses))
        }
        let ignored = [
            "id", "meta", "language", "text", "identifier", "basedOn", "partOf", "subject", "encounter",
            "authored",
            "author", "source",
        ]
        for name in ignored { _ = reader.optionalValue(name) }
    }
}
