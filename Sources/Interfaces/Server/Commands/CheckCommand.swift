import Access
import ArgumentParser
import CarePath
import Clocks
import Foundation
import Logging
import Postgres
import Wire

/// `lozenged check`: whether the settings are right and what they name can be reached, a line each.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Looks at settings, database and data files, and says what is wrong.",
        discussion: "With --ready also what stands between this installation and its first patient.")

    @Flag(help: "Also what is missing before the first patient, each with its command.") var ready = false

    func run() async throws {
        try await explaining {
            let environment = ProcessInfo.processInfo.environment
            let settings = try ProgramSettings(environment)
            _ = ProcessLog.start(settings.realm, level: .critical)
            Terminal.show("settings: \(settings.realm.rawValue)")
            SettingsList(SettingsSource(environment: environment)).lines.forEach { Terminal.show("  \($0)") }
            let bootstrap = try await ServerBootstrap(settings, clock: HostClock())
            Terminal.show("schema folder: \(bootstrap.schema.path), by \(bootstrap.schema.foundBy)")
            var isAllWell = true
            for check in await bootstrap.readiness.checks() {
                Terminal.show(
                    "\(check.ok ? "ok     " : "NOT OK ") \(check.name)\(check.note.map { ": \($0)" } ?? "")")
                isAllWell = isAllWell && check.ok
            }
            if ready, isAllWell {
                let missing = try await FirstPatient(carePath: bootstrap.carePath).missing()
                missing.forEach { Terminal.show("MISSING \($0)") }
                isAllWell = missing.isEmpty
                if missing.isEmpty { Terminal.show("ready for patients") }
            }
            await bootstrap.carePath.database.close()
            if !isAllWell { throw ExitCode(1) }
        }
    }
}
