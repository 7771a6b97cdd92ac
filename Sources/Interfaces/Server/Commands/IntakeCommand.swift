import AnswerFiles
import ArgumentParser
import Clinic
import Foundation
import Intakes
import StrictJSON

/// `lozenged intake`: the intakes of many people, from a file.
struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "Reads the intakes of many people from a file.",
        subcommands: [IntakeCheckCommand.self, IntakeImportCommand.self, IntakeClaimCommand.self])
}

/// `lozenged intake check`: status 1 if a line is invalid, 66 if the file could not be read.
struct IntakeCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says what an import of a file of intakes would make of each line.",
        discussion: """
            A dry run: it needs no database and changes nothing. FILE holds comma-separated values with a head line, read \
            by a mapping of their columns, or FHIR QuestionnaireResponses to the intake, one a line; - reads standard \
            input. With --json there is one line of result for each line, in their order; else a table and a summary.

              lozenged intake check people.csv
              lozenged intake check people.csv --mapping columns.json --json > results.ndjson
              lozenged intake check responses.ndjson --hardest 10

            Blood pressure counts to today, and so does the age. Which states are served (E2) is not asked here.
            """)

    @Argument(help: "A file of intakes, or - for standard input.") var file: String
    @Option(help: "How columns are read: a file, or a name in Schema/mappings.") var mapping: String?
    @Flag(help: "As JSON, one line of result for each line.") var json = false
    @Option(help: "List so many lines that are hardest to judge, with the reasons.") var hardest = 0
    @Option(help: "Judge as on this date, YYYY-MM-DD.") var today: String?

    func run() async throws {
        try await explaining {
            let date = try today.map { text in
                guard let date = LocalDate(text) else { throw ValidationError("--today is YYYY-MM-DD.") }
                return date
            }
            let schema = try SchemaFolder(
                setting: ProcessInfo.processInfo.environment[SettingName.schema.rawValue])
            let judge = try IntakeJudge(schema: schema, today: date)
            guard let file = IntakeFile(path: file) else {
                Terminal.note("\(self.file) cannot be read.")
                throw ExitCode(66)
            }
            if file.isEmpty {
                Terminal.note("The file is empty.")
                return
            }
            var lines = try IntakeLines(
                file, judge: judge, mapping: MappingChoice(named: mapping, schema: schema).mapping)
            if try await hasInvalid(&lines) { throw ExitCode(1) }
        }
    }

    private func hasInvalid(_ lines: inout IntakeLines) async throws -> Bool {
        if json {
            var hasInvalid = false
            try await lines.run { line, _ in
                (line.json.text, line.status == .invalid)
            } _: { made, _ in
                Terminal.show(made.map(\.0).joined(separator: "\n"))
                hasInvalid = hasInvalid || made.contains(where: \.1)
            }
            return hasInvalid
        }
        var tally = IntakeTally(hardest: min(max(0, hardest), 1000))
        Terminal.show(IntakeReport.head)
        try await lines.run { line, _ in
            (line, IntakeReport.row(line))
        } _: { made, _ in
            Terminal.show(made.map(\.1).joined(separator: "\n"))
            for (line, _) in made { tally.add(line) }
        }
        Terminal.show(IntakeReport(tally: tally).text)
        return tally.statuses[.invalid] != nil
    }
}
