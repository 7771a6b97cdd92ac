import ArgumentParser
import Wire

/// `lozenge patient medication`: what a patient takes, begun and stopped, and a prescriber's answers.
struct MedicationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "medication", abstract: "What a patient takes; begun, stopped, answered.",
        discussion: "Example:  lozenge patient medication list pt-7k2mq",
        subcommands: [List.self, Add.self, End.self, Answer.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what a patient takes and took since the questionnaire.",
            discussion: "Example:  lozenge patient medication list pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/\(desk.patient(patient))/medications"
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            let lines = try answer.decoded(Page<MedicationLine>.self).items
            try desk.remember(lines.map { [.medicine: $0.id] })
            desk.terminal.show(reader.medications(lines))
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down a medicine that a patient takes now; the rules are asked again.",
            discussion:
                "Example:  lozenge patient medication add pt-7k2mq --name \"Tramadol 50 mg\" --since 2026-11-20"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "As it is written on the label.")
        var name: String?

        @Option(help: "Its first date, as 2026-11-20.")
        var since: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--name": name])
            let path = try "/v1/staff/patients/\(desk.patient(patient))/medications"
            let request = MedicationRequest(name: try talk.line(name, "Which medicine"), startedOn: since)
            try await desk.changeMedication(.change(path, request), change)
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down that a medicine is taken no more.",
            discussion: "Example:  lozenge patient medication end 2 --on 2026-11-20")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Id, or row of the last medication list.")
        var medicine: String?

        @Option(help: "The last date of it; today, where it is left out.")
        var on: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<medicine>": medicine])
            let name = try desk.name(
                desk.conversation.line(medicine, "Which medicine (id, or row of the list)"), of: .medicine)
            try await desk.changeMedication(
                .change("/v1/staff/medications/\(name)/end", MedicationEndRequest(endedOn: on)), change)
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a medicine begun or stopped in treatment, in writing (prescribers only).",
            discussion: """
                Example:  lozenge patient medication answer 2 --decision accepted --words "No dose within 6 hours."

                A yes lets the dose go on; a no pauses the treatment.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Id, or row of the last medication list.")
        var medicine: String?

        @Option(help: "accepted or notAccepted.")
        var decision: String?

        @Option(help: "The answer, for the record.")
        var words: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<medicine>": medicine, "--decision": decision, "--words": words])
            let name = try desk.name(
                talk.line(medicine, "Which medicine (id, or row of the list)"), of: .medicine)
            let request = MedicationAnswerRequest(
                decision: try talk.choice(decision, "Decision", of: ["accepted", "notAccepted"]),
                words: try talk.line(words, "In writing"))
            try await desk.changeMedication(
                .change("/v1/staff/medications/\(name)/answer", request), change)
        }
    }
}

/// `lozenge patient health-change`: what changed in a patient's health after the questionnaire.
struct HealthChangeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health-change", abstract: "Pregnancy, diagnoses, operations planned.",
        discussion: "Example:  lozenge patient health-change list pt-7k2mq",
        subcommands: [List.self, Add.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was reported, and what may be.",
            discussion: "Example:  lozenge patient health-change list pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/\(desk.patient(patient))/health-changes"
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.healthChanges(try answer.decoded(HealthChangesAnswer.self)))
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down what changed; where the rules say no now, treatment pauses at once.",
            discussion:
                "Example:  lozenge patient health-change add pt-7k2mq --change anesthesiaPlanned --on 2026-12-04"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(name: .customLong("change"), help: "As pregnant, psychosis, arrhythmia; the list names all.")
        var code: String?

        @Option(help: "When it happened or is planned, as 2026-12-04.")
        var on: String?

        @Option(help: "In words.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--change": code])
            let name = try desk.patient(patient)
            let request = HealthChangeRequest(
                change: try talk.line(code, "What changed"), on: on, note: note)
            if !change.dryRun {
                try talk.confirm(
                    "The rules are asked again about \(name); a treatment may pause at once.",
                    agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/health-changes", request), change,
                as: HealthChangeAnswer.self
            ) { answer, reader, screen in
                reader.show(answer.consequence, answer.eligibility, on: &screen)
            }
        }
    }
}

extension Desk {
    /// Makes the change and shows what follows.
    fileprivate func changeMedication(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: MedicationChangeAnswer.self) { answer, reader, screen in
            screen.fields(.init("Medicine", answer.medication.name))
            reader.show(answer.consequence, answer.eligibility, on: &screen)
        }
    }
}
