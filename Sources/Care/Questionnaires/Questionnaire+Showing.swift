import Clinic
import StrictJSON

/// A section of a questionnaire as a person reads it: the questions that were answered, and the answers in words.
package struct AnsweredSection: Sendable {
    package let linkId: String
    package let title: String
    package let answers: [Answered]

    package struct Answered: Sendable {
        package let linkId: String
        package let question: String
        /// As they are worded in the questionnaire, or as they were written.
        package let values: [String]
    }
}

extension Questionnaire {
    /// What was answered, section by section, in the words of `language`.
    package func shown(_ response: JSONValue, in language: Language) -> [AnsweredSection] {
        var reader = JSONReader(response)
        var read = ResponseItemReader()
        read.read(&reader, among: items, below: nil)
        let tree = read.tree
        return items.filter { $0.type == .group }.compactMap { section in
            let inside = tree.entries.indices.filter { number in
                tree.chain(from: tree.entries[number].parent).last.map { tree.entries[$0.entry].item.linkId }
                    == section.linkId
            }
            let answers = inside.map { tree.entries[$0] }.filter { !$0.answers.isEmpty }.map { entry in
                AnsweredSection.Answered(
                    linkId: entry.item.linkId,
                    question: entry.item.text?.text(in: language) ?? entry.item.linkId,
                    values: entry.answers.map { entry.item.words(for: $0.value, in: language) })
            }
            guard !answers.isEmpty else { return nil }
            return AnsweredSection(
                linkId: section.linkId, title: section.text?.text(in: language) ?? section.linkId,
                answers: answers)
        }
    }

    /// The words of a question, for somebody who sees an answer to it elsewhere.
    package func question(_ linkId: String, in language: Language) -> String? {
        item(linkId)?.text?.text(in: language)
    }
}

extension QuestionnaireItem {
    /// An answer as it is read aloud: the option's words, or the value itself.
    func words(for value: AnswerValue, in language: Language) -> String {
        if let option = options.first(where: { $0.value == value }), let text = option.text {
            return text.text(in: language)
        }
        return switch value {
        case .coding(let coding): coding.code
        case .boolean, .integer, .decimal, .date, .dateTime, .string, .quantity:
            value.json.stringValue ?? value.json.text
        }
    }
}
