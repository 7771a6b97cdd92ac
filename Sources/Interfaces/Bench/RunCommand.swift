import ArgumentParser
import Foundation

/// `lozenge-bench run`: everything, one after the other, and the table. `Deploy/bench` says what it needs.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measures, and prints the table of promises.",
        discussion: "Run by Deploy/bench, which installs and builds what it needs.")

    @Option(help: "The lozenged to measure.") var program: String
    @Option(help: "The folder that holds bench.lua.") var deploy: String
    @Option(help: "The folder for keys, tokens and logs.") var data: String
    @Option(help: "A Python that has procrastinate; without one there is no comparison.") var python: String?
    @Option(help: "How many patients to compare with 10,000: the growth.") var patients = 10_000
    @Option(help: "Write the raw data there, as JSON.") var json: String?
    @Option(
        help: "Only this: check-in, treatment, webhook, jobs, memory or growth. May be given several times.")
    var only: [BenchPart] = []
    @Option(help: "Where the server listens meanwhile.") var port = 18_990
    @Flag(help: "Two rounds of four seconds instead of three of ten.") var quick = false

    func run() async throws {
        let parts = only.isEmpty ? BenchPart.allCases : only
        var run = try BenchRun(
            plan: .init(
                rounds: quick ? 2 : 3, seconds: quick ? 4 : 10, patients: patients, port: port,
                program: program, deploy: URL(filePath: deploy), folder: URL(filePath: data), python: python))
        try await run.measure(parts)
        print(run.report.text)
        if let json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(run.report.figures).write(to: URL(filePath: json))
        }
    }
}

/// What can be measured by itself.
enum BenchPart: String, CaseIterable, ExpressibleByArgument {
    case checkIn = "check-in"
    case treatment, webhook, jobs, memory, growth
}
