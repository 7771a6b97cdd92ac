import Clinic
import Clocks
import Foundation
import StrictJSON
import Testing
import Treatments

@Suite struct `A history in a file` {
    private let reader = TitrationHistoryReader(shippedProtocol) { name in
        switch name {
        case "lorazepam": [.depressant]
        case "sertraline": []
        default: nil
        }
    }

    private func history(_ days: String, _ change: (String) -> String = { $0 }) -> String {
        change(
            """
            {"protocol":"daily-low-dose","prescription":{"startMg":15,"maxDailyMg":45,"strengthMg":15,"pieces":1,
            "standingOrder":true},"supplyMg":1215,"nextArrival":null,"baseline":{"phq9":16,"gad7":12,"item9":0},
            "indications":["depression"],"eligibilityRules":[],"patientAcknowledges":"always","prescriberAgrees":"always",
            "firstDay":"2026-01-01","lastDay":"2026-01-04","days":[\(days)]}
            """)
    }

    private func replay(_ text: String) throws -> [ReplayedDay] {
        var replay = TitrationReplay(try reader.read(JSONValue(parsing: text.utf8)))
        return replay.run()
    }

    @Test func `is replayed into one entry a date, in the form of the contract`() throws {
        let full = (1...3).map { #"{"date":"2026-01-0\#($0)","wish":"more","effects":{"nausea":0}}"# }
        let days = try replay(history(full.joined(separator: ",")))
        #expect(
            days.resultLine == """
                {"days":[\
                {"date":"2026-01-01","doseMg":15,"permission":"take","kind":"hold","toMg":15,"noIncreaseBefore":null,\
                "needs":"none","rules":["T13","T14"],"flags":[],"onHandMg":1200,"runOut":"2026-03-22"},\
                {"date":"2026-01-02","doseMg":15,"permission":"take","kind":"hold","toMg":15,"noIncreaseBefore":null,\
                "needs":"none","rules":["T13","T14"],"flags":[],"onHandMg":1185,"runOut":"2026-03-22"},\
                {"date":"2026-01-03","doseMg":15,"permission":"take","kind":"increase","toMg":30,\
                "noIncreaseBefore":null,"needs":"none","rules":["T18"],"flags":[],"onHandMg":1170,"runOut":"2026-02-11"},\
                {"date":"2026-01-04","doseMg":30,"permission":"take","kind":"hold","toMg":30,"noIncreaseBefore":null,\
                "needs":"none","rules":["T13","T14"],"flags":[],"onHandMg":1170,"runOut":"2026-02-11"}]}
                """)
        #expect(throws: Never.self) { try JSONValue(parsing: days.resultLine.utf8) }
    }

    @Test func `without acknowledgement an increase stays one, and moves nothing`() throws {
        let full = (1...4).map { #"{"date":"2026-01-0\#($0)","wish":"more"}"# }.joined(separator: ",")
        let days = try replay(
            history(full) {
                $0.replacing("\"patientAcknowledges\":\"always\"", with: "\"patientAcknowledges\":\"never\"")
            })
        #expect(days.map(\.kind) == [.hold, .hold, .increase, .increase])
        #expect(days.map(\.to.count) == [15, 15, 15, 15])
    }

    @Test func `tells what the dose waits for, pauses, and goes on as a prescriber says`() throws {
        let days = try replay(
            history(
                """
                {"date":"2026-01-01","bp":{"systolic":182,"diastolic":98}},
                {"date":"2026-01-02","bp":{"systolic":138,"diastolic":86},"resume":{"doseMg":15},"flagsClosed":true},
                {"date":"2026-01-03","newMedications":["sertraline","lorazepam"]},
                {"date":"2026-01-04","resume":{"doseMg":15}}
                """))
        #expect(days.map(\.kind) == [.pause, .hold, .skip, .skip])
        #expect(days.map(\.permission) == [.pause, .take, .skip, .skip])
        #expect(days[0].flags == [.init(severity: 1, rule: .t2)])
        #expect(days[3].refused == "treatment_not_paused")
        // In a pause nothing said means that nothing was taken.
        #expect(days.map(\.onHand.count) == [1200, 1200, 1185, 1185])
    }

    @Test(arguments: [
        (#""pieces":1"#, #""pieces":2"#, "/prescription/pieces", "piecesNotAllowed"),
        (#""maxDailyMg":45"#, #""maxDailyMg":40"#, "/prescription/maxDailyMg", "notRepresentable"),
        (#""startMg":15"#, #""startMg":60"#, "/prescription/maxDailyMg", "belowStart"),
        (#""supplyMg":1215"#, #""supplyMg":-1"#, "/supplyMg", "outOfRange"),
        (#""supplyMg":1215"#, #""supply":1215"#, "/supply", "unknownField"),
        (#""lastDay":"2026-01-04""#, #""lastDay":"2025-12-31""#, "/lastDay", "lastDayNotAllowed"),
        (#""protocol":"daily-low-dose""#, #""protocol":"other""#, "/protocol", "badFormat"),
        (#""date":"2026-01-01""#, #""date":"2026-01-05""#, "/days/0/date", "dateNotAllowed"),
        (#""date":"2026-01-02""#, #""date":"2026-01-01""#, "/days/1/date", "dateTwice"),
        (#""date":"2026-01-02""#, #""date":"2026-02-30""#, "/days/1/date", "badFormat"),
        (#""wish":"more""#, #""wish":"lots""#, "/days/0/wish", "notAnOption"),
        (#""wish":"more""#, #""wishes":"more""#, "/days/0/wishes", "unknownField"),
        (#""wish":"more""#, #""taken":"part""#, "/days/0/takenMg", "missing"),
        (#""wish":"more""#, #""taken":"none","takenMg":15"#, "/days/0/takenMg", "takenDoesNotFit"),
        (#""wish":"more""#, #""effects":{"nausea":4}"#, "/days/0/effects/nausea", "outOfRange"),
        (#""wish":"more""#, #""effects":{"nosea":1}"#, "/days/0/effects/nosea", "unknownField"),
        (#""wish":"more""#, #""bp":{"systolic":120}"#, "/days/0/bp/diastolic", "missing"),
    ])
    func `is refused with the path of what is wrong`(good: String, bad: String, path: String, code: String)
        throws
    {
        let text = history(#"{"date":"2026-01-01","wish":"more"},{"date":"2026-01-02"}"#)
        #expect(try replay(text).count == 4)
        let broken = text.replacing(good, with: bad, maxReplacements: 1)
        #expect(broken != text)
        let problems = try #require(throws: JSONProblems.self) { try replay(broken) }
        #expect(problems.problems.contains { $0.pointer.description == path && $0.code == code })
    }

    @Test func `null counts as not said`() throws {
        let said = history(
            #"{"date":"2026-01-01","bp":null,"asq":null,"warnings":null,"newMedications":null,"taken":null}"#)
        #expect(try replay(said)[0].onHand == Milligrams(1200))
    }
}
