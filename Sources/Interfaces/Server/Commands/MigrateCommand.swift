import ArgumentParser
import Foundation
import Postgres

/// `lozenged migrate`: brings the database's schema up to date, as the role that owns it.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database's schema up to date.",
        discussion:
            "Each file of Schema/migrations once, in its own transaction. Doing it again changes nothing.")

    @Flag(help: "Only say what is missing; status 1 if anything is.") var status = false

    func run() async throws {
        try await explaining {
            let settings = try MigrationSettings(ProcessInfo.processInfo.environment)
            let schema = try SchemaFolder(setting: settings.schema)
            let files = try Migration.load(from: schema.url(of: "migrations"))
            let migrator = Migrator(ownerURL: settings.database.url, files: files)
            let migrations = try await status ? migrator.pending() : migrator.migrate()
            for migration in migrations {
                Terminal.show("\(status ? "missing" : "applied") \(migration.name)")
            }
            if migrations.isEmpty { Terminal.show("The schema is up to date (\(files.count) migrations).") }
            if status, !migrations.isEmpty { throw ExitCode(1) }
        }
    }
}
