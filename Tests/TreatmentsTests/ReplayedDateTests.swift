import Clinic
import Foundation
import StrictJSON
import Testing
import Treatments

/// What a replay's entries say of dates that leave room for reading: silence, skips, pauses, an answer of the same day.
@Suite struct `A replayed date` {
    private let reader = TitrationHistoryReader(shippedProtocol) { name in
        ["lorazepam": [.depressant], "lithium": [.cautious], "sertraline": []][name]
    }

    /// A history from D1 = 2026-01-01 on; days are told by their numbers.
    private func replay(
        _ days: [Int: String], through last: Int, start: Int = 15, maximum: Int = 60, supply: Int = 9000,
        acknowledges: String = "always", standingOrder: Bool = true, rules: String = ""
    ) throws -> [ReplayedDay] {
        func date(_ day: Int) -> String { (LocalDate("2026-01-01")! + (day - 1)).description }
        let told = days.sorted { $0.key < $1.key }.map { day, said in
            "{\"date\":\"\(date(day))\"\(said.isEmpty ? "" : ",")\(said)}"
        }
        let text = """
            {"protocol":"daily-low-dose","prescription":{"startMg":\(start),"maxDailyMg":\(maximum),"strengthMg":15,
            "pieces":1,"standingOrder":\(standingOrder)},"supplyMg":\(supply),"nextArrival":null,
            "baseline":{"phq9":16,"gad7":12,"item9":0},"indications":["depression"],"eligibilityRules":[\(rules)],
            "patientAcknowledges":"\(acknowledges)","prescriberAgrees":"never",
            "firstDay":"\(date(1))","lastDay":"\(date(last))","days":[\(told.joined(separator: ","))]}
            """
        var replay = TitrationReplay(try reader.read(JSONValue(parsing: text.utf8)))
        return replay.run()
    }

    private func quiet(_ days: ClosedRange<Int>, _ more: [Int: String] = [:]) -> [Int: String] {
        Dictionary(days.map { ($0, "\"wish\":\"same\"") }, uniquingKeysWith: { $1 })
            .merging(more, uniquingKeysWith: { $1 })
    }

    private func brief(_ day: ReplayedDay) -> String {
        "\(day.dose.count) \(day.kind) \(day.permission) \(day.to.count) \(day.rules.map(\.rawValue).joined(separator: " "))"
    }

    /// Worked example 1 as far as a history can say it: acknowledged in the evening, or never.
    @Test func `1: rises as early as may be, and ends at the maximum`() throws {
        let full = "\"wish\":\"more\",\"benefit\":\"none\",\"effects\":{\"nausea\":0}"
        let days = Dictionary((1...12).map { ($0, full) }, uniquingKeysWith: { $1 })
        let lived = try replay(days, through: 12, maximum: 45, supply: 1215)
        #expect(lived.map(\.dose.count) == [15, 15, 15, 30, 30, 30, 45, 45, 45, 45, 45, 45])
        #expect(lived.map(\.kind).filter { $0 == .increase }.count == 2)
        #expect(brief(lived[1]) == "15 hold take 15 T13 T14")
        #expect(brief(lived[2]) == "15 increase take 30 T18")
        #expect(brief(lived[5]) == "30 increase take 45 T18")
        #expect(brief(lived[10]) == "45 hold take 45 T16")
        let unread = try replay(
            days.filter { $0.key <= 7 }, through: 7, maximum: 45, supply: 1215, acknowledges: "never")
        // D6: the target date is D7, three full doses suffice; at D7 the date is past the first week.
        #expect(unread.map(\.kind) == [.hold, .hold, .increase, .increase, .increase, .increase, .increase])
        #expect(unread.allSatisfy { $0.to.count == 15 })
    }

    /// Worked example 2 in its evenings.
    @Test func `2: composes what several rules say`() throws {
        let lived = try replay(
            quiet(
                1...20,
                [
                    12: #""effects":{"nausea":2}"#, 13: #""effects":{"nausea":2}"#,
                    14: #""effects":{"nausea":2}"#,
                    15: #""effects":{"urinary":1}"#, 16: #""effects":{"urinary":1}"#,
                    17: #""effects":{"urinary":1}"#, 18: #""bp":{"systolic":182,"diastolic":98}"#,
                    19: #""bp":{"systolic":138,"diastolic":86},"resume":{"doseMg":30},"flagsClosed":true"#,
                ]), through: 20, start: 45)
        #expect(brief(lived[11]) == "45 hold take 45 T12")
        #expect(brief(lived[12]) == "45 decrease take 30 T7 T12")
        #expect(brief(lived[13]) == "30 hold take 30 T12 T13 T14")
        #expect(brief(lived[16]) == "30 hold take 30 T6 T14")
        #expect(lived[16].noIncreaseBefore?.description == "2026-02-01")
        #expect(brief(lived[17]) == "30 pause pause 30 T2 T6")
        #expect(lived[17].flags == [.init(severity: 1, rule: .t2)])
        #expect(lived[18].permission == .take && lived[18].refused == nil)
        // Nothing is taken in the pause; the day after it counts from one.
        #expect(lived[17].onHand == lived[18].onHand)
        #expect(brief(lived[19]) == "30 hold take 30 T6 T13 T14")
    }

    /// Worked example 3: what the page says of 00:05 stands with the date that made the run so long.
    @Test func `3: missed days stand with the date that made the run so long`() throws {
        let lived = try replay(quiet(1...9), through: 20, start: 45)
        #expect(lived.map(\.dose.count) == Array(repeating: 45, count: 12) + Array(repeating: 30, count: 8))
        #expect(brief(lived[11]) == "45 decrease take 30 T9 T13")
        #expect(lived[12].kind == .hold && lived[12].rules.contains(.t9))
        #expect(lived[13...15].allSatisfy { $0.kind == .hold && !$0.rules.contains(.t9) })
        #expect(lived[16].rules.contains(.t8) && lived[16].needs == .navigator)
        #expect(lived[18...].allSatisfy { !$0.rules.contains(.t8) && !$0.rules.contains(.t9) })
        // A dose that is reported as not taken is missed as one of which nothing is said.
        let said = try replay(
            quiet(1...9, [10: #""taken":"none""#, 11: #""taken":"none""#, 12: #""taken":"none""#]),
            through: 13,
            start: 45)
        #expect(said[11].kind == .decrease && said[11].rules.contains(.t9) && said[12].dose.count == 30)
        // At the lowest dose it holds.
        let lowest = try replay(quiet(1...9), through: 14)
        #expect(lowest[11].kind == .hold && lowest[11].rules.contains(.t9))
    }

    /// Worked example 4 from its own reports.
    @Test func `4: an ASQ that is not answered pauses the same evening`() throws {
        let lived = try replay(
            quiet(
                1...13,
                [
                    9: #""selfHarm":true,"asq":"positive""#, 10: #""selfHarm":true,"asq":null"#,
                    12: #""asq":"negative","resume":{"doseMg":15},"flagsClosed":true"#,
                ]), through: 13)
        #expect(brief(lived[8]) == "15 hold take 15 T1")
        #expect(lived[8].flags == [.init(severity: 2, rule: .t1)])
        #expect(brief(lived[9]) == "15 pause pause 15 T1")
        #expect(lived[9].flags == [.init(severity: 1, rule: .t1)])
        #expect(lived[10].permission == .pause && lived[11].permission == .take)
        #expect(brief(lived[12]) == "15 hold take 15 T13 T14")
    }

    @Test func `a date that is to be skipped takes nothing, said as planned or not said`() throws {
        for taken in ["", #""taken":"planned""#] {
            let lived = try replay(
                [
                    1: "", 2: #""bp":{"systolic":165,"diastolic":90}"#, 3: taken,
                    4: #""bp":{"systolic":130,"diastolic":80}"#,
                    5: "",
                ], through: 5, supply: 900)
            #expect(lived.map(\.permission) == [.take, .skip, .skip, .take, .take])
            #expect(lived.map(\.onHand.count) == [885, 870, 870, 870, 855])
        }
        // Who takes one all the same has taken more than was to be taken.
        let taken = try replay(
            [1: #""newMedications":["lorazepam"]"#, 2: #""taken":"part","takenMg":5"#], through: 2)
        #expect(taken[1].flags == [.init(severity: 2, rule: .t0)])
        #expect(taken[1].noIncreaseBefore?.description == "2026-01-10")
    }

    @Test func `T5: the third skip running is a pause`() throws {
        let lived = try replay(
            [1: "", 2: #""pulse":125"#, 3: "", 4: "", 5: ""], through: 5)
        #expect(lived.map(\.permission) == [.take, .skip, .skip, .pause, .pause])
        #expect(lived[3].kind == .pause && lived[3].rules.contains(.t5))
    }

    @Test func `T10: judged after the dose, alcohol holds and skips nothing`() throws {
        let lived = try replay(quiet(1...3, [2: #""taken":"none","sedative":true"#]), through: 3)
        #expect(lived[1].permission == .take && lived[1].kind == .hold)
        #expect(lived[1].noIncreaseBefore?.description == "2026-01-10")
        #expect(lived[2].onHand.count == 9000 - 30)
    }

    @Test func `T11: the prescriber's answer is the end of the flags, and counts from the next date`() throws
    {
        let lived = try replay(
            quiet(1...6, [2: #""newMedications":["lorazepam"]"#, 4: #""flagsClosed":true"#]), through: 6)
        #expect(lived.map(\.permission) == [.take, .skip, .skip, .take, .take, .take])
        #expect(lived.map(\.onHand.count) == [8985, 8970, 8970, 8970, 8955, 8940])
        let cautious = try replay(
            quiet(1...3, [2: #""newMedications":["lithium","unheard of"]"#]), through: 3)
        #expect(cautious[1].permission == .take && cautious[2].rules.contains(.t11))
        #expect(try replay([1: #""newMedications":["sertraline"]"#], through: 1)[0].rules == [.t13, .t14])
    }

    @Test func `T24: skips what is not there, and a parcel is none of a history's`() throws {
        let lived = try replay([1: "", 2: "", 4: ""], through: 4, supply: 30)
        #expect(lived.map(\.permission) == [.take, .skip, .skip, .skip])
        #expect(lived.map(\.onHand.count) == [15, 0, 0, 0])
        #expect(lived[2].rules.contains(.t24) && lived[2].needs == .navigator && lived[2].runOut == nil)
        // A gap is not missed.
        #expect(!lived[3].rules.contains(.t9))
    }

    @Test func `flags that are closed stop a rise no longer, one of the same day does`() throws {
        let more = #""wish":"more","benefit":"none""#
        func days(_ sixth: String, _ seventh: String) -> [Int: String] {
            quiet(1...5, [6: sixth, 7: seventh])
        }
        let closed = try replay(
            days(#""item9":2"#, more + #","flagsClosed":true"#), through: 7)
        #expect(closed[6].kind == .increase && closed[6].to.count == 30)
        let again = try replay(
            days(#""item9":2"#, more + #","item9":2,"flagsClosed":true"#), through: 7)
        #expect(again[6].kind == .hold && again[6].rules.contains(.t1))
    }

    @Test func `a dose need be no step of the ladder, but can be taken`() throws {
        let text = """
            {"protocol":"daily-low-dose","prescription":{"startMg":20,"maxDailyMg":40,"strengthMg":10,"pieces":1,
            "standingOrder":true},"supplyMg":900,"firstDay":"2026-01-01","lastDay":"2026-01-05","days":[
            {"date":"2026-01-01","wish":"more"},{"date":"2026-01-02","wish":"more"},
            {"date":"2026-01-03","wish":"more"},{"date":"2026-01-04","effects":{"nausea":3}}]}
            """
        var replay = TitrationReplay(try reader.read(JSONValue(parsing: text.utf8)))
        // Up and down mean the nearest step that can be taken: 30 above 20, and none below it.
        let lived = replay.run()
        #expect(lived.map(\.dose.count) == [20, 20, 20, 30, 30])
        #expect(lived[3].permission == .pause)
    }

    @Test func `is written as it was read`() throws {
        for seed in UInt64(1)...40 {
            let history = TitrationHistory.madeUp(seed: seed)
            var read = TitrationReplay(
                try reader(for: history).read(JSONValue(parsing: history.json.text.utf8)))
            var lived = TitrationReplay(history)
            #expect(read.run() == lived.run())
        }
    }

    /// One that knows the meanings by their names.
    private func reader(for history: TitrationHistory) -> TitrationHistoryReader {
        TitrationHistoryReader(history.terms.titration) { NewMedicine(rawValue: $0).map { [$0] } }
    }
}
