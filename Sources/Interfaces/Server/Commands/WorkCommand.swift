import ArgumentParser
import CarePath
import Clocks
import Foundation
import Logging

/// `lozenged work`: runs the jobs of an installation. As many of them as one likes, on as many machines.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Runs the jobs: messages, housekeeping.",
        discussion:
            "Settings come from LOZENGE_… and the file that LOZENGE_SETTINGS_FILE names; see `lozenged check`."
    )

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            _ = ProcessLog.start(settings.realm, level: settings.logLevel)
            let clock = HostClock()
            let bootstrap = try await ServerBootstrap(settings, clock: clock)
            let logger = Logger(label: "jobs")
            try await bootstrap.readiness.refuseNewerSchema()
            await bootstrap.recordDataFiles(logger: logger)
            let worker = bootstrap.makeWorker(
                delivery: MessageCarriers.providers(
                    settings.messages, of: settings.realm, clock: clock, logger: Logger(label: "messaging")),
                carrier: ParcelCarriers.easyPost(
                    settings.carrier, of: settings.realm, for: bootstrap.carePath),
                concurrency: settings.workers, logger: logger)
            let life = ProgramLife(
                services: [DatabaseService(database: bootstrap.carePath.database), worker], logger: logger)
            try await life.run()
        }
    }
}
