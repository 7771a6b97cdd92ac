import Foundation
import Testing

/// `lozenged titration replay`, as its user starts it.
@Suite struct `The command titration replay` {
    private func run(_ text: String?, _ options: [String] = []) async throws -> (
        status: Int32, lines: [String]
    ) {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        if let text { try Data(text.utf8).write(to: file) }
        let (status, output) = try await RunningProgram.run(
            "lozenged", ["titration", "replay", file.path(percentEncoded: false)] + options)
        return (status, output.split(separator: "\n").map(String.init))
    }

    private func history(_ days: String, lines: Bool = false) -> String {
        let text = """
            {"protocol":"daily-low-dose",
            "prescription":{"startMg":15,"maxDailyMg":45,"strengthMg":15,"pieces":1,"standingOrder":true},
            "supplyMg":1215,"patientAcknowledges":"always","prescriberAgrees":"always",
            "firstDay":"2026-01-01","lastDay":"2026-01-02","days":[\(days)]}
            """
        return lines ? text : text.replacing("\n", with: "")
    }

    @Test func `reads one history over many lines, or many, one a line`() async throws {
        let nausea = history(#"{"date":"2026-01-01","effects":{"nausea":3}}"#, lines: true)
        let one = try await run(nausea, ["--json"])
        #expect((one.status, one.lines.count) == (0, 1))
        #expect(one.lines[0].contains(#""kind":"pause","toMg":15"#))
        let table = try await run(nausea)
        #expect((table.status, table.lines.count) == (0, 3))
        #expect(table.lines[1].hasSuffix("T4, flag 2 T4"))

        let many = Array(repeating: history(""), count: 600).joined(separator: "\n") + "\n\n"
        let results = try await run(many, ["--json"])
        #expect((results.status, results.lines.count) == (0, 600))
    }

    @Test func `names what is wrong by line and path, and answers the others all the same`() async throws {
        let text = [history(""), history(#"{"date":"2026-01-01","wishes":"more"}"#), "{", history("")].joined(
            separator: "\n")
        let (status, lines) = try await run(text, ["--json"])
        #expect((status, lines.count) == (1, 4))
        #expect(lines[0].hasPrefix(#"{"days":[{"date":"2026-01-01""#))
        #expect(lines[1].hasPrefix(#"{"line":2,"problems":[{"path":"/days/0/wishes","code":"unknownField""#))
        #expect(lines[2].hasPrefix(#"{"line":3,"problems":[{"path":"","code":"unexpectedEnd""#))
        #expect(lines[3] == lines[0])
        let words = try await run(text)
        #expect(words.lines.contains { $0.hasPrefix("line 2, /days/0/wishes: There is no field") })
        #expect(try await run(nil).status == 66)
    }
}
