import Clinic
import Questionnaires
import StrictJSON

/// The names a rule file gives to codes, so that its conditions can be read aloud: `"reaction to ketamine"`.
struct NamedCodes {
    private let codes: [String: Coding]

    init(_ json: JSONValue?, at place: JSONPointer, noting reader: inout JSONReader) {
        var codes: [String: Coding] = [:]
        for member in json?.objectValue?.members ?? [] {
            var inner = JSONReader(member.value, at: place.member(member.name))
            let system = inner.string("system", length: 1...500)
            let code = inner.string("code", length: 1...200)
            do throws(JSONProblems) {
                codes[member.name] = try inner.finish { Coding(system: system.value, code: code.value) }
            } catch {
                for problem in error.problems { reader.note(problem) }
            }
        }
        self.codes = codes
    }

    func coding(_ name: String, at place: JSONPointer, noting reader: inout JSONReader) -> Coding? {
        if codes[name] == nil { reader.note(.defect(place, "“codes” has no “\(name)”.")) }
        return codes[name]
    }
}

/// Reads conditions and sees that each asks something its question can answer.
struct AnswerConditionReader {
    let questionnaire: Questionnaire
    let codes: NamedCodes

    private enum Operator: String, CaseIterable {
        case all, any, not, equals, includes, ageBelow, notServed, empty
    }

    /// One condition: an object of one member, named by its operator.
    func condition(_ reader: inout JSONReader) -> AnswerCondition? {
        let found = Operator.allCases.filter { reader.contains($0.rawValue) }
        guard found.count == 1 else {
            let known = Operator.allCases.map(\.rawValue).joined(separator: ", ")
            reader.note(.defect(reader.pointer, "A condition has one operator of: \(known)."))
            return nil
        }
        let name = found[0].rawValue
        switch found[0] {
        case .all: return reader.array(name, count: 1...50) { condition(&$0) }.ifRead.map(AnswerCondition.all)
        case .any: return reader.array(name, count: 1...50) { condition(&$0) }.ifRead.map(AnswerCondition.any)
        case .not: return reader.object(name) { condition(&$0) }.ifRead.map(AnswerCondition.not)
        case .equals: return reader.object(name) { equals(&$0) }.ifRead
        case .includes: return reader.object(name) { includes(&$0) }.ifRead
        case .ageBelow: return reader.object(name) { ageBelow(&$0) }.ifRead
        case .notServed: return reader.object(name) { notServed(&$0) }.ifRead
        case .empty: return reader.object(name) { empty(&$0) }.ifRead
        }
    }

    private func equals(_ reader: inout JSONReader) -> AnswerCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let name = reader.string("code", length: 1...100)
        guard let linkId = linkId.ifRead, let name = name.ifRead else { return nil }
        if questionnaire.item(linkId)?.repeats == true {
            reader.note(.defect(reader.pointer, "“\(linkId)” takes several answers; ask with “includes”."))
        }
        let coding = option(name, of: linkId, at: reader.pointer.member("code"), noting: &reader)
        return coding.flatMap { coding in reader.made { .equals(linkId: linkId, coding) } }
    }

    private func includes(_ reader: inout JSONReader) -> AnswerCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let names = reader.strings("anyOf", count: 1...50, length: 1...100)
        guard let linkId = linkId.ifRead, let names = names.ifRead else { return nil }
        let codings = names.enumerated().map { index, name in
            option(name, of: linkId, at: reader.pointer.member("anyOf").element(index), noting: &reader)
        }
        return reader.made { .includes(linkId: linkId, anyOf: codings.compactMap(\.self)) }
    }

    private func ageBelow(_ reader: inout JSONReader) -> AnswerCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let years = reader.integer("years", in: 1...120)
        if let linkId = linkId.ifRead {
            demandDate(linkId, at: reader.pointer.member("linkId"), noting: &reader)
        }
        return reader.made { .ageBelow(linkId: linkId.value, years: years.value) }
    }

    private func notServed(_ reader: inout JSONReader) -> AnswerCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        if let linkId = linkId.ifRead {
            demandStates(linkId, at: reader.pointer.member("linkId"), noting: &reader)
        }
        return reader.made { .notServed(linkId: linkId.value) }
    }

    private func empty(_ reader: inout JSONReader) -> AnswerCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        if let linkId = linkId.ifRead {
            _ = question(linkId, at: reader.pointer.member("linkId"), noting: &reader)
        }
        return reader.made { .empty(linkId: linkId.value) }
    }

    func demandDate(_ linkId: String, at place: JSONPointer, noting reader: inout JSONReader) {
        guard let item = question(linkId, at: place, noting: &reader) else { return }
        if item.type != .date || item.repeats {
            reader.note(.defect(place, "“\(linkId)” does not ask for one date."))
        }
    }

    func demandStates(_ linkId: String, at place: JSONPointer, noting reader: inout JSONReader) {
        guard let item = question(linkId, at: place, noting: &reader) else { return }
        let codes = item.options.compactMap {
            if case .coding(let coding) = $0.value { coding.code } else { nil }
        }
        let isStates = codes.count == item.options.count && codes.allSatisfy { StateCode($0) != nil }
        if item.type != .choice || item.repeats || !isStates {
            reader.note(.defect(place, "“\(linkId)” does not ask for one state."))
        }
    }

    private func option(
        _ name: String, of linkId: String, at place: JSONPointer, noting reader: inout JSONReader
    ) -> Coding? {
        guard let item = question(linkId, at: reader.pointer.member("linkId"), noting: &reader),
            let coding = codes.coding(name, at: place, noting: &reader)
        else { return nil }
        if !item.options.contains(where: { $0.value == .coding(coding) }) {
            reader.note(.defect(place, "“\(linkId)” has no option “\(name)”."))
        }
        return coding
    }

    private func question(
        _ linkId: String, at place: JSONPointer, noting reader: inout JSONReader
    ) -> QuestionnaireItem? {
        let item = questionnaire.item(linkId)
        if item == nil || item?.type.isQuestion == false {
            reader.note(.defect(place, "The questionnaire has no question “\(linkId)”."))
        }
        return item
    }
}

extension JSONProblem {
    /// A defect of the file, for whoever writes it.
    static func defect(_ place: JSONPointer, _ reason: String) -> JSONProblem {
        JSONProblem(place, "defect", reason, es: reason)
    }
}
