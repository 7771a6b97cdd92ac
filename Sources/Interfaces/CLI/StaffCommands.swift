import ArgumentParser
import Wire

/// `lozenge staff`: who may do what, for administrators.
struct StaffCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Colleagues and what they may do.",
        discussion: "Example:  lozenge staff list",
        subcommands: [List.self, Invite.self, Approve.self, End.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists accounts, a row for each role that somebody has or waits for.",
            discussion: "Example:  lozenge staff list --all")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/accounts", length, as: Page<StaffAccount>.self, next: \.nextCursor)
            let rows = pages.flatMap(\.value.items).flatMap(\.rows)
            try desk.remember(rows.map(\.names))
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.staff(rows, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks a colleague in: a link goes to their e-mail address.",
            discussion: """
                Example:  lozenge staff invite --name "Wei Lin" --email lin@care.example --role prescriber

                Roles: navigator, prescriber, medical-director, pharmacist, administrator, auditor. The signing roles \
                (prescriber, medical-director) begin when a second administrator approves them.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Option(help: "The colleague's name.")
        var name: String?

        @Option(help: "Where the link goes.")
        var email: String?

        @Option(
            help: "A role; may be repeated.",
            completion: .list(Role.all.map { Role.words([$0]).replacing(" ", with: "-") }))
        var role: [String] = []

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["--name": name, "--email": email, "--role": role.first])
            let name = try talk.line(name, "Name")
            let email = try talk.line(email, "E-mail")
            let roles =
                role.isEmpty
                ? [try talk.choice(nil, "Role", of: Role.all.map { Role.words([$0]) })] : role
            let request = InvitationRequest(name: name, email: email, roles: roles.map(Role.code))
            if !change.dryRun {
                try talk.confirm(
                    "\(name) <\(email)> is asked in as \(Role.words(request.roles)).", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/invitations", request), change, as: InvitationAnswer.self
            ) {
                answer, reader, screen in
                screen.text("The link is on its way to \(email).")
                screen.fields(
                    .init("Handle", answer.handle),
                    .init("Until", reader.clock.moment(wire: answer.expiresAt)))
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approves, as the second administrator, a role that waits for it.",
            discussion:
                """
                Example:  lozenge staff approve 3
                          lozenge staff approve st-4m9xd --role prescriber

                A handle is looked up at the server, with --dry-run too.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var which: GrantChoice

        func run() async throws {
            try await Desk(screen).changeGrant(which, .approve, change)
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a role: the colleague may no longer act in it, at once.",
            discussion: """
                Example:  lozenge staff end st-4m9xd --role prescriber

                A handle is looked up at the server, with --dry-run too.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var which: GrantChoice

        func run() async throws {
            try await Desk(screen).changeGrant(which, .end, change)
        }
    }
}
