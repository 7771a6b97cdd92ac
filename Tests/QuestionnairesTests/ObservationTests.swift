import Clinic
import Clocks
import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

@Suite struct `Scores as FHIR observations` {
    private static let moment = Instant(rfc3339: "2026-11-26T08:00:00Z") ?? Instant(microsecondsSince1970: 0)
    private let occasion = Instrument.Occasion(
        response: "0193aa00-0000-7000-8000-000000000001", subject: "Patient/pt-1", moment: .instant(moment))

    private func published(_ slug: String) throws -> (Questionnaire, Instrument) {
        let found = try #require(try QuestionnaireLibrary(folder: questionnaires)[slug: slug])
        return (found.questionnaire, try #require(found.instrument))
    }

    /// PHQ-9 with these LOINC answers, in order.
    private func phq9(_ codes: [String?]) throws -> (ValidResponse, Questionnaire, Instrument) {
        let (form, instrument) = try published("phq-9")
        let items = zip(instrument.items, codes).compactMap { item, code in
            code.map {
                #"{"linkId":"\#(item)","answer":[{"valueCoding":{"system":"http://loinc.org","code":"\#($0)"}}]}"#
            }
        }
        let sent = try response(
            items.joined(separator: ","), status: "in-progress",
            root: #","questionnaire":"\#(form.canonical ?? "")""#)
        return (try #require(form.read(sent, mode: .inProgress).0), form, instrument)
    }

    @Test func `a panel holds the total and each item`() throws {
        let (answers, form, instrument) = try phq9(Array(repeating: "LA6569-3", count: 9))
        let all = instrument.observations(of: answers, to: form, on: occasion)
        #expect(all.map(\.code.code) == ["44249-1", "44261-6"] + instrument.items)
        #expect(all[0].value == .members)
        #expect(all[0].members == all.dropFirst().map { "Observation/\($0.id ?? "")" })
        #expect(all[1].value == .total(9))
        #expect(all[1].band == "mild")
        #expect(
            all[2].value
                == .answer(Coding(system: "http://loinc.org", code: "LA6569-3"), words: "Several days"))
        #expect(all.allSatisfy { $0.derivedFrom == ["QuestionnaireResponse/\(occasion.response)"] })
        let ids = all.compactMap(\.id)
        #expect(Set(ids).count == 11 && ids.allSatisfy { $0.count <= 64 })
        #expect(instrument.score(from: all[1]) == Score(instrument: "phq-9", total: 9, band: "mild"))
        #expect(instrument.score(from: all[2]) == nil)
    }

    @Test func `a total is written as charts read it`() throws {
        let (answers, form, instrument) = try phq9(Array(repeating: "LA6570-1", count: 9))
        let total = instrument.observations(of: answers, to: form, on: occasion)[1]
        #expect(
            total.json.text
                == #"{"resourceType":"Observation","id":"0193aa00-0000-7000-8000-000000000001-phq-9-total","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"44261-6"}],"text":"PHQ-9 total score"},"subject":{"reference":"Patient/pt-1"},"effectiveDateTime":"2026-11-26T08:00:00Z","valueInteger":18,"interpretation":[{"coding":[{"system":"https://lozenge.example/codes/band","code":"moderatelySevere"}]}],"derivedFrom":[{"reference":"QuestionnaireResponse/0193aa00-0000-7000-8000-000000000001"}]}"#
        )
    }

    @Test func `without a score it says why, and never 0`() throws {
        let (answers, form, instrument) = try phq9(
            ["LA6568-5", nil] + Array(repeating: "LA6568-5", count: 7))
        let all = instrument.observations(of: answers, to: form, on: occasion)
        #expect(all[1].value == .absent(reason: "unknown", words: "No score without 44255-8."))
        #expect(all[1].json["valueInteger"] == nil)
        #expect(all[1].json["dataAbsentReason"]?["coding"]?.arrayValue?.first?["code"] == "unknown")
        #expect(all[3].value == .absent(reason: "unknown", words: nil))
        let (audit, score) = try published("audit-c")
        let declined = try response(
            #"{"linkId":"68518-0","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"asked-declined"}}]}"#,
            status: "in-progress", root: #","questionnaire":"\#(audit.canonical ?? "")""#)
        let refused = try #require(audit.read(declined, mode: .inProgress).0)
        let observed = score.observations(of: refused, to: audit, on: occasion)
        #expect(
            observed.first { $0.code.code == "68518-0" }?.value
                == .absent(reason: "asked-declined", words: nil))
        #expect(
            observed[1].value
                == .absent(reason: "unknown", words: "No score without 68518-0, 68519-8, 68520-6."))
    }

    @Test(
        arguments: ["phq-9", "gad-7", "pcl-5", "audit-c", "asq"], [UInt64(11), UInt64.random(in: 0 ... .max)])
    func `what is written is read again to the same`(_ slug: String, _ seed: UInt64) throws {
        let (form, instrument) = try published(slug)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<20 {
            let items = instrument.items.compactMap { linkId -> String? in
                let options = form.item(linkId)?.options ?? []
                guard Int.random(in: 0..<12, using: &numbers) > 0,
                    let option = options.randomElement(using: &numbers)
                else { return nil }
                return #"{"linkId":"\#(linkId)","answer":[{"valueCoding":\#(option.value.json.text)}]}"#
            }
            let sent = try response(
                items.joined(separator: ","), status: "in-progress",
                root: #","questionnaire":"\#(form.canonical ?? "")""#)
            let answers = try #require(form.read(sent, mode: .inProgress).0)
            for observation in instrument.observations(of: answers, to: form, on: occasion) {
                let again = try ScoreObservation(reading: JSONValue(parsing: observation.json.bytes))
                #expect(again == observation, "seed \(seed)")
            }
        }
    }

    @Test(.enabled(if: Checkout.sharedData != nil))
    func `HL7's example of a total is read, though its number is a text`() throws {
        let file = try #require(Checkout.sharedData)
            .appending(path: "questionnaires/Observation-PHQ9-item-example-44261-6.json")
        let json = try JSONValue(parsing: Data(contentsOf: file))
        let total = try ScoreObservation(reading: json)
        #expect(total.code == Coding(system: "http://loinc.org", code: "44261-6"))
        #expect(total.subject == "Patient/example")
        #expect(total.effective == .instant(try #require(Instant(rfc3339: "2022-11-29T20:50:32.718Z"))))
        #expect(total.derivedFrom == ["QuestionnaireResponse/phq-9-example"])
        let (_, instrument) = try published("phq-9")
        #expect(instrument.score(from: total) == Score(instrument: "phq-9", total: 12, band: "moderate"))
        // Ours has every member that HL7's has, but for who performed it and the profile's second category.
        let (answers, form, _) = try phq9(Array(repeating: "LA6569-3", count: 9))
        let own = instrument.observations(of: answers, to: form, on: occasion)[1].json
        let names = { (json: JSONValue) in Set(json.objectValue?.names ?? []) }
        #expect(names(json).subtracting(names(own)) == ["meta", "performer", "valueString"])
        let survey = { (json: JSONValue) in json["category"]?.arrayValue?.first?["coding"]?.arrayValue?.first
        }
        #expect(survey(json)?["code"] == survey(own)?["code"])
        #expect(survey(json)?["system"] == survey(own)?["system"])
    }

    @Test(arguments: [
        (#""valueQuantity":{"value":12,"unit":"{score}"}"#, 12), (#""valueQuantity":{"value":12.0}"#, 12),
        (#""valueString":"12""#, 12), (#""valueInteger":0"#, 0),
    ])
    func `totals of other programs are read`(_ value: String, _ total: Int) throws {
        #expect(try ScoreObservation(reading: Self.observation(value)).value == .total(total))
    }

    @Test(arguments: [
        (#""valueInteger":-1"#, "/valueInteger outOfRange"),
        (#""valueString":"twelve""#, "/valueString badFormat"),
        (#""valueQuantity":{"value":12.5}"#, "/valueQuantity/value badFormat"),
        (#""valueInteger":1,"valueString":"1""#, " tooMany"),
        (#""valueBoolean":true"#, "/valueBoolean unknownField"),
        (#""modifierExtension":[]"#, "/modifierExtension unknownField"),
    ])
    func `what is no total is refused`(_ value: String, _ problem: String) throws {
        let refusal = #expect(throws: JSONProblems.self) {
            try ScoreObservation(reading: Self.observation(value))
        }
        #expect(refusal?.problems.map { "\($0.pointer) \($0.code)" }.contains(problem) == true)
    }

    @Test(arguments: [
        ("status", "/status missing"), ("code", "/code missing"), ("subject", "/subject missing"),
        ("effectiveDateTime", "/effectiveDateTime missing"), ("resourceType", "/resourceType missing"),
    ])
    func `what every observation has must be there`(_ name: String, _ problem: String) throws {
        var object = try #require(try Self.observation(#""valueInteger":1"#).objectValue)
        object[name] = nil
        let refusal = #expect(throws: JSONProblems.self) { try ScoreObservation(reading: .object(object)) }
        #expect(refusal?.problems.map { "\($0.pointer) \($0.code)" } == [problem])
    }

    @Test func `what should never have been there, or is beyond the instrument, is no score`() throws {
        let (_, instrument) = try published("phq-9")
        var observation = try ScoreObservation(reading: Self.observation(#""valueInteger":27"#))
        #expect(instrument.score(from: observation)?.band == "severe")
        observation.status = .enteredInError
        #expect(instrument.score(from: observation) == nil)
        observation.status = .amended
        observation.value = .total(28)
        #expect(instrument.score(from: observation) == nil)
    }

    private static func observation(_ value: String) throws -> JSONValue {
        try json(
            #"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:own","code":"x"},{"system":"http://loinc.org","code":"44261-6"}]},
             "subject":{"reference":"Patient/1"},"effectiveDateTime":"2026-11-26",\#(value)}
            """#)
    }
}

@Suite struct `Answers as a whole resource` {
    @Test func `are read again to the same, and say everything in words`() throws {
        let form = try form(
            #"""
            {"linkId":"g","type":"group","text":"Group","item":[
              {"linkId":"b","type":"boolean","text":"Yes or no?","item":[{"linkId":"why","type":"string","text":"Why?"}]}]},
            {"linkId":"c","type":"choice","text":"Which?","answerOption":[{"valueCoding":{"system":"s","code":"x","display":"Ex"}}]}
            """#, root: #","url":"https://q/a","version":"2""#)
        let sent = try response(
            #"""
            {"linkId":"g","item":[{"linkId":"b","answer":[{"valueBoolean":true,"item":[{"linkId":"why","answer":[{"valueString":"so"}]}]}]}]},
            \#(chosen("c", "x"))
            """#, root: #","questionnaire":"https://q/a|2""#)
        let answers = try #require(form.read(sent, mode: .complete).0)
        let authored = try #require(Instant(rfc3339: "2026-11-26T08:00:00Z"))
        let resource = form.resource(of: answers, id: "r1", subject: "Patient/1", authored: authored, in: .en)
        #expect(
            resource.text
                == #"{"resourceType":"QuestionnaireResponse","id":"r1","questionnaire":"https://q/a|2","status":"completed","subject":{"reference":"Patient/1"},"authored":"2026-11-26T08:00:00Z","item":[{"linkId":"g","text":"Group","item":[{"linkId":"b","text":"Yes or no?","answer":[{"valueBoolean":true,"item":[{"linkId":"why","text":"Why?","answer":[{"valueString":"so"}]}]}]}]},{"linkId":"c","text":"Which?","answer":[{"valueCoding":{"system":"s","code":"x","display":"Ex"}}]}]}"#
        )
        #expect(form.read(resource, mode: .complete).0?.json == answers.json)
    }
}
