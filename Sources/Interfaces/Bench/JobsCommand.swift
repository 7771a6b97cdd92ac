import ArgumentParser
import Foundation

/// `lozenge-bench jobs`: how many jobs a second go through the queue.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Puts jobs that do nothing into the queue and runs them, counting.")

    @Option(help: "The migrated database, for libpq.") var database: String
    @Option(help: "How many jobs.") var count = 20_000
    @Option(help: "Put in so many a second; as many as it can, if it is left out.") var rate: Double?

    func run() async throws {
        let result = try await JobsBench(url: database).run(count, rate: rate)
        print(
            String(
                format: "%.0f jobs a second, p50 %.1f ms, p99 %.1f ms", result.perSecond, result.p50Ms,
                result.p99Ms))
    }
}
