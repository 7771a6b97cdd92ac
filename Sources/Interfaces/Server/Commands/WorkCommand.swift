import ArgumentParser
import CarePath
import Clocks
import Foundation
import JobQueue
import Logging
import Workers

/// `lozenged work`: runs the jobs of an installation. As many of them as one likes, on as many machines.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Runs the jobs: messages, housekeeping.",
        discussion: """
            Start as many as you like, on as many machines: they share the work, and one that dies loses it to the \
            others. Some can be kept for jobs that must not wait behind others, as long as one takes all kinds.

            Example:  lozenged work --kinds sendMessage,webhook.apply --concurrency 4

            Settings come from LOZENGE_… and the file that LOZENGE_SETTINGS_FILE names; see `lozenged check`.
            """)

    @Option(
        help: "Only jobs of these kinds, separated by commas. A kind that does not exist lists those that do."
    )
    var kinds: String?

    @Option(help: "How many jobs run at once, 1 to 64, in place of LOZENGE_WORKERS.")
    var concurrency: Int?

    @Option(help: "Serve /healthz, /readyz and /metrics of this worker there, at LOZENGE_HOST.")
    var metricsPort: Int?

    func validate() throws {
        guard (1...65535).contains(metricsPort ?? 1) else {
            throw ValidationError("--metrics-port is a number from 1 to 65535.")
        }
        guard (1...64).contains(concurrency ?? 1) else {
            throw ValidationError("--concurrency is a number from 1 to 64.")
        }
        guard kinds.map(Self.list)?.isEmpty != true else {
            throw ValidationError("--kinds names at least one kind.")
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            let metrics = ProcessLog.start(settings.realm, level: settings.logLevel)
            let clock = HostClock()
            let bootstrap = try await ServerBootstrap(settings, clock: clock, hearsOfJobs: true)
            let logger = Logger(label: "jobs")
            try await bootstrap.readiness.refuseNewerSchema()
            await bootstrap.recordDataFiles(logger: logger)
            let worker = try makeWorker(bootstrap, settings, clock, logger)
            let server = try metricsPort.map {
                try bootstrap.makeMetricsServer(
                    settings.http, port: $0, metrics: metrics, logger: Logger(label: "http"))
            }
            let life = ProgramLife(
                services: [
                    DatabaseService(database: bootstrap.carePath.database), bootstrap.makeNoticeService(),
                    worker,
                ] + (server.map { [$0] } ?? []), logger: logger)
            try await life.run()
        }
    }

    private func makeWorker(
        _ bootstrap: ServerBootstrap, _ settings: ProgramSettings, _ clock: HostClock, _ logger: Logger
    ) throws -> JobWorker {
        do throws(UnknownJobKinds) {
            return try bootstrap.makeWorker(
                delivery: MessageCarriers.providers(
                    settings.messages, of: settings.realm, clock: clock, recorder: bootstrap.exchanges),
                carrier: ParcelCarriers.easyPost(
                    settings.carrier, of: settings.realm, recorder: bootstrap.exchanges),
                concurrency: concurrency ?? settings.workers, kinds: kinds.map(Self.list), logger: logger)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
