import Foundation
import Support
import Testing

/// The rules of titration, read twice: by the engine, and by `Tests/Outside/titration.py`, which was written from the
/// program's page and shares no line with it.
@Suite struct `A second reading of the titration rules` {
    private static let reading = Checkout.folder.appending(path: "Tests/Outside/titration.py").path
    private static let isThorough = ProcessInfo.processInfo.environment["DEPLOY_TEST_THOROUGH"] == "1"

    @Test func `comes to the same on every date of random histories`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lozenge-reading-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (histories, results) = (folder.appending(path: "histories"), folder.appending(path: "results"))
        let seed = Int.random(in: 1...1_000_000)
        let written = try await read("write", "\(seed)", Self.isThorough ? "5000" : "300")
        try Data(written.output.utf8).write(to: histories)
        let replayed = try await RunningProgram.run(
            "lozenged", ["titration", "replay", histories.path, "--json"])
        #expect(replayed.status == 0)
        try Data(replayed.output.utf8).write(to: results)
        let judged = try await read("judge", histories.path, results.path)
        print(judged.output)
        #expect(judged.status == 0, "seed \(seed): \(judged.output)")

        // A judge that sees nothing would be none.
        let milder = replayed.output.replacing("\"severity\":1", with: "\"severity\":2")
        try Data(milder.utf8).write(to: results)
        #expect(try await read("judge", histories.path, results.path).status == 1)
    }

    private func read(_ words: String...) async throws -> (status: Int32, output: String) {
        let python = try RunningProgram(at: URL(filePath: "/usr/bin/python3"), [Self.reading] + words)
        return (try await python.ended(), python.output)
    }
}
