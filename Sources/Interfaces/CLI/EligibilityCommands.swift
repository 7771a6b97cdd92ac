import ArgumentParser
import Wire

/// `lozenge eligibility`: what the rules say of a patient, letters, and a prescriber's answers.
struct EligibilityCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eligibility", abstract: "What the rules say of a patient, and the answers to it.",
        discussion: "Example:  lozenge eligibility explain pt-7k2mq",
        subcommands: [Explain.self, Answer.self, Clearance.self, Rules.self, Approve.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows every rule that fired, with the answers behind it.",
            discussion: "Example:  lozenge eligibility explain pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/\(desk.patient(patient))/eligibility"
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            reader.show(try answer.decoded(EligibilityChart.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a rule in writing (prescribers only).",
            discussion:
                "Example:  lozenge eligibility answer pt-7k2mq --rule E7 --decision accepted --words \"Letter read.\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "The rule, as E7.")
        var rule: String?

        @Option(help: "accepted or notAccepted.")
        var decision: String?

        @Option(help: "The answer, for the record.")
        var words: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<patient>": patient, "--rule": rule, "--decision": decision, "--words": words,
            ])
            let name = try desk.patient(patient)
            let request = EligibilityAnswerRequest(
                rule: try talk.line(rule, "Which rule"),
                decision: try talk.choice(decision, "Decision", of: ["accepted", "notAccepted"]),
                words: try talk.line(words, "In writing"))
            try await desk.changeEligibility(
                .change("/v1/staff/patients/\(name)/eligibility/answers", request), change)
        }
    }

    struct Clearance: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that the letter for a rule has come.",
            discussion:
                "Example:  lozenge eligibility clearance pt-7k2mq --rule E7 --document doc-17 --from \"Dr. Amari\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "The rule, as E7.")
        var rule: String?

        @Option(help: "Where the letter is kept.")
        var document: String?

        @Option(help: "Who wrote it.")
        var from: String?

        @Option(help: "What they are, as cardiology; one of those that the rule names.")
        var specialty: String?

        @Option(help: "The letter's own date, as 2026-11-19; today's, where it is left out.")
        var dated: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<patient>": patient, "--rule": rule, "--document": document, "--from": from,
            ])
            let name = try desk.patient(patient)
            let rule = try talk.line(rule, "Which rule")
            guard rule.wholeMatch(of: /[Ee][0-9]{1,2}/) != nil else {
                throw ToolFailure.usage("a rule is named like E7")
            }
            let request = ClearanceReceivedRequest(
                document: try talk.line(document, "Where the letter is kept"),
                from: try talk.line(from, "Who wrote it"), specialty: specialty, dated: dated)
            try await desk.changeEligibility(
                .change("/v1/staff/patients/\(name)/clearances/\(rule)/received", request), change)
        }
    }

    struct Rules: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the versions of the rules, and who approved them.",
            discussion: "Example:  lozenge eligibility rules")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/eligibility-rules"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            for item in try answer.decoded(Page<EligibilityRulesAnswer>.self).items {
                screen.rule()
                reader.show(item, on: &screen)
            }
            desk.terminal.show(screen)
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says yes, as a medical director, to a version of the rules.",
            discussion: """
                Example:  lozenge eligibility approve 2

                Whom another version judged, and who has no prescription yet, is asked anew.
                Without --sha256 it is the file that the server has now, which is shown first on a terminal.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The version, as 2.")
        var version: Int

        @Option(help: "The hash of the file that you read.")
        var sha256: String?

        func run() async throws {
            let desk = try Desk(screen)
            let page = try await desk.send(.get("/v1/staff/eligibility-rules")).decoded(
                Page<EligibilityRulesAnswer>.self)
            guard let found = page.items.first(where: { $0.version == version }) else {
                throw ToolFailure.usage("this server has no version \(version) of the rules")
            }
            if !change.dryRun {
                try desk.conversation.confirm(
                    "Version \(version), sha256 \(found.sha256): \(found.peopleToAsk) people are asked anew.",
                    agreed: change.yes)
            }
            try await desk.carryOut(
                .change(
                    "/v1/staff/eligibility-rules/approve",
                    ProtocolApprovalRequest(version: version, sha256: sha256 ?? found.sha256)),
                change, as: EligibilityRulesAnswer.self
            ) { answer, reader, screen in reader.show(answer, on: &screen) }
        }
    }
}

extension Desk {
    /// Makes the change and shows where the rules stand now.
    fileprivate func changeEligibility(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: EligibilityChart.self) { chart, reader, screen in
            reader.show(chart, on: &screen)
        }
    }
}
