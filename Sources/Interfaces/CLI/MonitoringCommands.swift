import ArgumentParser
import Wire

/// `lozenge pdmp`: looks into a state's prescription drug monitoring program.
struct MonitoringCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pdmp", abstract: "Looks into a state's prescription monitoring program.",
        discussion:
            "Example:  lozenge pdmp record pt-7k2mq --state AZ --reference AZ-1 --finding \"Nothing.\"",
        subcommands: [Record.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that the program was asked about a patient, and what it said.",
            discussion: """
                Example:  lozenge pdmp record pt-7k2mq --state AZ --reference AZ-778201 --finding "Nothing controlled."

                Without --at it was asked now.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: ArgumentHelp("Whose program, as AZ.", valueName: "state"))
        var state: String?

        @Option(help: "The program's own number of the query.")
        var reference: String?

        @Option(help: "What was found.")
        var finding: String?

        @Option(help: ArgumentHelp("When it was asked: 2026-11-24T15:00:00Z.", valueName: "moment"))
        var at: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<patient>": patient, "--state": state, "--reference": reference, "--finding": finding,
            ])
            let name = try desk.patient(patient)
            let request = MonitoringRequest(
                state: try talk.line(state, "Which state's program").uppercased(),
                queriedAt: try await moment(at: desk),
                reference: try talk.line(reference, "Its number of the query"),
                finding: try talk.line(finding, "What was found"))
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/pdmp", request), change, as: MonitoringAnswer.self
            ) { answer, reader, screen in
                let asked = reader.clock.moment(wire: answer.queriedAt)
                screen.text("Recorded: the program of \(answer.state), asked at \(asked).")
            }
        }

        /// Now, on the program's clock; a rehearsal asks nobody what time it is.
        private func moment(at desk: Desk) async throws -> String {
            if let at { return at }
            if change.dryRun { return "now" }
            return try await desk.send(.get("/v1/staff/me")).decoded(StaffAnswer.self).now
        }
    }
}
