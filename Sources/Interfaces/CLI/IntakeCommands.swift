import ArgumentParser
import Wire

/// `lozenge intake`: read what a patient sent, send it back, say what a medicine is.
struct IntakeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "Review an intake and its versions, return it, name a medicine.",
        discussion: "Example:  lozenge intake review pt-7k2mq",
        subcommands: [Review.self, Versions.self, Return.self, Medication.self])

    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a patient sent: answers, scores, medicines.",
            discussion: "Example:  lozenge intake review pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "The id of an earlier one (lozenge intake versions).")
        var version: String?

        func run() async throws {
            let desk = try Desk(screen)
            let query = version.map { "?version=\($0)" } ?? ""
            let path = try "/v1/staff/patients/\(desk.patient(patient))/intake\(query)"
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            let review = try answer.decoded(IntakeReviewAnswer.self)
            try desk.remember(review.medicines.map { [.medicine: $0.id] })
            desk.terminal.show(reader.intake(review))
        }
    }

    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists every version of an intake, with what was decided of it.",
            discussion: "Example:  lozenge intake versions pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/\(desk.patient(patient))/intakes"
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.intakes(try answer.decoded(IntakeVersionsAnswer.self)))
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks the patient to complete it. The patient reads the reason.",
            discussion:
                "Example:  lozenge intake return pt-7k2mq --reason \"Please add your blood pressure.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "What is to be completed, in words for the patient.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--reason": reason])
            let name = try desk.patient(patient)
            let reason = try talk.line(reason, "What is to be completed (the patient reads it)")
            if !change.dryRun {
                try talk.confirm("The intake of \(name) goes back to the patient.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/intake/return", IntakeReturnRequest(reason: reason)),
                change,
                as: IntakeAnswer.self
            ) { _, _, screen in screen.text("Returned; the patient goes on in a new draft.") }
        }
    }

    struct Medication: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what an unknown medicine is; the rules are asked again.",
            discussion: """
                Example:  lozenge intake medication 2 --ingredient lamotrigine
                          lozenge intake medication 2 --class anticonvulsant --reason "Label read on the phone."
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Id, or row of the last intake review.")
        var medicine: String?

        @Option(help: "An ingredient; once for each.")
        var ingredient: [String] = []

        @Option(
            name: .customLong("class"),
            help: "A class it counts as, where the list lacks its ingredients.")
        var classes: [String] = []

        @Option(help: "Why it counts as these classes.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<medicine>": medicine])
            let name = try desk.name(
                desk.conversation.line(medicine, "Which medicine (id, or row of intake review)"),
                of: .medicine)
            let request =
                ingredient.isEmpty
                ? MedicationResolveRequest(classes: classes, reason: reason)
                : MedicationResolveRequest(ingredients: ingredient)
            try await desk.carryOut(
                .change("/v1/staff/medications/\(name)/resolve", request), change,
                as: EligibilityAnswer.self
            ) { eligibility, reader, screen in reader.show(eligibility, on: &screen) }
        }
    }
}
