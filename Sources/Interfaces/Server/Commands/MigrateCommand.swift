import ArgumentParser
import Clocks
import Foundation
import Postgres

/// `lozenged migrate`: brings the database's schema up to date, as the role that owns it.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database's schema up to date.",
        discussion: """
            Each file of Schema/migrations once, in its own transaction. Doing it again changes nothing. A schema of a \
            newer program is left alone, and there is no way back.

              lozenged migrate --plan        what was applied and when, and what would be
              lozenged migrate --dry-run     does it all on the real data and takes it back
              lozenged migrate --to 17       goes no further than 0017_…
            """)

    @Flag(help: "Only say what is missing; status 1 if anything is.") var status = false
    @Flag(help: "Only say what was applied, when, and what would be.") var plan = false
    @Flag(help: "Do it all in one transaction and take it back: the same locks, no change.") var dryRun =
        false
    @Option(help: "Go no further than the migration of this number.") var to: Int?

    func validate() throws {
        guard [status, plan, dryRun].count(where: { $0 }) <= 1 else {
            throw ValidationError("--status, --plan and --dry-run exclude each other.")
        }
    }

    func run() async throws {
        try await explaining {
            let settings = try MigrationSettings(ProcessInfo.processInfo.environment)
            let schema = try SchemaFolder(setting: settings.schema)
            let files = try Migration.load(from: schema.url(of: "migrations"))
            let migrator = Migrator(ownerURL: settings.database.url, files: files)
            if plan {
                for step in try await migrator.plan(to: to).applied {
                    Terminal.show("applied \(step.name)   \(step.appliedAt.rfc3339)")
                }
            }
            let steps =
                if status || plan {
                    try await migrator.plan(to: to).pending
                } else if dryRun {
                    try await migrator.rehearse(to: to)
                } else {
                    try await migrator.migrate(to: to)
                }
            let word = status ? "missing" : plan ? "pending" : dryRun ? "would do" : "applied"
            for step in steps { Terminal.show("\(word) \(step.name)") }
            if dryRun, !steps.isEmpty { Terminal.show("Nothing was changed.") }
            if steps.isEmpty { Terminal.show(upToDate(files)) }
            if status, !steps.isEmpty { throw ExitCode(1) }
        }
    }

    private func upToDate(_ files: [Migration]) -> String {
        to.map { "The schema has migration \($0)." }
            ?? "The schema is up to date (\(files.count) migrations)."
    }
}
