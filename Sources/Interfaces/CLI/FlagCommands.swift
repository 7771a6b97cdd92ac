import ArgumentParser
import Wire

/// `lozenge flag`: safety flags by deadline.
struct FlagCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag", abstract: "Safety flags: what is open, seen, and how it ended.",
        discussion: "Example:  lozenge flag list",
        subcommands: [List.self, Acknowledge.self, Resolve.self], defaultSubcommand: List.self)

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
