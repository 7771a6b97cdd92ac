import Foundation
import Postgres
import Support
import Testing

/// `lozenged intake`, as its user starts it.
@Suite(.database, .serialized) struct `The command intake` {
    private static let head = """
        seqn,age_years,sex,pregnant,phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9,phq9_difficulty,\
        systolic_mmHg,diastolic_mmHg,pulse_bpm,pulse_regular,weight_kg,height_cm,takes_prescription,medications,\
        medication_reasons_icd10,unnamed_medications,alcohol_12_drinks_in_a_year,alcohol_days,alcohol_days_per,\
        alcohol_drinks_per_day,alcohol_ever_4_or_5_daily,smoked_100_cigarettes,smokes_now,sleep_hours,\
        told_doctor_trouble_sleeping,told_by_doctor_sleep_disorder,general_health
        """

    private static func row(_ ref: Int, medicine: String = "", phq9: String = "1") -> String {
        "\(ref),40,male,,\(phq9),2,2,2,2,1,0,0,0,,118,76,70,yes,80.5,178.1,\(medicine.isEmpty ? "no" : "yes"),"
            + "\(medicine),,0,no,,,,,,,,,,"
    }

    /// Writes the file and gives its path.
    private func file(_ lines: [String], ending: String = "csv") throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-intakes-\(UUID().uuidString).\(ending)")
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        return file
    }

    private func check(_ lines: [String], _ options: [String], ending: String = "csv") async throws -> (
        status: Int32, output: String
    ) {
        let file = try file(lines, ending: ending)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await RunningProgram.run(
            "lozenged", ["intake", "check", file.path(percentEncoded: false)] + options)
    }

    @Test func `says a line of JSON for each line, in the form of the contract`() async throws {
        let lines = [Self.head, Self.row(73557, medicine: "GABAPENTIN"), Self.row(2, phq9: "7"), "3,4"]
        let (status, output) = try await check(lines, ["--json"])
        #expect(status == 1)
        let found = output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("{") }
        #expect(found.count == 3, "\(output)")
        #expect(
            found.first?.hasPrefix(
                #"{"line":1,"ref":"73557","status":"complete","problems":[],"scores":{"phq9":{"total":10,"#
                    + #""band":"moderate"},"gad7":null"#) == true)
        #expect(
            found.first?.contains(
                #""medications":[{"text":"GABAPENTIN","ingredients":["gabapentin"],"classes":["#) == true)
        #expect(found[1].contains(#""status":"incomplete","problems":[{"path":"phq9_1","code":"refused""#))
        #expect(found[2].hasPrefix(#"{"line":3,"ref":"3","status":"invalid""#))
    }

    @Test func `sums up for people, and is clear about what it cannot do`() async throws {
        let lines = [Self.head] + (1...600).map { Self.row($0) }
        let (status, output) = try await check(lines, ["--hardest", "2", "--today", "2026-11-21"])
        #expect(status == 0)
        #expect(output.contains("600 lines\n     600  complete") && output.contains("line 2, 2: "))
        #expect(try await check(["a,b", "1,2"], []).status == 64)
        #expect(try await check(lines, ["--mapping", "none"]).status == 64)
        #expect(try await RunningProgram.run("lozenged", ["intake", "check", "/nowhere.csv"]).status == 66)
        #expect(try await check([], []).status == 0)
        let broken = try await check(["{", "[]", "\u{0}", ""], ["--json"], ending: "ndjson")
        #expect(broken.status == 1)
        #expect(broken.output.split(separator: "\n").count { $0.contains(#""status":"invalid""#) } == 3)
    }

    @Test func `imports what a killed run has left, and nothing twice`() async throws {
        let installation = try Installation(
            databaseURL: TestDatabase.current.url, textURL: "http://127.0.0.1:9",
            mailServer: "smtp://127.0.0.1:9")
        var lines = [Self.head] + (1...12_000).map { Self.row($0) }
        lines[40] = "40,broken"
        let file = try file(lines)
        defer { try? FileManager.default.removeItem(at: file) }
        let path = file.path(percentEncoded: false)
        let arguments = ["intake", "import", path, "--source", "survey"]
        func stored() async throws -> Int {
            try await TestDatabase.current.count("SELECT count(*) AS n FROM imported_intake")
        }
        let first = try RunningProgram("lozenged", arguments, installation.environment)
        try await eventually(within: .seconds(120), "some lines are there") { try await stored() > 500 }
        first.signal(SIGKILL)
        _ = try await first.ended()
        let kept = try await stored()
        #expect(kept < 11_999)

        let report = path + ".left-out"
        let second = try RunningProgram(
            "lozenged", arguments + ["--report", report], installation.environment)
        #expect(try await second.ended(within: .seconds(240)) == 1)
        #expect(second.output.contains("\(kept)  were known already"), "\(second.output)")
        #expect(try await stored() == 11_999)
        let left = try String(contentsOfFile: report, encoding: .utf8)
        #expect(
            left.hasPrefix(#"{"line":40,"ref":"40","problems":[{"path":"","code":"wrongFieldCount""#),
            "\(left)")
        #expect(left.split(separator: "\n").count == 1)
        try? FileManager.default.removeItem(atPath: report)
    }
}
