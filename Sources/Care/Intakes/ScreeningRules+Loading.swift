import Clinic
import Clocks
import Foundation
import Questionnaires
import StrictJSON

extension ScreeningRules {
    /// Reads a file of rules and checks it against the questionnaire.
    ///
    /// - Throws: every defect at once, naming the rule: an unknown question, option or operator, an outcome
    ///   without words, a case twice, a "no" that does not say when one may come back.
    package init(loading file: SchemaFile, for questionnaire: Questionnaire) throws(SchemaFileRefusal) {
        let json = try file.json()
        var reader = JSONReader(json)
        if reader.string("rules", length: 1...50).ifRead != "screening" {
            reader.note(.defect(JSONPointer(tokens: ["rules"]), "These are no screening rules."))
        }
        let version = reader.string("version", length: 1...50)
        let canonical = reader.string("questionnaire", length: 1...600)
        if let named = canonical.ifRead, named != questionnaire.canonical {
            reader.note(
                .defect(JSONPointer(tokens: ["questionnaire"]), "The rules are for another questionnaire."))
        }
        let validFor = reader.days("validFor")
        // The names of the codes are the file's own, so its members cannot be asked for one by one.
        let codes = NamedCodes(
            reader.value("codes").ifRead, at: reader.pointer.member("codes"), noting: &reader)
        let conditions = AnswerConditionReader(questionnaire: questionnaire, codes: codes)
        let person = reader.object("person") { $0.person(of: conditions) }
        let words = reader.object("outcomes") { outcomes -> [ScreeningOutcome: Words]? in
            let read = ScreeningOutcome.allCases.map { ($0, outcomes.words($0.rawValue)) }
            return outcomes.made { Dictionary(uniqueKeysWithValues: read.map { ($0.0, $0.1.value) }) }
        }
        let unknown = reader.object("unknown") { $0.unknown(codes) }
        let changed = reader.object("changed") { $0.changed() }
        let crisis = reader.object("crisis") { $0.crisis(conditions) }
        let cases = reader.array("cases", count: 1...200) { $0.ruleCase(conditions) }
        var seen: Set<String> = []
        for (index, entry) in (cases.ifRead ?? []).enumerated()
        where !seen.insert("\(entry.rule) \(entry.name)").inserted {
            reader.note(
                .defect(
                    JSONPointer(tokens: ["cases", "\(index)"]),
                    "The same case of the same rule is there twice."))
        }
        do {
            try reader.finish()
        } catch {
            throw SchemaFileRefusal(
                file: file.name, reasons: error.problems.map { Self.reason($0, in: json) })
        }
        self.init(
            version: version.value, questionnaire: canonical.value, validFor: validFor.value,
            person: person.value,
            cases: cases.value, unknown: unknown.value, changed: changed.value, crisis: crisis.value.help,
            crisisCondition: crisis.value.condition, words: words.value, file: file)
    }

    /// `E5 (mania now), /cases/4/when: …`
    private static func reason(_ problem: JSONProblem, in json: JSONValue) -> String {
        let entry = json[JSONPointer(tokens: Array(problem.pointer.tokens.prefix(2)))]
        let rule = entry?["rule"]?.stringValue.map { rule in
            entry?["case"]?.stringValue.map { "\(rule) (\($0)), " } ?? "\(rule), "
        }
        return "\(rule ?? "")\(problem.pointer): \(problem.message)"
    }
}

extension JSONReader {
    /// Words in both languages.
    mutating func words(_ name: String) -> JSONField<Words> {
        object(name) { words in
            let en = words.text("en", length: 1...1000)
            let es = words.text("es", length: 1...1000)
            return words.made { Words(en: en.value, es: es.value) }
        }
    }

    /// `P30D`: a number of days. Thirty days are 720 hours, for a result as for a count.
    fileprivate mutating func days(_ name: String) -> JSONField<Duration> {
        JSONField(dayCount(name).ifRead.map { .hours(24 * $0) })
    }

    private mutating func dayCount(_ name: String) -> JSONField<Int> {
        parse(name, as: JSONFormat("a number of days, written like P30D", es: "un número de días, como P30D"))
        { text in
            text.wholeMatch(of: /P([0-9]{1,4})D/).flatMap { Int($0.output.1) }
        }
    }

    fileprivate mutating func person(of conditions: AnswerConditionReader) -> ScreeningRules.Person? {
        let born = string("birthDate", length: 1...255)
        let oldest = integer("oldest", in: 100...150)
        let state = string("state", length: 1...255)
        if let linkId = born.ifRead {
            conditions.demandDate(linkId, at: pointer.member("birthDate"), noting: &self)
        }
        if let linkId = state.ifRead {
            conditions.demandStates(linkId, at: pointer.member("state"), noting: &self)
        }
        return made { .init(birthDate: born.value, oldest: oldest.value, state: state.value) }
    }

    fileprivate mutating func unknown(_ codes: NamedCodes) -> ScreeningRules.Unknown? {
        let names = strings("codes", count: 1...20, length: 1...100)
        let outcome = option("outcome", of: ScreeningOutcome.self)
        let words = words("words")
        let codings = (names.ifRead ?? []).enumerated().map { index, name in
            codes.coding(name, at: pointer.member("codes").element(index), noting: &self)
        }
        if outcome.ifRead == .qualified {
            note(.defect(pointer.member("outcome"), "An open answer never qualifies."))
        }
        return made { .init(codes: codings.compactMap(\.self), outcome: outcome.value, words: words.value) }
    }

    fileprivate mutating func changed() -> ScreeningRules.Changed? {
        let rule = string("rule", length: 1...10)
        let name = string("case", length: 1...100)
        let times = integer("times", in: 2...100)
        let within = days("within")
        let words = words("words")
        return made {
            .init(
                rule: rule.value, name: name.value, times: times.value, within: within.value,
                words: words.value)
        }
    }

    fileprivate mutating func crisis(
        _ conditions: AnswerConditionReader
    ) -> (condition: AnswerCondition, help: CrisisHelp)? {
        let condition = object("when") { conditions.condition(&$0) }
        let call = string("call", length: 3...20)
        let text = string("text", length: 3...20)
        let emergency = string("emergency", length: 3...20)
        let words = words("words")
        return made {
            let help = CrisisHelp(
                call: call.value, text: text.value, emergency: emergency.value, words: words.value)
            return (condition.value, help)
        }
    }

    fileprivate mutating func ruleCase(_ conditions: AnswerConditionReader) -> ScreeningRules.Case? {
        let rule = string("rule", length: 1...10)
        let name = string("case", length: 1...100)
        let condition = object("when") { conditions.condition(&$0) }
        let outcome = option("outcome", of: ScreeningOutcome.self)
        let words = words("words")
        let again = optionalObject("mayReapply") { $0.reapplicationRule() }
        if outcome.ifRead == .qualified {
            note(.defect(pointer.member("outcome"), "A rule that fires never qualifies anybody."))
        }
        if (outcome.ifRead == .notQualified) != contains("mayReapply") {
            let reason = "“mayReapply” is there exactly where the outcome is notQualified."
            note(.defect(pointer.member("mayReapply"), reason))
        }
        return made {
            .init(
                rule: rule.value, name: name.value, condition: condition.value, outcome: outcome.value,
                words: words.value, mayReapply: again.value)
        }
    }

    private mutating func reapplicationRule() -> ReapplicationRule? {
        let ways = ["after", "atAge", "when", "never"].filter { contains($0) }
        guard ways.count == 1 else {
            note(.defect(pointer, "One of after, atAge, when or never says when one may come back."))
            return nil
        }
        switch ways[0] {
        case "after": return dayCount("after").ifRead.map(ReapplicationRule.afterDays)
        case "atAge": return integer("atAge", in: 1...120).ifRead.map(ReapplicationRule.atAge)
        case "never": return words("never").ifRead.map(ReapplicationRule.never)
        default:
            if string("when", length: 1...50).ifRead != "changed" {
                note(.defect(pointer.member("when"), "Only “changed” is known here."))
            }
            return made { .whenChanged }
        }
    }
}
