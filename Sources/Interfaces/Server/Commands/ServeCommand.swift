import ArgumentParser
import CarePath
import Clocks
import Foundation
import Logging

/// `lozenged serve`: the HTTP server of an installation.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "The HTTP server.",
        discussion:
            "Settings come from LOZENGE_… and the file that LOZENGE_SETTINGS_FILE names; see `lozenged check`."
    )

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            let metrics = ProcessLog.start(settings.realm, level: settings.logLevel)
            let bootstrap = try await ServerBootstrap(settings, clock: HostClock())
            let logger = Logger(label: "lozenged")
            try await bootstrap.readiness.refuseNewerSchema()
            await bootstrap.recordDataFiles(logger: logger)
            let server = try bootstrap.makeServer(
                settings.http, metrics: metrics, logger: Logger(label: "http")
            ) { port in
                logger.notice(
                    "Serving.", metadata: ["port": "\(port)", "version": "\(ProgramVersion.current)"])
            }
            let life = ProgramLife(
                services: [
                    DatabaseService(database: bootstrap.carePath.database),
                    bootstrap.makeRevocationWatch(logger: logger), bootstrap.makeNoticeService(),
                    server,
                ], logger: logger)
            try await life.run()
        }
    }
}
