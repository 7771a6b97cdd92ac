import ArgumentParser
import EmbeddedPostgres
import Foundation
import Invariants
import Postgres

/// `lozenged audit`: looks at what happened, from outside of the program that did it.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Looks for what must never be, in the tables and in the partners' own logs.",
        subcommands: [AuditInvariants.self])
}

/// `lozenged audit invariants`: status 1 if something is found, each with its rows.
struct AuditInvariants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invariants", abstract: "Searches for violations of the program's promises, N1 to N18.",
        discussion: """
            Of a folder of `lozenged dev`:  lozenged audit invariants --data .lozenge
            Of an installation:             LOZENGE_DATABASE_URL=… lozenged audit invariants [--partner-logs DIR]
            """)

    @Option(help: "A data folder of lozenged dev, whose database runs.") var data: String?
    @Option(help: "A folder with the stand-in partners' logs; with --data, that folder.") var partnerLogs:
        String?
    @Flag(help: "As JSON.") var json = false

    func run() async throws {
        try await explaining {
            let report = try await search()
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                Terminal.show(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                Terminal.show(report.text)
            }
            if !report.violations.isEmpty { throw ExitCode(1) }
        }
    }

    private func search() async throws -> InvariantReport {
        if let data { return try await search(folder: DataFolder(at: data)) }
        return try await searchInstallation()
    }

    /// A data folder's own database; where nothing serves it, it is started for the search alone.
    private func search(folder: DataFolder) async throws -> InvariantReport {
        let cluster = PrivateCluster(at: .program(dataFolder: folder.url))
        let url = cluster.url(as: PrivateCluster.runtimeRole)
        let logs = URL(filePath: partnerLogs ?? folder.url.path(percentEncoded: false))
        guard let lock = try? DataFolderLock(folder, describedAs: "audit, process \(getpid())") else {
            return try await search(url, logs: logs)
        }
        defer { withExtendedLifetime(lock) {} }
        try await cluster.start()
        let found: Result<InvariantReport, any Error>
        do { found = .success(try await search(url, logs: logs)) } catch { found = .failure(error) }
        try await cluster.stop()
        return try found.get()
    }

    private func searchInstallation() async throws -> InvariantReport {
        var reader = SettingsReader(SettingsSource(environment: ProcessInfo.processInfo.environment))
        let url = reader.required(.databaseURL)
        try reader.finish()
        return try await search(url, logs: partnerLogs.map { URL(filePath: $0) })
    }

    /// As the server's own role, which may read every table that is searched.
    private func search(_ url: String, logs: URL?) async throws -> InvariantReport {
        let database = Database(url: url)
        let records = try logs.map { try PartnerRecords(folder: $0) } ?? .none
        let report = try await InvariantSearch(database: database, records: records).run()
        await database.close()
        return report
    }
}
