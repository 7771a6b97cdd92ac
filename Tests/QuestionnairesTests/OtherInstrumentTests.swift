import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

/// A published instrument with answers chosen by what they count.
private struct Answered {
    let published: PublishedQuestionnaire
    let instrument: Instrument

    init(_ slug: String) throws {
        let library = try QuestionnaireLibrary(folder: questionnaires)
        published = try #require(library[slug: slug])
        instrument = try #require(published.instrument)
    }

    /// - Parameters:
    ///   - values: what each item's answer counts; `nil` for none.
    ///   - codes: answers by code, to items of which it does not matter what they count.
    func read(
        _ values: [Int?], codes: [String: String] = [:], total: Int? = nil,
        mode: Questionnaire.ReadingMode = .complete
    ) throws -> (ValidResponse?, [JSONProblem]) {
        var chosen = codes.compactMapValues { $0 }
        var entries: [JSONValue] = []
        for (linkId, value) in zip(instrument.items, values) {
            guard let value else { continue }
            let options = published.questionnaire.item(linkId)?.options ?? []
            let option = try #require(options.first { $0.ordinal == Decimal(value) })
            entries.append(["linkId": .string(linkId), "answer": [["valueCoding": option.value.json]]])
            chosen[linkId] = nil
        }
        for (linkId, code) in chosen {
            let options = published.questionnaire.item(linkId)?.options ?? []
            let option = try #require(options.first { $0.value.json["code"] == .string(code) })
            entries.append(["linkId": .string(linkId), "answer": [["valueCoding": option.value.json]]])
        }
        if let total, let item = instrument.totalItem {
            entries.append([
                "linkId": .string(item), "answer": [["valueDecimal": .number(JSONNumber(total))]],
            ])
        }
        return published.read(
            [
                "resourceType": "QuestionnaireResponse", "questionnaire": .string(published.canonical),
                "status": mode == .complete ? "completed" : "in-progress", "item": .array(entries),
            ], mode: mode)
    }

    func score(_ values: [Int?], codes: [String: String] = [:]) throws -> Score {
        let (valid, problems) = try read(values, codes: codes)
        #expect(problems.map { "\($0.pointer) \($0.code)" } == [])
        return try instrument.score(try #require(valid))
    }
}

@Suite struct `The other instruments` {
    @Test(arguments: [(0, "below"), (30, "below"), (31, "provisionalPTSD"), (80, "provisionalPTSD")])
    func `PCL-5 is provisional PTSD from 31 on`(_ total: Int, _ band: String) throws {
        let pcl = try Answered("pcl-5")
        #expect(pcl.instrument.items.count == 20)
        let values = (0..<20).map { min(4, max(0, total - 4 * $0)) }
        #expect(try pcl.score(values) == Score(instrument: "pcl-5", total: total, band: band))
    }

    @Test(
        arguments: [
            (2, "male", "negative"), (3, "male", "negative"), (4, "male", "positive"),
            (2, "female", "negative"),
            (3, "female", "positive"), (3, "other", "positive"), (3, nil, "positive"), (2, nil, "negative"),
            (12, "male", "positive"),
        ] as [(Int, String?, String)])
    func `AUDIT-C is positive from 4 for men, from 3 for everybody else, whose sex is unknown too`(
        _ total: Int, _ sex: String?, _ band: String
    ) throws {
        let audit = try Answered("audit-c")
        let values = [min(4, total), min(4, max(0, total - 4)), min(4, max(0, total - 8))]
        let score = try audit.score(values, codes: sex.map { ["76689-9": $0] } ?? [:])
        #expect(score == Score(instrument: "audit-c", total: total, band: band))
    }

    @Test func `whoever never drinks is not asked how much, and has 0`() throws {
        let audit = try Answered("audit-c")
        #expect(try audit.score([0, nil, nil]).total == 0)
        #expect(try audit.read([0, 1, nil]).1.map(\.code) == ["notAsked"])
        #expect(try audit.read([1, nil, 0]).1.map(\.subject) == ["68519-8"])
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, nil], "negative", []), ([1, 0, 0, 0, 0], "positive", []),
            ([0, 0, 0, 1, 0], "positive", []),
            ([1, 1, 1, 1, 1], "positive", []), ([1, 0, 0, 0, 6], "acute", ["rightNow"]),
            ([1, 1, 1, 1, 6], "acute", ["rightNow"]),
        ] as [([Int?], String, [String])])
    func `ASQ is acute by a yes to right now alone`(_ values: [Int?], _ band: String, _ flags: [String])
        throws
    {
        let asq = try Answered("asq")
        let valid = try #require(try asq.read(values).0)
        #expect(try asq.instrument.score(valid).band == band)
        #expect(asq.instrument.redFlags(in: valid).map(\.code) == flags)
    }

    @Test func `a refusal to answer ASQ is positive`() throws {
        let asq = try Answered("asq")
        let valid = try asq.read([nil, 0, 0, 0, 0], codes: ["asq-1": "no-answer"]).0
        #expect(try asq.instrument.score(try #require(valid)).band == "positive")
    }

    @Test(arguments: [("pcl-5", "pcl5-7"), ("audit-c", "68520-6")])
    func `a refused item gives no score and is named`(_ slug: String, _ item: String) throws {
        let answered = try Answered(slug)
        let values = answered.instrument.items.map { $0 == item ? nil : 1 }
        let valid = try #require(try answered.read(values, codes: [item: "asked-declined"]).0)
        #expect(throws: ScoreRefusal.missing([item])) { try answered.instrument.score(valid) }
    }

    @Test(arguments: ["phq-9", "gad-7", "pcl-5", "audit-c"])
    func `a total that was sent must be right`(_ slug: String) throws {
        let answered = try Answered(slug)
        let ones = answered.instrument.items.map { _ in 1 as Int? }
        #expect(try answered.read(ones, total: ones.count).1 == [])
        for wrong in [ones.count - 1, ones.count + 1, 0] {
            #expect(try answered.read(ones, total: wrong).1.map(\.code) == ["totalDiffers"])
        }
    }

    @Test func `PHQ-9's last item is told with and without a score`() throws {
        let phq = try Answered("phq-9")
        let silent = try #require(try phq.read([3, 3, 3, 3, 3, 3, 3, 3, 0]).0)
        #expect(phq.instrument.redFlags(in: silent) == [])
        for value in 1...3 {
            let scored = try #require(try phq.read([0, 0, 0, 0, 0, 0, 0, 0, value]).0)
            #expect(phq.instrument.redFlags(in: scored).map(\.code) == ["selfHarm"])
            let unscored = try #require(
                try phq.read([0, nil, 0, 0, 0, 0, 0, 0, value], mode: .inProgress).0)
            #expect(throws: ScoreRefusal.missing(["44255-8"])) { try phq.instrument.score(unscored) }
            #expect(phq.instrument.redFlags(in: unscored).map(\.linkId) == ["44260-8"])
        }
    }

    @Test(arguments: [
        ("phq-9", "44249-1", "44261-6"), ("gad-7", "69737-5", "70274-6"), ("pcl-5", "101697-1", "101698-9"),
        ("audit-c", "72109-2", "75626-2"),
    ])
    func `panels and totals have their LOINC codes`(_ slug: String, _ panel: String, _ total: String) throws {
        let instrument = try Answered(slug).instrument
        #expect(instrument.panelCode == Coding(system: "http://loinc.org", code: panel))
        #expect(instrument.totalCode == Coding(system: "http://loinc.org", code: total))
    }

    /// Over random answers: the total is the sum and its band the right one; one item less gives no score, and names it.
    @Test(
        arguments: ["phq-9", "gad-7", "pcl-5", "audit-c", "asq"], [UInt64(7), UInt64.random(in: 0 ... .max)])
    func `a score is the sum of all items or none`(_ slug: String, _ seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let answered = try Answered(slug)
        let instrument = answered.instrument
        for _ in 0..<40 {
            var values: [Int?] = instrument.items.map { linkId in
                let weights =
                    answered.published.questionnaire.item(linkId)?.options.compactMap(\.ordinal) ?? []
                return weights.randomElement(using: &numbers).map { NSDecimalNumber(decimal: $0).intValue }
            }
            if slug == "audit-c", values[0] == 0 { values = [0, nil, nil] }
            if slug == "asq", values.prefix(4).allSatisfy({ $0 == 0 }) { values[4] = nil }
            let sum = values.compactMap(\.self).reduce(0, +)
            let score = try answered.score(values)
            #expect(score.total == sum, "seed \(seed)")
            #expect(score.band == instrument.bands.last { $0.from <= sum }?.code, "seed \(seed)")
            let given = values.indices.filter { values[$0] != nil }
            guard slug != "audit-c", slug != "asq", let gone = given.randomElement(using: &numbers) else {
                continue
            }
            values[gone] = nil
            let valid = try #require(try answered.read(values, mode: .inProgress).0)
            #expect(throws: ScoreRefusal.missing([instrument.items[gone]]), "seed \(seed)") {
                try instrument.score(valid)
            }
        }
    }
}
