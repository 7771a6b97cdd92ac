import StrictJSON

/// What a questionnaire says of answers that may be bad: those that fit, and all that is wrong with the others.
///
/// For files of other people's answers, where each line is to be judged as far as it goes. Nobody's own answers are taken
/// on so: those are read with `read`, which gives all or nothing.
package struct ExaminedAnswers: Sendable {
    /// What fits. A question whose answer was refused counts as not answered.
    package let answers: ValidResponse
    /// What is wrong, missing answers included. A pointer leads into the response, or is a linkId of answers that came
    /// without one; the subject is the linkId.
    package let problems: [JSONProblem]

    package init(answers: ValidResponse, problems: [JSONProblem]) {
        self.answers = answers
        self.problems = problems
    }
}

/// Answers by linkId, of somebody who fills a form in from something else than a `QuestionnaireResponse`.
package struct GivenAnswers: Sendable {
    package var values: [String: [AnswerValue]]
    /// The entries of a group that repeats.
    package var entries: [String: [GivenAnswers]]

    package init(_ values: [String: [AnswerValue]] = [:], entries: [String: [GivenAnswers]] = [:]) {
        self.values = values
        self.entries = entries
    }
}

extension Questionnaire {
    /// Looks at a `QuestionnaireResponse` as at one that is complete.
    package func examine(_ response: JSONValue) -> ExaminedAnswers {
        var reader = JSONReader(response)
        readHead(&reader, mode: .complete)
        var items = ResponseItemReader()
        items.read(&reader, among: self.items, below: nil)
        var problems: [JSONProblem] = []
        do { try reader.finish() } catch { problems = error.problems }
        let refused = problems.map(\.pointer.tokens)
        let (answers, found) = checked(items.tree)
        // An answer that was refused was given: its question is not missing as well.
        problems += found.filter { problem in
            let answers = problem.pointer.tokens + ["answer"]
            return problem.code != JSONProblem.Code.missing || !refused.contains { $0.starts(with: answers) }
        }
        return ExaminedAnswers(
            answers: answers,
            problems: problems.map { problem in
                problem.subject == nil
                    ? response.innermostLinkId(at: problem.pointer).map(problem.about) ?? problem : problem
            })
    }

    /// Fills the form in, as complete. Answers to questions that the others switch off are left out.
    package func fill(_ given: GivenAnswers) -> ExaminedAnswers {
        var filling = Filling()
        filling.fill(items, from: given, below: nil)
        let (answers, found) = checked(filling.tree)
        let refused = Set(filling.problems.compactMap(\.subject))
        return ExaminedAnswers(
            answers: answers,
            problems: filling.problems
                + found.filter { problem in
                    problem.code != JSONProblem.AnswerCode.notAsked
                        && !(problem.subject.map(refused.contains) ?? false)
                })
    }

    private func checked(_ tree: ResponseTree) -> (ValidResponse, [JSONProblem]) {
        var check = CompletenessCheck(tree, of: self, mode: .complete)
        let answered = check.answered(items, below: nil, at: .root)
        let named = canonical.map { [JSONObject.Member(name: "questionnaire", value: .string($0))] } ?? []
        let json = JSONObject(
            [.init(name: "resourceType", value: "QuestionnaireResponse")] + named + [
                .init(name: "status", value: "completed"), .init(name: "item", value: .array(answered)),
            ])
        return (
            ValidResponse(
                questionnaire: canonical, json: .object(json), answers: check.answers, asked: check.asked),
            check.problems
        )
    }
}

/// Puts given answers where their questions stand.
private struct Filling {
    private(set) var tree = ResponseTree()
    private(set) var problems: [JSONProblem] = []

    mutating func fill(
        _ items: [QuestionnaireItem], from given: GivenAnswers, below place: ResponseTree.Place?
    ) {
        for item in items where item.type != .display {
            let pointer = JSONPointer(tokens: [item.linkId])
            if item.type == .group {
                for entry in item.repeats ? given.entries[item.linkId] ?? [] : [given] {
                    let number = tree.add(item, at: pointer, below: place)
                    fill(item.items, from: entry, below: .init(entry: number, answer: 0))
                }
            } else if let values = given.values[item.linkId], !values.isEmpty {
                answer(item, with: values, from: given, below: place, at: pointer)
            }
        }
    }

    private mutating func answer(
        _ item: QuestionnaireItem, with values: [AnswerValue], from given: GivenAnswers,
        below place: ResponseTree.Place?, at pointer: JSONPointer
    ) {
        let number = tree.add(item, at: pointer, below: place)
        for (index, value) in values.prefix(item.count.upperBound).enumerated() {
            if let problem = AnswerCheck.problem(with: value, as: item, at: pointer) {
                problems.append(problem.about(item.linkId))
                continue
            }
            let option = item.options.first { $0.value == value }
            tree.add(.init(value: value, ordinal: option?.ordinal, pointer: pointer), to: number)
            fill(item.items, from: given, below: .init(entry: number, answer: index))
        }
    }
}
