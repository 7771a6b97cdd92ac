import ArgumentParser
import Wire

/// `lozenge flag`: safety flags by deadline.
struct FlagCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag", abstract: "Safety flags: what is open, seen, and how it ended.",
        discussion: "Example:  lozenge flag list",
        subcommands: [
            List.self, Show.self, Acknowledge.self, Resolve.self, Raise.self, Escalate.self,
        ], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists open flags, what must be closed first at the top.",
            discussion: "Example:  lozenge flag list")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/flags", query: [], length, as: Page<FlagAnswer>.self, next: \.nextCursor)
            let flags = pages.flatMap(\.value.items)
            try desk.remember(flags.map { [.flag: $0.handle, .patient: $0.patient.handle] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.flags(flags))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one flag with the calls that it made and whom they reached.",
            discussion: "Example:  lozenge flag show fl-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var flag: String

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.name(flag, of: .flag)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/flags/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            let sheet = try answer.decoded(FlagSheetAnswer.self)
            var screen = reader.screen()
            screen.rule()
            reader.show(sheet.flag, on: &screen)
            reader.alarms(sheet, on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Raise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Raises a flag about a patient, with the reason; severity 1 pauses and pages at once.",
            discussion:
                "Example:  lozenge flag raise pt-7k2mq --severity 2 --reason \"Sounded confused on the phone.\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient's handle, id or row number.")
        var patient: String?

        @Option(help: "1, 2 or 3; 1 is the gravest.")
        var severity: Int?

        @Option(help: "Why, for the record.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<patient>": patient, "--severity": severity.map { "\($0)" }, "--reason": reason,
            ])
            let name = try desk.name(talk.line(patient, "Which patient (handle)"), of: .patient)
            let request = try FlagCommands.severityRequest(severity, reason, talk)
            try await desk.changeFlag(.change("/v1/staff/patients/\(name)/flags", request), change)
        }
    }

    struct Escalate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a flag graver, with the reason: it must be seen again. None becomes milder.",
            discussion: "Example:  lozenge flag escalate fl-7k2mq --severity 1 --reason \"Has a plan.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var flag: String?

        @Option(help: "1 or 2; 1 is the gravest.")
        var severity: Int?

        @Option(help: "Why, for the record.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<flag>": flag, "--severity": severity.map { "\($0)" }, "--reason": reason])
            let name = try desk.flag(flag)
            let request = try FlagCommands.severityRequest(severity, reason, talk)
            try await desk.changeFlag(.change("/v1/staff/flags/\(name)/escalate", request), change)
        }
    }

    /// What was given, or is asked for.
    fileprivate static func severityRequest(
        _ severity: Int?, _ reason: String?, _ talk: Conversation
    ) throws -> FlagSeverityRequest {
        let typed = try talk.choice(severity.map { "\($0)" }, "Severity", of: ["1", "2", "3"])
        return FlagSeverityRequest(
            severity: Int(typed) ?? 0, reason: try talk.line(reason, "Why (for the record)"))
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that you have seen a flag and take care of it.",
            discussion: "Example:  lozenge flag acknowledge fl-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var flag: String?

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.changeFlag(.change("/v1/staff/flags/\(desk.flag(flag))/acknowledge"), change)
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a flag with its outcome, in writing.",
            discussion:
                "Example:  lozenge flag resolve fl-7k2mq --outcome watched --note \"Called; safe.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var flag: String?

        @Option(help: "One of the outcomes of its severity.")
        var outcome: String?

        @Option(help: "How it ended, for the record.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<flag>": flag, "--outcome": outcome, "--note": note])
            let name = try desk.flag(flag)
            let request = FlagCloseRequest(
                outcome: try talk.line(outcome, "Which outcome"),
                note: try talk.line(note, "How it ended (for the record)"))
            try await desk.changeFlag(.change("/v1/staff/flags/\(name)/close", request), change)
        }
    }
}

extension Desk {
    /// The flag that was named, or asked for.
    fileprivate func flag(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<flag>": named])
        return try name(
            conversation.line(named, "Which flag (handle, or row of the last list)"), of: .flag)
    }

    /// Makes the change and shows what became of the flag.
    fileprivate func changeFlag(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: FlagAnswer.self) { flag, reader, screen in
            reader.show(flag, on: &screen)
        }
    }
}
