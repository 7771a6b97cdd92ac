import AnswerFiles
import ArgumentParser
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Logging
import Postgres

/// `lozenged intake import`: status 1 if a line was left out, 66 if the file could not be read.
struct IntakeImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes over the intakes of a file, each line once.",
        discussion: """
            What `lozenged intake check` says of a line is what is taken over. A line about a patient of ours (subject \
            Patient/pt-…) becomes their intake at once; any other waits, sealed, until `lozenged intake claim` says whose \
            it is. Thoughts of self-harm in it are on the care team's queue at once.

            Started again after whatever stopped it, it takes over what is missing and nothing twice. A line that has \
            changed under its name is reported and not replaced. Invalid and changed lines are listed in --report.

              lozenged intake import people.csv --source survey-2026 --report left-out.ndjson

            Settings come from LOZENGE_… and the file that LOZENGE_SETTINGS_FILE names; see `lozenged check`.
            """)

    @Argument(help: "A file of intakes, or - for standard input.") var file: String
    @Option(help: "How columns are read: a file, or a name in Schema/mappings.") var mapping: String?
    @Option(help: "Where it comes from; names of lines are unique in it. Else the file's name.") var source:
        String?
    @Option(help: "List the lines that were left out there, one JSON object a line.") var report: String?

    func validate() throws {
        guard file != "-" || source != nil else {
            throw ValidationError("Of standard input, name the --source.")
        }
        guard (1...200).contains(name.unicodeScalars.count) else {
            throw ValidationError("--source has at most 200 characters.")
        }
    }

    private var name: String { source ?? URL(filePath: file).lastPathComponent }

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            _ = ProcessLog.start(settings.realm, level: .error)
            let bootstrap = try await ServerBootstrap(settings, clock: HostClock())
            try await bootstrap.readiness.refuseNewerSchema()
            let (carePath, program) = (bootstrap.carePath, bootstrap.carePath.program)
            guard let file = IntakeFile(path: file) else {
                Terminal.note("\(self.file) cannot be read.")
                throw ExitCode(66)
            }
            let judge = IntakeJudge(
                form: program.intake, rules: program.eligibility, medications: program.medications,
                library: program.questionnaires,
                today: program.today(at: carePath.clock.now))
            var work = IntakeImport(
                carePath: carePath, source: name, actor: .system("intakeImport"), report: try openReport())
            if !file.isEmpty {
                var lines = try IntakeLines(
                    file, judge: judge,
                    mapping: MappingChoice(named: mapping, schema: bootstrap.schema).mapping)
                var bar = FileProgress(size: file.size)
                try await work.run(&lines) { bar.show(lines: $0.lines, read: $1) }
                bar.finish()
            }
            Terminal.show(work.text)
            await carePath.database.close()
            if work.hasLeftOut { throw ExitCode(1) }
        }
    }

    private func openReport() throws -> FileHandle? {
        guard let report else { return nil }
        guard
            FileManager.default.createFile(
                atPath: report, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: report)
        else { throw ValidationError("The report cannot be written there.") }
        return handle
    }
}

/// `lozenged intake claim`: says whose an imported intake is; status 1 where it cannot be theirs.
struct IntakeClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Makes an imported intake a registered patient's.",
        discussion: """
            It becomes their intake, sent as if by hand where it is whole, else a draft that they finish. An intake of their \
            own is never replaced.

              lozenged intake claim 73557 --source survey-2026 --patient pt-7qkd-21
            """)

    @Argument(help: "What the line is called in its source.") var ref: String
    @Option(help: "Where it came from.") var source: String
    @Option(help: "The patient's handle.") var patient: String

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            _ = ProcessLog.start(settings.realm, level: .error)
            let bootstrap = try await ServerBootstrap(settings, clock: HostClock())
            let carePath = bootstrap.carePath
            do {
                let outcome = try await carePath.claimImported(
                    ref, from: source, for: patient, by: .system("intakeClaim"))
                Terminal.show(outcome == .submitted ? "It is sent as their intake." : "It is their draft.")
            } catch let refusal as any Refusing {
                Terminal.note("It cannot be theirs: \(refusal.code).")
                throw ExitCode(1)
            } catch is NotFound {
                Terminal.note("There is no such imported intake, or no such patient.")
                throw ExitCode(1)
            }
            await carePath.database.close()
        }
    }
}
