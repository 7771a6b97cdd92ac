import ArgumentParser
import Wire

extension ConsultCommands {
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begins a visit of yours: identity confirmed, the patient's state attested.",
            discussion: "Example:  lozenge consult start 1 --identity photoId --state AZ")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        @Option(help: "How: photoId, knownToPrescriber or twoIdentifiers.")
        var identity: String?

        @Option(help: ArgumentHelp("Where the patient says that they are, as AZ.", valueName: "state"))
        var state: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<consult>": consult, "--identity": identity, "--state": state])
            let name = try desk.consult(consult)
            let identity = try talk.choice(
                identity, "How was identity confirmed",
                of: ["photoId", "knownToPrescriber", "twoIdentifiers"])
            let state = try talk.line(state, "In which state is the patient")
            try await desk.changeConsult(
                .change(
                    "/v1/staff/consults/\(name)/start",
                    ConsultStartRequest(identityConfirmed: identity, attestedState: state.uppercased())),
                change)
        }
    }

    struct Complete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a visit of yours: signs its note and gives its outcome. The patient reads both.",
            discussion: """
                Example:  lozenge consult complete 1 --icd10 F33.1 --findings "Depressed for two years." \
                --plan "Start low." --risks "Dependence, bladder, blood pressure." --outcome approved
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        @Option(help: "An ICD-10-CM code; may be repeated.")
        var icd10: [String] = []

        @Option(help: "What was found.")
        var findings: String?

        @Option(help: "What is planned.")
        var plan: String?

        @Option(help: "Which risks were spoken of.")
        var risks: String?

        @Option(help: "approved, declined, needsInformation or followUp.")
        var outcome: String?

        @Option(help: "Why declined, what is missing, or when to follow up.")
        var detail: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<consult>": consult, "--icd10": icd10.first, "--findings": findings, "--plan": plan,
                "--risks": risks, "--outcome": outcome,
                "--detail": outcome.map { $0 == "approved" } ?? true ? "" : detail,
            ])
            let name = try desk.consult(consult)
            let codes = icd10.isEmpty ? [try talk.line(nil, "ICD-10-CM code")] : icd10
            let note = ConsultCompletion.Note(
                icd10: codes, findings: try talk.line(findings, "Findings"),
                plan: try talk.line(plan, "Plan"), risksDiscussed: try talk.line(risks, "Risks discussed"))
            let outcome = try talk.choice(
                outcome, "Outcome", of: ["approved", "declined", "needsInformation", "followUp"])
            let detail =
                outcome == "approved" ? detail : try talk.line(detail, "Why, what is missing, or when")
            if !change.dryRun {
                try talk.confirm("The note of \(name) is signed: \(outcome.spoken).", agreed: change.yes)
            }
            try await desk.changeConsult(
                .change(
                    "/v1/staff/consults/\(name)/complete",
                    ConsultCompletion(note: note, outcome: outcome, detail: detail)), change)
        }
    }
}
