import ArgumentParser
import Wire

/// `lozenge protocol`: by what is prescribed, and the medical director's yes to it.
struct ProtocolCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protocol", abstract: "The protocols of this server, and who approved them.",
        discussion: "Example:  lozenge protocol list", subcommands: [List.self, Approve.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the protocols.", discussion: "Example:  lozenge protocol list")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/protocols"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            for item in try answer.decoded(Page<ProtocolAnswer>.self).items {
                screen.rule()
                item.show(on: &screen)
            }
            desk.terminal.show(screen)
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says yes, as a medical director, to the version this server has.",
            discussion: """
                Example:  lozenge protocol approve daily-low-dose

                Without --sha256 it is the file that the server has now, which is shown first on a terminal.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Which protocol, as daily-low-dose.")
        var slug: String

        @Option(help: "The hash of the file that you read.")
        var sha256: String?

        func run() async throws {
            let desk = try Desk(screen)
            guard slug.wholeMatch(of: /[a-z0-9-]{1,60}/) != nil else {
                throw ToolFailure.usage("a protocol is named as daily-low-dose")
            }
            let page = try await desk.send(.get("/v1/staff/protocols")).decoded(Page<ProtocolAnswer>.self)
            guard let found = page.items.first(where: { $0.slug == slug }) else {
                throw ToolFailure.usage("this server has no protocol \(slug)")
            }
            if !change.dryRun {
                try desk.conversation.confirm(
                    "\(found.title), version \(found.version), sha256 \(found.sha256): prescriptions follow it.",
                    agreed: change.yes)
            }
            try await desk.carryOut(
                .change(
                    "/v1/staff/protocols/\(slug)/approve",
                    ProtocolApprovalRequest(version: found.version, sha256: sha256 ?? found.sha256)),
                change, as: ProtocolAnswer.self
            ) { answer, _, screen in answer.show(on: &screen) }
        }
    }
}

extension ProtocolAnswer {
    fileprivate func show(on screen: inout Screen) {
        screen.line(.init("Protocol", slug), .init("Version", "version \(version)"), .init("Title", title))
        screen.fields(.init("Ladder", ladderMg.map(String.init).joined(separator: " · ") + " mg"))
        screen.fields(.init("File", sha256))
        screen.fields(
            .init("Approved", approved ? approvedAt ?? "yes" : "no", tone: approved ? .plain : .alarm))
    }
}
