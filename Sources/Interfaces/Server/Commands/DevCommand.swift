import Access
import ArgumentParser
import Clocks
import Cohort
import Foundation
import Logging

/// `lozenged dev`: the whole program on this machine, with made-up people on a simulated clock.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Everything in one, with made-up people, for trying it out.",
        discussion: """
            Starts a PostgreSQL of its own, the stand-in partners, the server and a worker; takes made-up people \
            from the screening to their first day with the medicine; searches for what must never be; then keeps \
            serving until Ctrl-C. A second start with the same data folder finds \
            everything again.
            """)

    @Flag(help: "Serve, without taking a cohort through.") var serveOnly = false
    @Flag(help: "End when the cohort is through; status 1 if something promised did not hold.") var once =
        false
    @Option(help: "Serve there.") var port = 8080
    @Option(help: "The folder for database, keys, sign-ins and logs.") var data = ".lozenge"
    @Option(help: "Write the cohort's table there, as JSON.") var json: String?
    @Option(help: "How many people come: 25, or everybody in the file.") var patients: Int?
    @Option(help: "Over how many days before now.") var days = 60
    @Option(help: "Another number, other people.") var seed = 1
    @Option(help: "Real people's answers: a file of comma-separated values.") var cohort: String?
    @Option(help: "How its columns are read: a file of Schema/mappings/.") var mapping = "nhanes"
    @Option(help: "The data folder of a `lozenged sandbox` that runs beside, for partners that outlive this.")
    var sandbox: String?
    @Option(help: "The simulated clock begins on this day (YYYY-MM-DD) and stands still.") var start: String?

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535.")
        }
        guard (1...5000).contains(patients ?? 1) else {
            throw ValidationError("--patients is a number from 1 to 5000.")
        }
        guard (1...365).contains(days) else { throw ValidationError("--days is a number from 1 to 365.") }
        if start != nil, startInstant == nil { throw ValidationError("--start is a day such as 2026-11-02.") }
        if serveOnly, once {
            throw ValidationError("--serve-only goes on serving and --once ends; choose one.")
        }
    }

    func run() async throws {
        try await explaining {
            try refuseUnknownSettings()
            let people = try cohort.map {
                try CohortPeople(
                    path: $0, mapping: mapping, most: patients ?? 5000,
                    schema: SchemaFolder(
                        setting: ProcessInfo.processInfo.environment[SettingName.schema.rawValue]))
            }
            people?.respondents.problems.forEach(Terminal.note)
            let folder = try DataFolder(at: data)
            let lock = try DataFolderLock(folder, describedAs: "process \(getpid()), port \(port)")
            try LoopbackPort.check(port)
            let metrics = ProcessLog.start(.test, level: .info, file: folder.path("lozenged.log"))
            Terminal.note("Starting the database.")
            let program = try await DevProgram.prepare(
                in: folder, lock: lock, port: port, start: options(people).clockStart(at: HostClock().now),
                sandbox: try sandbox.map { try DataFolder(at: $0) }, metrics: metrics)
            let script = DevScript(program: program, options: options(people))
            do {
                try await program.run { url in try await script.run(at: url) }
            } catch let broken as CohortBrokePromises {
                Terminal.note("\(broken)")
                throw ExitCode(1)
            }
        }
    }

    private func options(_ people: CohortPeople?) -> DevOptions {
        DevOptions(
            serveOnly: serveOnly, once: once, port: port, patients: patients, people: people, days: days,
            seed: seed,
            json: json,
            start: startInstant)
    }

    private var startInstant: Instant? { start.flatMap { Instant(rfc3339: "\($0)T12:00:00Z") } }

    /// `dev` needs no settings, but a misspelled one is a mistake here too.
    private func refuseUnknownSettings() throws {
        try SettingsReader(SettingsSource(environment: ProcessInfo.processInfo.environment)).finish()
    }
}
