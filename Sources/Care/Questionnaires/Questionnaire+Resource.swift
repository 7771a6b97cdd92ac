import Clinic
import Clocks
import StrictJSON

extension Questionnaire {
    /// Answers as a whole `QuestionnaireResponse` for somebody else: with its id, whose it is, when it was sent, each
    /// question and each option in words. Reading it again gives the same answers.
    ///
    /// - Parameters:
    ///   - answers: as `read` understood them.
    ///   - subject: `Patient/…`.
    ///   - status: `completed`, or `amended` for what takes the place of another.
    package func resource(
        of answers: ValidResponse, id: String, subject: String, authored: Instant,
        status: String = "completed",
        in language: Language
    ) -> JSONValue {
        var object = JSONObject([
            .init(name: "resourceType", value: "QuestionnaireResponse"),
            .init(name: "id", value: .string(id)),
        ])
        object["questionnaire"] = answers.questionnaire.map(JSONValue.string)
        object["status"] = .string(status)
        object["subject"] = ["reference": .string(subject)]
        object["authored"] = .string(authored.rfc3339)
        object["item"] = .array((answers.json["item"]?.arrayValue ?? []).map { worded($0, in: language) })
        return .object(object)
    }

    private func worded(_ entry: JSONValue, in language: Language) -> JSONValue {
        guard let linkId = entry["linkId"], let item = linkId.stringValue.flatMap(item) else { return entry }
        var object = JSONObject([.init(name: "linkId", value: linkId)])
        object["text"] = (item.text?.text(in: language)).map(JSONValue.string)
        object["item"] = entry["item"]?.arrayValue.map { .array($0.map { worded($0, in: language) }) }
        object["answer"] = entry["answer"]?.arrayValue.map { answers in
            .array(
                answers.map { answer in
                    var answer = answer.objectValue ?? JSONObject()
                    if var coding = answer["valueCoding"]?.objectValue {
                        let option = item.options.first { $0.value.json == answer["valueCoding"] }
                        coding["display"] = (option?.text?.text(in: language)).map(JSONValue.string)
                        answer["valueCoding"] = .object(coding)
                    }
                    answer["item"] = answer["item"]?.arrayValue.map {
                        .array($0.map { worded($0, in: language) })
                    }
                    return .object(answer)
                })
        }
        return .object(object)
    }
}
