import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

private let library = try? QuestionnaireLibrary(folder: questionnaires)
private let frequencies = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]

/// Answers to an instrument's items: 0 to 3, `nil` for none.
private func answers(_ slug: String, _ values: [Int?], total: String? = nil, status: String = "completed")
    throws -> JSONValue
{
    let published = try #require(library?[slug: slug])
    let instrument = try #require(published.instrument)
    var items = zip(instrument.items, values).compactMap { item, value in
        value.map {
            #"{"linkId":"\#(item)","answer":[{"valueCoding":{"system":"http://loinc.org","code":"\#(frequencies[$0])"}}]}"#
        }
    }
    if let total {
        items.append(#"{"linkId":"\#(instrument.totalItem ?? "")","answer":[{"valueDecimal":\#(total)}]}"#)
    }
    return try response(
        items.joined(separator: ","), status: status, root: #","questionnaire":"\#(published.canonical)""#)
}

/// Values of 0 to 3 that add up to `sum`.
private func values(_ count: Int, summingTo sum: Int) -> [Int] {
    (0..<count).map { min(3, max(0, sum - 3 * $0)) }
}

@Suite struct `Scoring` {
    @Test(arguments: [
        ("phq-9", 0, "none"), ("phq-9", 4, "none"), ("phq-9", 5, "mild"), ("phq-9", 9, "mild"),
        ("phq-9", 10, "moderate"),
        ("phq-9", 14, "moderate"), ("phq-9", 15, "moderatelySevere"), ("phq-9", 19, "moderatelySevere"),
        ("phq-9", 20, "severe"), ("phq-9", 27, "severe"), ("gad-7", 0, "none"), ("gad-7", 4, "none"),
        ("gad-7", 5, "mild"),
        ("gad-7", 9, "mild"), ("gad-7", 10, "moderate"), ("gad-7", 14, "moderate"), ("gad-7", 15, "severe"),
        ("gad-7", 21, "severe"),
    ])
    func `bands begin where they should`(_ slug: String, _ total: Int, _ band: String) throws {
        let published = try #require(library?[slug: slug])
        let instrument = try #require(published.instrument)
        let sent = try answers(slug, values(instrument.items.count, summingTo: total))
        let valid = try #require(published.read(sent, mode: .complete).0)
        #expect(try instrument.score(valid) == Score(instrument: slug, total: total, band: band))
    }

    @Test func `a missing item gives no score and says which it is`() throws {
        let published = try #require(library?[slug: "phq-9"])
        let sent = try answers("phq-9", [0, 1, nil, 1, 1, 1, 1, 1, nil], status: "in-progress")
        let valid = try #require(published.read(sent, mode: .inProgress).0)
        #expect(throws: ScoreRefusal.missing(["44259-0", "44260-8"])) {
            try published.instrument?.score(valid)
        }
        // Complete, the questionnaire itself asks for it.
        let problems = published.read(try answers("phq-9", [0, 1, nil, 1, 1, 1, 1, 1, 0]), mode: .complete).1
        #expect(problems.map(\.subject) == ["44259-0"])
    }

    @Test(arguments: [("12", true), ("12.0", true), ("11", false), ("13", false)])
    func `a total that was sent must be right`(_ total: String, _ isRight: Bool) throws {
        let published = try #require(library?[slug: "phq-9"])
        let (valid, problems) = published.read(
            try answers("phq-9", values(9, summingTo: 12), total: total), mode: .complete)
        #expect((valid != nil) == isRight)
        #expect(
            problems.map { "\($0.pointer) \($0.code)" } == (isRight ? [] : ["/item/9/answer/0 totalDiffers"]))
    }

    @Test func `a total without its items is refused`() throws {
        let published = try #require(library?[slug: "phq-9"])
        let sent = try answers("phq-9", [1, nil, 1, 1, 1, 1, 1, 1, 1], total: "8", status: "in-progress")
        #expect(published.read(sent, mode: .inProgress).1.map(\.code) == ["totalDiffers"])
    }

    @Test func `how hard it makes life is asked only where something is answered above 0`() throws {
        let published = try #require(library?[slug: "phq-9"])
        let none = try #require(
            published.read(try answers("phq-9", values(9, summingTo: 0)), mode: .complete).0)
        let some = try #require(
            published.read(try answers("phq-9", values(9, summingTo: 1)), mode: .complete).0)
        #expect(!none.isAsked("69722-7"))
        #expect(some.isAsked("69722-7"))
    }

    /// NHANES 2013-2014: the bands that the data's README counts, and no score where an answer is 7 or 9.
    @Test(.enabled(if: Checkout.sharedData != nil))
    func `3,755 real respondents fall into the bands that were counted`() throws {
        let published = try #require(library?[slug: "phq-9"])
        let instrument = try #require(published.instrument)
        let data = try #require(Checkout.sharedData).appending(path: "nhanes-intake.csv")
        let lines = try String(contentsOf: data, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let first = try #require(lines.first?.firstIndex(of: "phq9_1"))
        var bands: [String: Int] = [:]
        for line in lines.dropFirst() {
            let given = line[first..<first + 9].map { Int($0).flatMap { (0...3).contains($0) ? $0 : nil } }
            let sent = try answers("phq-9", given, status: "in-progress")
            let valid = try #require(published.read(sent, mode: .inProgress).0)
            do {
                bands[try instrument.score(valid).band, default: 0] += 1
            } catch {
                bands["no score", default: 0] += 1
            }
        }
        #expect(
            bands == [
                "none": 2792, "mild": 577, "moderate": 230, "moderatelySevere": 103, "severe": 39,
                "no score": 14,
            ])
    }
}

@Suite struct `Loading an instrument` {
    private func refusal(_ change: (inout JSONObject) -> Void) throws -> String {
        let published = try #require(library?[slug: "gad-7"])
        let file = questionnaires.appending(path: "scores/gad-7.json")
        var object = try #require(try JSONValue(parsing: Data(contentsOf: file)).objectValue)
        change(&object)
        let refusal = #expect(throws: QuestionnaireRefusal.self) {
            try Instrument(loading: .object(object), for: published.questionnaire)
        }
        return refusal?.description ?? ""
    }

    @Test func `what does not add up is refused`() throws {
        #expect(try refusal { $0["questionnaire"] = "https://other|1" }.contains("another questionnaire"))
        #expect(try refusal { $0["items"] = ["69725-0", "x"] }.contains("item x"))
        #expect(try refusal { $0["items"] = ["stem"] }.contains("item stem"))
        #expect(try refusal { $0["highest"] = 20 }.contains("add up to 21"))
        #expect(try refusal { $0["bands"] = [["from": 1, "code": "a"]] }.contains("begin at 0"))
        #expect(
            try refusal {
                $0["bands"] = [
                    ["from": 0, "code": "a"], ["from": 5, "code": "b"], ["from": 5, "code": "c"],
                ]
            }
            .contains("rise"))
        #expect(try refusal { $0["total"] = ["linkId": "x", "code": "y"] }.contains("no such item"))
        #expect(try refusal { $0["cutoff"] = 3 }.contains("no field of this name"))
        #expect(
            try refusal { $0["redFlags"] = [["linkId": "x", "from": 1, "code": "c"]] }.contains("not counted")
        )
        let male: JSONValue = ["linkId": "stem", "code": "male", "bands": [["from": 0, "code": "a"]]]
        #expect(try refusal { $0["otherwise"] = male }.contains("“stem” has no option “male”"))
    }
}
