import ArgumentParser
import Wire

/// `lozenge treatment`: a treatment under way, paused and resumed by the care team.
struct TreatmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "treatment", abstract: "A treatment under way: show, pause, resume, stop.",
        discussion: "Example:  lozenge treatment show pt-7k2mq",
        subcommands: [Show.self, Pause.self, Resume.self, Stop.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows where a treatment stands today, and its days.",
            discussion: "Example:  lozenge treatment show pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/" + desk.patient(patient)
            guard let reader = try await desk.reader() else {
                return desk.terminal.show(json: try await desk.send(.get(path + "/treatment")).body)
            }
            let chart = try await desk.send(.get(path)).decoded(ChartAnswer.self)
            var screen = reader.screen()
            screen.line(
                .init("Patient", "\(chart.patient.name.given) \(chart.patient.name.family)"),
                .init("Handle", chart.patient.handle))
            screen.rule()
            if let course = chart.course {
                reader.course(course, on: &screen)
            } else {
                screen.text("No treatment is under way.")
            }
            desk.terminal.show(screen)
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pauses a treatment: nothing is taken and nothing released. The patient will notice.",
            discussion: """
                Example:  lozenge treatment pause pt-7k2mq --reason "Fell twice this week."
                          lozenge treatment pause pt-7k2mq --wished-by patient --until 2026-12-20 --reason "Travels."

                What the patient wishes they may end themselves; what the care team wants, a prescriber ends.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: "Why, for the record.") var reason: String?

        @Option(help: ArgumentHelp("careTeam, or patient.", valueName: "who")) var wishedBy = "careTeam"

        @Option(help: ArgumentHelp("The patient's own plan, at most 60 days ahead.", valueName: "date"))
        var until: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--reason": reason])
            let name = try desk.patient(patient)
            let request = PauseRequest(
                reason: try talk.line(reason, "Why (for the record)"), wishedBy: wishedBy, until: until)
            if !change.dryRun {
                try talk.confirm("\(name): no dose until it is resumed.", agreed: change.yes)
            }
            try await desk.decide(.change("/v1/staff/patients/\(name)/treatment/pause", request), change)
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a paused treatment go on, its flags closed. Prescribers only.",
            discussion:
                "Example:  lozenge treatment resume pt-7k2mq --mg 30 --from 2026-12-13 --reason \"ASQ negative.\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: ArgumentHelp("Milligrams a day, at most those before the pause.", valueName: "mg"))
        var mg: Int?

        @Option(help: ArgumentHelp("From which date of the patient's on.", valueName: "date"))
        var from: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.order("treatment/resume", patient, mg: mg, from: from, because: reason, change)
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a treatment at the patient's word; unsent fills are cancelled.",
            discussion: "Example:  lozenge treatment stop pt-7k2mq --reason \"Wants no more of it.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--reason": reason])
            let name = try desk.patient(patient)
            let request = ReasonRequest(reason: try talk.line(reason, "Why (for the record)"))
            if !change.dryRun {
                try talk.confirm(
                    "\(name): the treatment ends, unsent fills are cancelled.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/treatment/stop", request), change,
                as: TreatmentAnswer.self
            ) { _, _, screen in screen.text("The treatment has ended.") }
        }
    }
}
