import AnswerFiles
import CareSupport
import Clinic
import Foundation
import Intakes
import Medications
import Questionnaires
import StrictJSON
import Support
import Testing

/// What a file of intakes is judged with in these tests.
private struct Bulk {
    let form: IntakeForm
    let judge: IntakeJudge
    let mapping: AnswerMapping

    init() throws {
        let schema = Checkout.folder.appending(path: "Schema")
        let library = try QuestionnaireLibrary(folder: schema.appending(path: "questionnaires"))
        form = try IntakeForm(
            try #require(library[slug: "intake"]),
            scores: schema.appending(path: "questionnaires/scores/intake"))
        let rules = try EligibilityRules(
            loading: SchemaFile(reading: schema.appending(path: "screening/eligibility-1.json")), for: form)
        let medications = try MedicationMap(
            json: Data(contentsOf: schema.appending(path: "protocols/medication-classes.json")))
        judge = IntakeJudge(
            form: form, rules: rules, medications: medications, library: library,
            today: try #require(LocalDate("2026-11-21")))
        mapping = try AnswerMapping(json: Data(contentsOf: schema.appending(path: "mappings/nhanes.json")))
    }

    static let head = """
        seqn,age_years,sex,pregnant,phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9,phq9_difficulty,\
        systolic_mmHg,diastolic_mmHg,pulse_bpm,pulse_regular,weight_kg,height_cm,takes_prescription,medications,\
        medication_reasons_icd10,unnamed_medications,alcohol_12_drinks_in_a_year,alcohol_days,alcohol_days_per,\
        alcohol_drinks_per_day,alcohol_ever_4_or_5_daily,smoked_100_cigarettes,smokes_now,sleep_hours,\
        told_doctor_trouble_sleeping,told_by_doctor_sleep_disorder,general_health
        """

    func lines(_ text: String, by mapping: AnswerMapping? = nil) throws -> [JudgedLine] {
        try lines(Array(text.utf8), by: mapping)
    }

    func lines(_ bytes: [UInt8], by mapping: AnswerMapping? = nil) throws -> [JudgedLine] {
        var rest = bytes
        var records = RecordReader(.delimited) {
            defer { rest = [] }
            return rest
        }
        let head = try DelimitedFile.head(records.next())
        let rows = try IntakeRowJudge(judge, head: head, mapping: mapping ?? self.mapping)
        return records.map { rows.judge($0) }
    }

    func response(_ text: String) throws -> JudgedLine {
        var rest = Array(text.utf8)
        var records = RecordReader(.lines) {
            defer { rest = [] }
            return rest
        }
        let record = records.next()
        return judge.judge(response: try #require(record))
    }
}

private let bulk = Result { try Bulk() }

@Suite struct `A row of a file of intakes` {
    /// A man of 40 with a PHQ-9 of 12 whom no rule minds, with some cells changed.
    private func row(_ changes: [String: String] = [:]) throws -> JudgedLine {
        var cells = [
            "seqn": "73557", "age_years": "40", "sex": "male", "systolic_mmHg": "118", "diastolic_mmHg": "76",
            "pulse_bpm": "70", "pulse_regular": "yes", "weight_kg": "80.5", "height_cm": "178.1",
            "takes_prescription": "no", "unnamed_medications": "0", "alcohol_12_drinks_in_a_year": "no",
        ]
        for item in 1...9 { cells["phq9_\(item)"] = item <= 6 ? "2" : "0" }
        cells.merge(changes) { $1 }
        let names = Bulk.head.split(separator: ",").map(String.init)
        let text = names.map { cells[$0] ?? "" }.joined(separator: ",")
        return try #require(try bulk.get().lines(Bulk.head + "\n" + text + "\n").first)
    }

    @Test func `that is whole is complete, with its scores, and with nothing that nobody answered`() throws {
        let line = try row()
        #expect(line.status == .complete, "\(line.problems)")
        #expect((line.number, line.ref) == (1, "73557"))
        #expect(line.outcome == .eligible, "\(line.rules)")
        #expect(line.rules == [])
        #expect(
            line.json.text.hasPrefix(
                #"{"line":1,"ref":"73557","status":"complete","problems":[],"scores":{"phq9":{"total":12,"#
                    + #""band":"moderate"},"gad7":null,"pcl5":null,"auditC":{"total":0,"band":"negative"},"asq":null},"#
                    + #""medications":[],"eligibility":{"outcome":"eligible","rules":[]}}"#),
            "\(line.json.text)")
    }

    @Test(arguments: [
        (["phq9_3": "7"], "incomplete", "phq9_3 refused", nil as Int?, "E18"),
        (["phq9_9": "9"], "incomplete", "phq9_9 refused", nil, "E15 E16 E18"),
        (["phq9_2": ""], "incomplete", "phq9_2 missing", nil, "E18"),
        (["phq9_2": "5"], "invalid", "phq9_2 notAnOption", nil, "E18"),
        (["phq9_2": "x"], "invalid", "phq9_2 wrongType", nil, "E18"),
        (["phq9_9": "1"], "complete", "", 13, "E15 E16"),
        (["sex": "female"], "incomplete", "pregnant missing", 12, "E3"),
        (["sex": "female", "pregnant": "yes"], "complete", "", 12, "E3"),
        (["sex": "female", "pregnant": "unknown"], "incomplete", "pregnant notKnown", 12, "E3"),
        (["sex": "female", "age_years": "61"], "complete", "", 12, ""),
        (["age_years": "17"], "complete", "", 12, "E1"),
        (["age_years": ""], "complete", "", 12, "E1"),
        (
            ["systolic_mmHg": "", "diastolic_mmHg": "", "pulse_bpm": ""], "complete", "", 12, "E8"
        ),
        (["diastolic_mmHg": "", "systolic_mmHg": "171"], "incomplete", "systolic_mmHg missing", 12, "E6 E8"),
        (["systolic_mmHg": "161"], "complete", "", 12, "E6"),
        (["systolic_mmHg": "999"], "invalid", "systolic_mmHg outOfRange", 12, "E6 E7 E8"),
        (["medications": "LISINOPRIL", "takes_prescription": "yes"], "complete", "", 12, "E7"),
        (
            ["takes_prescription": "refused"], "incomplete", "medications missing", 12,
            "E7 E11 E12 E19 E20 E22"
        ),
        (["takes_prescription": "yes", "unnamed_medications": "1"], "complete", "", 12, "E19"),
        (["medications": "ZZYVOQUEL", "takes_prescription": "yes"], "complete", "", 12, "E19"),
    ])
    func `says what is missing or wrong by its column, and what the rules make of the rest`(
        changes: [String: String], status: String, problem: String, phq9: Int?, rules: String
    ) throws {
        let line = try row(changes)
        #expect(line.status.rawValue == status, "\(line.problems)")
        #expect(line.scores["phq9"]?.total == phq9)
        #expect(line.rules.joined(separator: " ") == rules)
        let problems = line.problems.map { "\($0.path) \($0.code)" }
        if problem.isEmpty {
            #expect(problems == [])
        } else {
            #expect(problems.contains(problem), "\(problems)")
        }
        if status == "invalid" { #expect(line.outcome == .incomplete || line.outcome == .ineligible) }
    }

    @Test func `that is no row is invalid, and the others are judged all the same`() throws {
        let good = "1,40,male,,2,2,2,2,2,2,0,0,0,,118,76,70,yes,80,178,no,,,0,no,,,,,,,,,,"
        let text =
            "\u{FEFF}" + Bulk.head + "\r\n" + good + "\r\n2,40\r\n\r\n\"3\",40,male,\"open\n"
            + good.replacing("1,40", with: "4,40") + "\n"
        var bytes = Array(text.utf8)
        bytes += [0x35, 0x2C, 0xFF, 0xFE, 0x0A, 0x00, 0x2C, 0x0A] + Array(good.utf8)
        let lines = try bulk.get().lines(bytes)
        #expect(lines.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
        #expect(
            lines.map { $0.problems.map(\.code) } == [
                [], ["wrongFieldCount"], ["unclosedQuote"], [], ["badEncoding"], ["wrongFieldCount"], [],
            ])
        #expect(lines.map(\.ref) == ["1", "2", nil, "4", nil, "\u{0}", "1"])
        #expect(lines[1].outcome == .incomplete)
    }

    @Test func `by a mapping of few columns leaves all the rest open`() throws {
        let items = (1...9).map { item in
            let cases = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"].enumerated().map {
                #"{"when": {"below": {"number": "q\#(item)", "value": \#($0.offset + 1)}}, "give": {"code": "\#($0.element)"}}"#
            }
            return #""phq9-\#(item)": {"cases": [\#(cases.joined(separator: ","))]}"#
        }
        let columns = (1...9).map { #""q\#($0)": {"kind": "whole", "from": 0, "to": 3}"# }
        let few = try AnswerMapping(
            json: Data(
                """
                {"mapping": "few", "columns": {"id": {"kind": "name"}, "drugs": {"kind": "list", "separator": "|"},
                \(columns.joined(separator: ","))}, "row": "id",
                "intake": {"questions": {\(items.joined(separator: ",")),
                    "takes-medicines": {"cases": [{"when": {"given": "drugs"}, "give": {"code": "Y"}}]}},
                    "groups": {"medicine": {"list": "drugs", "question": "medicine-name", "beside": {}}}}}
                """.utf8))
        let lines = try bulk.get().lines(
            "id,q1,q2,q3,q4,q5,q6,q7,q8,q9,drugs\na,1,1,1,1,1,1,1,1,1,Xanax|lisinopril\nb,1,1,1,,1,1,1,1,1,\n",
            by: few)
        #expect(lines.map(\.status) == [.incomplete, .incomplete])
        #expect(lines[0].scores["phq9"]?.total == 9)
        #expect(lines[1].scores["phq9"] == nil)
        #expect(lines[1].problems.contains { $0.path == "q4" && $0.code == "missing" })
        #expect(lines[0].medications.map(\.match.classes) == [[.benzodiazepine], [.antihypertensive]])
        #expect(lines[0].outcome == .incomplete)
        #expect(Set(["E1", "E3", "E4", "E7", "E8", "E11"]).isSubset(of: lines[0].rules), "\(lines[0].rules)")
        #expect(lines[1].rules.contains("E19"))
    }

    @Test(.enabled(if: Checkout.sharedData != nil, "the shared data is not here"))
    func `of the real file comes to the figures of the data's description`() throws {
        let file = try #require(Checkout.sharedData).appending(path: "nhanes-intake.csv")
        let lines = try bulk.get().lines(Array(Data(contentsOf: file)))
        var tally = IntakeTally(hardest: 10)
        for line in lines { tally.add(line) }
        #expect(tally.lines == 3755)
        #expect(
            tally.bands["phq9"] == [
                "none": 2792, "mild": 577, "moderate": 230, "moderatelySevere": 103, "severe": 39,
            ])
        #expect(tally.lines - lines.count { $0.scores["phq9"] != nil } == 14)
        #expect(tally.thinkOfSelfHarm == 133)
        #expect(tally.shareWithUnrecognized <= 0.03, "\(tally.shareWithUnrecognized)")
        #expect(tally.hardest.count == 10)
        #expect(lines.allSatisfy { $0.scores["gad7"] == nil && $0.scores["asq"] == nil })
    }
}

@Suite struct `A line with a response to the intake` {
    private func text(_ answers: IntakeAnswers = IntakeAnswers(), head: String = "") throws -> String {
        let json = answers.response(to: try bulk.get().form.questionnaire, status: "completed").text
        return head.isEmpty ? json : "{" + head + "," + json.dropFirst()
    }

    @Test func `is judged as when its patient sends it`() throws {
        let line = try bulk.get().response(text(head: #""id":"r-1","subject":{"reference":"Patient/pt-1"}"#))
        #expect((line.status, line.outcome, line.ref) == (.complete, .eligible, "r-1"), "\(line.problems)")
        #expect(line.scores["gad7"]?.total == 14)
        #expect(line.person.subject == "Patient/pt-1")
        let taking = try bulk.get().response(text(IntakeAnswers().taking("Gabapentin 300 mg", "Zoloft")))
        #expect(taking.medications.map(\.match.ingredients) == [["gabapentin"], ["sertraline"]])
        #expect(taking.rules.contains("E20"))
    }

    @Test func `counts the age of a contained patient`() throws {
        let patient =
            #""contained":[{"resourceType":"Patient","id":"p","birthDate":"2010-05-01"}],"subject":{"reference":"#
            + ##""#p"}"##
        let line = try bulk.get().response(text(head: patient))
        #expect((line.outcome, line.rules) == (.ineligible, ["E1"]), "\(line.problems)")
    }

    @Test func `names a question without an answer, and a wrong one, by its pointer`() throws {
        var answers = IntakeAnswers()
        answers["psychosis"] = nil
        answers["phq9-3"] = ["asked-declined"]
        let open = try bulk.get().response(text(answers))
        #expect(open.status == .incomplete)
        #expect(Set(open.problems.map(\.question)) == ["psychosis", "phq9-3"], "\(open.problems)")
        #expect(open.problems.allSatisfy { $0.path.hasPrefix("/item") })
        #expect(open.rules.contains("E4") && open.scores["phq9"] == nil)
        let wrong = try bulk.get().response(text().replacing("LA6570-1", with: "LA0"))
        #expect(wrong.status == .invalid && wrong.scores["phq9"] == nil)
        #expect(wrong.outcome == .incomplete)
    }

    @Test(arguments: [
        "{", "[]", "nul", "{}", #"{"resourceType":"Patient"}"#, "\u{0}", #"{"a":1,"a":2}"#,
        #"{"resourceType":"QuestionnaireResponse","questionnaire":"x","status":"completed","item":3}"#,
    ])
    func `that is none is invalid`(text: String) throws {
        let line = try bulk.get().response(text)
        #expect(
            (line.status, line.outcome, line.rules.isEmpty || line.answers != nil) == (
                .invalid, .incomplete, true
            ))
        #expect(!line.problems.isEmpty)
    }

    @Test func `may be to one instrument alone, which then counts in the rules`() throws {
        let codes = [
            "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8",
        ]
        func phq9(_ answers: [String]) throws -> JudgedLine {
            let items = zip(codes, answers).map {
                #"{"linkId":"\#($0)","answer":[{"valueCoding":{"system":"http://loinc.org","code":"\#($1)"}}]}"#
            }
            return try bulk.get().response(
                #"{"resourceType":"QuestionnaireResponse","questionnaire":"https://lozenge.example/questionnaires/phq-9|1","#
                    + #""status":"completed","item":[\#(items.joined(separator: ","))]}"#)
        }
        let whole = try phq9(Array(repeating: "LA6570-1", count: 9))
        #expect(whole.scores["phq9"]?.total == 18, "\(whole.problems)")
        #expect((whole.status, whole.outcome) == (.incomplete, .incomplete))
        #expect(whole.rules.contains("E16") && whole.rules.contains("E8"))
        let open = try phq9(Array(repeating: "LA6570-1", count: 8))
        #expect(open.scores["phq9"] == nil)
        #expect(try phq9(["LA0"]).status == .invalid)
    }

    @Test func `that is not finished is judged as far as it goes`() throws {
        let line = try bulk.get().response(text().replacing("completed", with: "in-progress"))
        #expect(line.problems.map(\.path) == ["/status"])
        #expect((line.status, line.outcome) == (.incomplete, .eligible))
    }
}
