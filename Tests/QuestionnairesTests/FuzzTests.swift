import Clinic
import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

/// Numbers that come again from the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// JSON with one thing in it changed: a value of another kind, a member gone, renamed or moved, an element twice.
private struct Mutation {
    var numbers: SeededNumbers
    /// Members and values seen anywhere, to put where they do not belong.
    let names: [String]
    let values: [JSONValue]

    init(seed: UInt64, from json: [JSONValue]) {
        numbers = SeededNumbers(seed: seed)
        var names: Set<String> = ["modifierExtension", "_text", "initial", ""]
        var values: [JSONValue] = [
            .null, true, "", -1, "a\u{0}b", [], [:], .string(String(repeating: "x", count: 300)),
            .number(JSONNumber("1e400") ?? JSONNumber(0)),
            .number(JSONNumber("99999999999999999999") ?? JSONNumber(0)),
        ]
        func gather(_ value: JSONValue) {
            if values.count < 400 { values.append(value) }
            for element in value.arrayValue ?? [] { gather(element) }
            for member in value.objectValue?.members ?? [] {
                names.insert(member.name)
                gather(member.value)
            }
        }
        json.forEach(gather)
        self.names = names.sorted()
        self.values = values
    }

    mutating func change(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object) where !object.isEmpty && Int.random(in: 0..<6, using: &numbers) > 0:
            var object = object
            let name = object.names.randomElement(using: &numbers) ?? ""
            let other = names.randomElement(using: &numbers) ?? ""
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0: object[name] = nil
            case 1: object[other] = object[name]
            case 2: object[other] = values.randomElement(using: &numbers)
            default: object[name] = object[name].map { change($0) }
            }
            return .object(object)
        case .array(let elements) where !elements.isEmpty && Int.random(in: 0..<6, using: &numbers) > 0:
            var elements = elements
            let index = Int.random(in: elements.indices, using: &numbers)
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            case 2: elements.swapAt(index, 0)
            default: elements[index] = change(elements[index])
            }
            return .array(elements)
        case .object, .array, .null, .bool, .number, .string:
            return values.randomElement(using: &numbers) ?? .null
        }
    }
}

/// Whatever is sent or loaded is read or refused, and never stops the program. The seed is in the failure.
@Suite struct `Broken files and answers` {
    private static var files: [JSONValue] {
        get throws {
            var folders = [questionnaires, questionnaires.appending(path: "scores")]
            if let shared = Checkout.sharedData { folders.append(shared.appending(path: "questionnaires")) }
            return try folders.flatMap { folder in
                try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
                    .map { try JSONValue(parsing: Data(contentsOf: $0)) }
            }
        }
    }

    @Test(arguments: [UInt64(20_261_126), UInt64.random(in: 0 ... .max)])
    func `a questionnaire with something changed in it is read, or each defect has its reason`(_ seed: UInt64)
        throws
    {
        let files = try Self.files
        var mutation = Mutation(seed: seed, from: files)
        let forms = files.filter {
            $0["resourceType"] == "Questionnaire" && ($0["item"]?.arrayValue?.count ?? 0) < 13
        }
        var (read, refused) = (0, 0)
        for round in 0..<500 {
            var json = forms[round % forms.count]
            for _ in 0..<Int.random(in: 1...3, using: &mutation.numbers) { json = mutation.change(json) }
            do {
                let form = try Questionnaire(loading: json)
                _ = form.initialResponse
                _ = form.read(form.initialResponse, mode: .complete)
                read += 1
            } catch {
                #expect(
                    !error.defects.isEmpty && error.defects.allSatisfy { !$0.reason.isEmpty }, "seed \(seed)")
                refused += 1
            }
        }
        #expect(read > 20 && refused > 20, "seed \(seed)")
    }

    @Test(arguments: [UInt64(20_261_126), UInt64.random(in: 0 ... .max)])
    func `answers with something changed in them are read, or named with place and question`(_ seed: UInt64)
        throws
    {
        let form = try Questionnaire(
            loading: JSONValue(parsing: Data(contentsOf: questionnaires.appending(path: "phq-9.json"))))
        let whole = try JSONValue(parsing: Self.answers.utf8)
        var object = try #require(whole.objectValue)
        object["status"] = "in-progress"
        let draft = JSONValue.object(object)
        #expect(form.read(whole, mode: .complete).0 != nil)
        var mutation = Mutation(seed: seed, from: [whole, form.json])
        var (read, refused) = (0, 0)
        for round in 0..<2000 {
            let mode: Questionnaire.ReadingMode = round % 2 == 0 ? .complete : .inProgress
            var json = mode == .complete ? whole : draft
            for _ in 0..<Int.random(in: 1...2, using: &mutation.numbers) { json = mutation.change(json) }
            let (valid, problems) = form.read(json, mode: mode)
            #expect((valid == nil) == !problems.isEmpty, "seed \(seed)")
            _ = form.progress(of: json)
            _ = form.shown(json, in: .en)
            if let valid {
                // What is kept is read again to the same.
                #expect(form.read(valid.json, mode: mode).0?.json == valid.json, "seed \(seed)")
                read += 1
            } else {
                refused += 1
            }
        }
        #expect(read > 20 && refused > 20, "seed \(seed)")
    }

    @Test func `an instrument with something changed in it is read or refused`() throws {
        let form = try Questionnaire(
            loading: JSONValue(parsing: Data(contentsOf: questionnaires.appending(path: "phq-9.json"))))
        let score = try JSONValue(
            parsing: Data(contentsOf: questionnaires.appending(path: "scores/phq-9.json")))
        var mutation = Mutation(seed: 20_261_126, from: try Self.files)
        for _ in 0..<500 {
            do {
                _ = try Instrument(loading: mutation.change(score), for: form)
            } catch {
                #expect(!error.defects.isEmpty)
            }
        }
    }

    private static let answers: String = {
        let items = [
            "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8",
        ]
        let answered = items.map {
            #"{"linkId":"\#($0)","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA6569-3"}}]}"#
        }
        let head = #""resourceType":"QuestionnaireResponse","status":"completed""#
        return
            #"{\#(head),"questionnaire":"https://lozenge.example/questionnaires/phq-9|1","item":[\#(answered.joined(separator: ","))]}"#
    }()
}
