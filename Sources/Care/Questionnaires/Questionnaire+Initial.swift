import StrictJSON

extension Questionnaire {
    /// A draft before anybody has answered: what the file answers itself (`initial`, `initialSelected`), as far as it is
    /// asked. It is read like any other response.
    package var initialResponse: JSONValue {
        guard let valid = read(initialDraft, mode: .inProgress).0 else {
            preconditionFailure("A questionnaire was loaded with first answers that do not fit it.")
        }
        return valid.json
    }

    /// All first answers, whether or not their items are asked.
    var initialDraft: JSONValue {
        let named = canonical.map { [JSONObject.Member(name: "questionnaire", value: .string($0))] } ?? []
        let draft = JSONObject(
            [.init(name: "resourceType", value: "QuestionnaireResponse")] + named + [
                .init(name: "status", value: "in-progress"),
                .init(name: "item", value: .array(items.compactMap(\.initialEntry))),
            ])
        return .object(draft)
    }
}

extension QuestionnaireItem {
    /// The item with its first answers and those of the items inside; `nil` where there are none.
    fileprivate var initialEntry: JSONValue? {
        let inside = items.compactMap(\.initialEntry)
        let items = inside.isEmpty ? [] : [JSONObject.Member(name: "item", value: .array(inside))]
        if type == .group {
            return inside.isEmpty
                ? nil : .object(JSONObject([.init(name: "linkId", value: .string(linkId))] + items))
        }
        guard !initial.isEmpty else { return nil }
        let answers = initial.map { value in
            JSONValue.object(
                JSONObject([.init(name: "value" + value.kind.rawValue, value: value.json)] + items))
        }
        return ["linkId": .string(linkId), "answer": .array(answers)]
    }
}
