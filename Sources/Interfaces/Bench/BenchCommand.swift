import ArgumentParser

/// Measures Lozenge, and makes the people it is measured with. `Deploy/bench` runs it; the failover drill takes its
/// people from it.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lozenge-bench",
        abstract: "Measures Lozenge on this machine, and makes up the people for it.",
        subcommands: [RunCommand.self, PrepareCommand.self, RequestsCommand.self, JobsCommand.self])
}
