import Clinic
import Foundation
import Questionnaires
import StrictJSON

extension EligibilityRules {
    /// Reads a file of rules and checks it against the questionnaire and its instruments.
    ///
    /// - Throws: every defect at once, naming the rule: an unknown question, option, measure or band, an outcome
    ///   without words, a case twice, a clearance that nobody may give.
    package init(loading file: SchemaFile, for form: IntakeForm) throws(SchemaFileRefusal) {
        let json = try file.json()
        var reader = JSONReader(json)
        if reader.string("rules", length: 1...50).ifRead != "eligibility" {
            reader.note(.defect(JSONPointer(tokens: ["rules"]), "These are no eligibility rules."))
        }
        let version = reader.string("version", length: 1...50)
        if let read = version.ifRead, Int(read).map({ $0 > 0 }) != true {
            reader.note(.defect(JSONPointer(tokens: ["version"]), "Versions are counted: 1, 2, 3."))
        }
        let canonical = reader.string("questionnaire", length: 1...600)
        if let named = canonical.ifRead, named != form.published.canonical {
            reader.note(
                .defect(JSONPointer(tokens: ["questionnaire"]), "The rules are for another questionnaire."))
        }
        let codes = NamedCodes(
            reader.value("codes").ifRead, at: reader.pointer.member("codes"), noting: &reader)
        let members = reader.value("measures").ifRead?.objectValue?.members ?? []
        let conditions = EligibilityConditionReader(
            form: form, codes: codes, measures: Set(members.map(\.name)))
        let measures = members.reduce(into: [String: EligibilityTerms.Measure]()) { measures, member in
            var inner = JSONReader(member.value, at: reader.pointer.member("measures").member(member.name))
            measures[member.name] = inner.measure(of: conditions)
            inner.refuseRest(of: &reader)
        }
        let medicine = reader.object("medicines") { medicines in
            let linkId = medicines.string("linkId", length: 1...255)
            let asked = medicines.string("asked", length: 1...255)
            for named in [linkId.ifRead, asked.ifRead].compactMap(\.self) {
                conditions.demandQuestion(named, noting: &medicines)
            }
            return medicines.made {
                EligibilityTerms.Medicines(linkId: linkId.value, asked: asked.value)
            }
        }
        let changes = reader.array("changes", count: 0...100) { $0.healthChange(conditions) }
        let clearanceDays = reader.integer("clearanceDays", in: 1...3650)
        let words = reader.object("outcomes") { outcomes -> [EligibilityOutcome: Words]? in
            let read = EligibilityOutcome.allCases.map { ($0, outcomes.words($0.rawValue)) }
            return outcomes.made { Dictionary(uniqueKeysWithValues: read.map { ($0.0, $0.1.value) }) }
        }
        let unknown = reader.object("unknown") { $0.unknownAnswers(codes) }
        let crisis = reader.object("crisis") { crisis in
            crisis.object("when") { conditions.condition(&$0) }.ifRead
        }
        let cases = reader.array("cases", count: 1...200) { $0.eligibilityCase(conditions) }
        var seen: Set<String> = []
        for (index, entry) in (cases.ifRead ?? []).enumerated()
        where !seen.insert("\(entry.rule) \(entry.name)").inserted {
            reader.note(.defect(JSONPointer(tokens: ["cases", "\(index)"]), "This case is there twice."))
        }
        do {
            try reader.finish()
        } catch {
            throw SchemaFileRefusal(
                file: file.name, reasons: error.problems.map { Self.reason($0, in: json) })
        }
        self.init(
            version: version.value, questionnaire: canonical.value, cases: cases.value,
            changes: changes.value, clearanceDays: clearanceDays.value,
            terms: EligibilityTerms(
                measures: measures, unknownCodes: unknown.value.codes, medicines: medicine.value),
            unknownWords: (unknown.value.patient, unknown.value.clinician), crisis: crisis.value,
            words: words.value, file: file)
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
    /// How one measure is taken.
    fileprivate mutating func measure(of conditions: EligibilityConditionReader) -> EligibilityTerms.Measure?
    {
        let ways = ["mean", "daysSince", "score", "ordinal", "count"].filter { contains($0) }
        guard ways.count == 1 else {
            note(.defect(pointer, "A measure is taken in one way."))
            return nil
        }
        switch ways[0] {
        case "mean":
            let linkIds = strings("mean", count: 1...10, length: 1...255).ifRead ?? []
            for linkId in linkIds { conditions.demandQuestion(linkId, noting: &self) }
            return .mean(linkIds)
        case "score":
            let name = string("score", length: 1...50).ifRead ?? ""
            if !conditions.form.instruments.contains(where: { $0.name == name }) {
                note(.defect(pointer, "There is no instrument “\(name)”."))
            }
            return .score(name)
        case "count":
            return object("count") { count -> EligibilityTerms.Measure? in
                let linkId = count.string("linkId", length: 1...255)
                let code = count.string("code", length: 1...100)
                guard let linkId = linkId.ifRead, let code = code.ifRead else { return nil }
                return conditions.option(code, of: linkId, noting: &count).map { .count(linkId: linkId, $0) }
            }.ifRead
        default:
            let linkId = string(ways[0], length: 1...255).ifRead ?? ""
            conditions.demandQuestion(linkId, noting: &self)
            return ways[0] == "ordinal" ? .ordinal(linkId) : .daysSince(linkId)
        }
    }

    /// Passes on what was wrong here to the reader of the whole.
    fileprivate mutating func refuseRest(of whole: inout JSONReader) {
        do throws(JSONProblems) {
            try finish()
        } catch {
            for problem in error.problems { whole.note(problem) }
        }
    }

    fileprivate mutating func unknownAnswers(
        _ codes: NamedCodes
    ) -> (codes: [Coding], patient: Words, clinician: Words)? {
        let names = strings("codes", count: 1...20, length: 1...100)
        let patient = words("words")
        let clinician = words("clinician")
        let codings = (names.ifRead ?? []).compactMap { codes.coding($0, at: pointer, noting: &self) }
        return made { (codings, patient.value, clinician.value) }
    }

    fileprivate mutating func eligibilityCase(
        _ conditions: EligibilityConditionReader
    ) -> EligibilityRules.Case? {
        let rule = string("rule", length: 1...10)
        let name = string("case", length: 1...100)
        let condition = object("when") { conditions.condition(&$0) }
        let outcome = option("outcome", of: FindingOutcome.self)
        let specialties =
            contains("specialties") ? strings("specialties", count: 1...10, length: 1...50) : nil
        let flag = optionalInteger("flag", in: 1...3)
        let flagInTreatment = optionalInteger("flagInTreatment", in: 1...2)
        let waitlist = optionalBoolean("offersWaitlist")
        let patient = words("words")
        let clinician = words("clinician")
        if let outcome = outcome.ifRead, (outcome == .clearance) != (specialties != nil) {
            note(.defect(pointer, "“specialties” is there exactly where the outcome is clearance."))
        }
        return made {
            .init(
                rule: rule.value, name: name.value, condition: condition.value, outcome: outcome.value,
                specialties: specialties?.value ?? [], flag: flag.value,
                flagInTreatment: flagInTreatment.value,
                offersWaitlist: waitlist.value ?? false,
                words: patient.value, clinician: clinician.value)
        }
    }

    fileprivate mutating func healthChange(
        _ conditions: EligibilityConditionReader
    ) -> HealthChangeKind? {
        let change = string("change", length: 1...50)
        let words = words("words")
        let linkId = optionalString("linkId", length: 1...255)
        let code = optionalString("code", length: 1...100)
        let within = optionalInteger("withinDays", in: 1...366)
        var answer: HealthChangeKind.Answer?
        if let linkId = linkId.ifRead ?? nil, let code = code.ifRead ?? nil,
            let coding = conditions.option(code, of: linkId, noting: &self)
        {
            answer = .init(
                linkId: linkId, coding: coding,
                isOneOfSeveral: conditions.form.questionnaire.item(linkId)?.repeats == true)
        }
        return made {
            HealthChangeKind(
                code: change.value, answer: answer, withinDays: within.value, words: words.value)
        }
    }
}
