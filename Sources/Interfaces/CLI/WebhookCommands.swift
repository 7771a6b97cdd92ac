import ArgumentParser
import Wire

/// `lozenge webhook`: what partners sent us.
struct WebhookCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "What partners sent us: look, and try again.",
        discussion: "Example:  lozenge webhook inbox --effect parked",
        subcommands: [Inbox.self, Show.self, Replay.self], defaultSubcommand: Inbox.self)

    struct Inbox: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists messages, the latest first.",
            discussion: "Example:  lozenge webhook inbox --partner pharmacy:alpha --effect parked")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Option(help: "Only of this partner, as pharmacy:alpha or carrier:easypost.")
        var partner: String?

        @Option(help: "Only what is pending, applied, repeated, late, parked or ignored.")
        var effect: String?

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let query = [("partner", partner), ("effect", effect)].compactMap { name, value in
                value.map { (name, $0) }
            }
            let pages = try await desk.pages(
                of: "/v1/staff/webhooks", query: query, length, as: Page<WebhookMessage>.self,
                next: \.nextCursor)
            let messages = pages.flatMap(\.value.items)
            try desk.remember(messages.map { [.webhook: $0.id] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(
                reader.inbox(messages, more: pages.last?.value.nextCursor != nil, filtered: !query.isEmpty))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one message with its deliveries.", discussion: "Example:  lozenge webhook show 2"
        )

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Id or row number.")
        var message: String?

        func run() async throws {
            let desk = try Desk(screen)
            let id = try desk.message(message)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/webhooks/\(id)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            reader.show(try answer.decoded(WebhookMessage.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Applies a parked message again.", discussion: "Example:  lozenge webhook replay 2")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Id or row number.")
        var message: String?

        func run() async throws {
            let desk = try Desk(screen)
            let id = try desk.message(message)
            try await desk.carryOut(
                .change("/v1/staff/webhooks/\(id)/replay"), change, as: WebhookMessage.self
            ) { message, reader, screen in
                reader.show(message, on: &screen)
            }
        }
    }
}

extension Desk {
    /// The message that was named, or asked for.
    fileprivate func message(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<message>": named])
        return try name(conversation.line(named, "Which message (id, or row of the last list)"), of: .webhook)
    }
}
