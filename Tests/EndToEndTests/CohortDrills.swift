import Cohort
import Foundation
import Support
import Testing

/// A cohort's weeks, with the program killed again and again while the partners live on: it goes on from its tables, and
/// everybody ends at the dose at which they end undisturbed. Where a kill falls depends on the machine, so that each run
/// is another one.
@Suite(.serialized) struct `A cohort whose program is killed` {
    private static let seed = 5

    @Test func `ends at the same doses, and nothing that must never be has been`() async throws {
        let calm = try await CohortStage(seed: Self.seed)
        let undisturbed = try await calm.runToTheEnd()
        let whole = calm.logSize
        try await calm.close()

        let stage = try await CohortStage(seed: Self.seed)
        var chance = SeededChance(seed: UInt64(Self.seed))
        for _ in 0..<6 {
            try await stage.killAfter(bytes: whole * Int.random(in: 30...140, using: &chance) / 1000)
        }
        let killed = try await stage.runToTheEnd()
        try await stage.close()

        #expect(killed.cohort.daily?.dosesByPerson == undisturbed.cohort.daily?.dosesByPerson)
        #expect(killed.cohort.daily == undisturbed.cohort.daily)
        #expect(killed.cohort.milestones == undisturbed.cohort.milestones)
        #expect(killed.cohort.daily?.began ?? 0 > 2)
        // What was decided of everybody is what the replay of their reports decides, kills or none.
        for run in [undisturbed, killed] {
            #expect(run.replay.differences.isEmpty)
            #expect(run.replay.dates > 20)
        }
    }
}

/// One run of a small cohort: the program, which is killed, and the partners beside it, which are not.
private struct CohortStage {
    private let home: DevHome
    private let partners: URL
    private let sandbox: RunningProgram
    private let options: [String]

    struct Report: Decodable {
        let cohort: CohortTable
        let replay: Replay

        struct Replay: Decodable {
            let dates: Int
            let differences: [String]
        }

        private enum Keys: String, CodingKey { case replay }

        init(from decoder: any Decoder) throws {
            cohort = try CohortTable(from: decoder)
            replay = try decoder.container(keyedBy: Keys.self).decode(Replay.self, forKey: .replay)
        }
    }

    init(seed: Int) async throws {
        home = try DevHome()
        partners = home.folder.appending(path: "partners")
        sandbox = try RunningProgram(
            "lozenged",
            ["sandbox", "--data", partners.path, "--clock", home.folder.path, "--webhooks", home.url])
        try await sandbox.prints(/pharmacy at/)
        options = [
            "dev", "--once", "--patients", "8", "--days", "32", "--seed", "\(seed)", "--start", "2026-03-02",
            "--port", "\(home.port)", "--data", home.folder.path, "--sandbox", partners.path, "--json",
            home.folder.appending(path: "table.json").path,
        ]
    }

    /// Starts the program and kills it once its log has grown by so much.
    func killAfter(bytes: Int) async throws {
        let before = logSize
        let program = try RunningProgram("lozenged", options)
        try await eventually(
            within: .seconds(180), "the log grows by \(bytes); \(program.output.suffix(500))"
        ) {
            logSize >= before + bytes || !program.isRunning
        }
        #expect(program.isRunning, "it ended before it was killed: \(program.output.suffix(2000))")
        program.signal(SIGKILL)
        try await program.ended()
    }

    func runToTheEnd() async throws -> Report {
        let program = try RunningProgram("lozenged", options)
        #expect(try await program.ended(within: .seconds(240)) == 0, "\(program.output.suffix(3000))")
        return try JSONDecoder().decode(
            Report.self, from: Data(contentsOf: home.folder.appending(path: "table.json")))
    }

    func close() async throws {
        sandbox.signal(SIGTERM)
        try await sandbox.ended(within: .seconds(20))
        try await home.remove()
    }

    /// How much it has done so far: its log is written to on and on, over all its lives.
    var logSize: Int {
        let path = home.folder.appending(path: "lozenged.log").path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? Int) ?? 0
    }
}
