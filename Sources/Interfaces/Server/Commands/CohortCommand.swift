import ArgumentParser
import Clocks
import Cohort
import Foundation

/// `lozenged cohort`: takes made-up people through a `lozenged dev` that runs already.
struct CohortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cohort", abstract: "Takes made-up people through a running `lozenged dev`.",
        discussion: "Its clock goes on by as many days, ahead of this machine's, and stays there.")

    @Option(help: "Where it serves.") var server = "http://127.0.0.1:8080"
    @Option(help: "Its data folder, where the care team's sign-ins are.") var data = ".lozenge"
    @Option(help: "Write the table there, as JSON.") var json: String?
    @Option(help: "How many people come: 25, or everybody in the file.") var patients: Int?
    @Option(help: "Over how many days from now.") var days = 60
    @Option(help: "Another number, other people; each cohort of a server needs its own.") var seed = 2
    @Option(help: "Real people's answers: a file of comma-separated values.") var cohort: String?
    @Option(help: "How its columns are read: a file of Schema/mappings/.") var mapping = "nhanes"

    func run() async throws {
        try await explaining {
            let sheet: SignInSheet? = try DataFolder(at: data).read(SignInSheet.file)
            guard let team = sheet?.team else { throw DataFolderFault.incomplete(data) }
            let begins = try await ServerClock(server: server).now()
            let people = try cohort.map {
                try CohortPeople(
                    path: $0, mapping: mapping, most: patients ?? 5000,
                    schema: SchemaFolder(
                        setting: ProcessInfo.processInfo.environment[SettingName.schema.rawValue]))
            }
            people?.respondents.problems.forEach(Terminal.note)
            let plan = CohortPlan(
                patients: people?.respondents.count ?? patients ?? 25, days: days, seed: seed, begins: begins,
                file: people?.file)
            let bar = ProgressBar()
            let table = try await CohortRun(
                plan: plan, server: server, team: team, respondents: people?.respondents
            ) { bar.show($0) }
            .run(endsNow: false)
            bar.finish()
            Terminal.show(table.text)
            if let json { try table.write(to: json) }
            if table.hasBreaches { throw ExitCode(1) }
        }
    }
}
