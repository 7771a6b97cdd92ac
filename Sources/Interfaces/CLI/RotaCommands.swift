import ArgumentParser
import Clocks
import Wire

/// `lozenge rota`: who is on call, and where they are called.
struct RotaCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rota", abstract: "Who is on call, and when nobody is.",
        discussion: "Example:  lozenge rota show",
        subcommands: [Show.self, Gaps.self, Add.self, End.self, Pager.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Shows the shifts of the next 14 days, or of another stretch, and the gaps between them.",
            discussion: "Example:  lozenge rota show --to 30d")

        @OptionGroup var screen: ScreenOptions

        @Option(help: "From when: tomorrow 9:00, 2026-11-23, an instant; now where left out.")
        var from: String?

        @Option(help: "Until when.")
        var to: String?

        func run() async throws {
            try await Desk(screen).showRota(from: from, to: to) { reader, rota in reader.rota(rota) }
        }
    }

    struct Gaps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows when nobody is on call in the next 14 days.",
            discussion: "Example:  lozenge rota gaps")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            try await Desk(screen).showRota(from: nil, to: nil) { reader, rota in reader.gaps(rota) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts somebody on call (administrators and medical directors).",
            discussion: """
                Example:  lozenge rota add st-4m9xd --backup st-7k2mq --from "mon 9:00" --to 2026-12-07T14:00:00Z

                Times as in queue snooze. One person of a role is on call at a time.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Who: handle or id of the account.")
        var person: String?

        @Option(help: "Who is called if they do not answer.")
        var backup: String?

        @Option(help: "From when.")
        var from: String?

        @Option(help: "Until when.")
        var to: String?

        @Option(help: "prescriber, or medicalDirector.")
        var role = "prescriber"

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<person>": person, "--from": from, "--to": to])
            let now = try await desk.now(rehearsing: change.dryRun)
            let request = ShiftRequest(
                role: role, person: try desk.name(talk.line(person, "Who (handle)"), of: .staff),
                backup: try backup.map { backup throws(ToolFailure) in try desk.name(backup, of: .staff) },
                from: try SnoozeTime.moment(talk.line(from, "From when"), now: now).rfc3339,
                to: try SnoozeTime.moment(talk.line(to, "Until when"), now: now).rfc3339)
            try await desk.carryOut(.change("/v1/staff/rota/shifts", request), change, as: ShiftAnswer.self) {
                shift, reader, screen in reader.show(shift, on: &screen)
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a shift now, or takes away one that lies ahead.",
            discussion: "Example:  lozenge rota end oc-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var shift: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<shift>": shift])
            let name = try desk.name(talk.line(shift, "Which shift (handle)"), of: .shift)
            if !change.dryRun {
                try talk.confirm(
                    "\(name) ends; whoever follows is put on call by rota add.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/rota/shifts/\(name)/end"), change, as: ShiftAnswer.self
            ) {
                shift, reader, screen in reader.show(shift, on: &screen)
            }
        }
    }

    struct Pager: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Names the number at which you are called, or proves it with the code that came.",
            discussion: """
                Example:  lozenge rota pager --phone +16025550143
                          lozenge rota pager --code 123456

                Until a number is proven, pages go to your e-mail.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Option(help: "The number, as +16025550143.")
        var phone: String?

        @Option(help: "The code that came.")
        var code: String?

        func validate() throws {
            guard (phone == nil) != (code == nil) else { throw ValidationError("Give --phone or --code.") }
        }

        func run() async throws {
            let desk = try Desk(screen)
            if let phone {
                return try await desk.carryOut(
                    .replace("/v1/staff/me/pager", PagerRequest(phone: phone)), change, as: CodeSent.self
                ) { sent, _, screen in
                    screen.text("A code is on its way to \(sent.sentTo): lozenge rota pager --code CODE")
                }
            }
            try await desk.carryOut(
                .ask("/v1/staff/me/pager/proof", PagerProofRequest(code: code ?? "")), change,
                as: PagerAnswer.self
            ) { pager, _, screen in screen.text("You are called at \(pager.phone) from now on.") }
        }
    }
}

extension SnoozeTime {
    /// The same times, and instants that have passed, too.
    static func moment(_ text: String, now: Instant) throws(ToolFailure) -> Instant {
        if text == "now" { return now }
        if let instant = Instant(rfc3339: text.uppercased()) { return instant }
        return try instant(text, now: now)
    }
}

extension Desk {
    /// "In three days" counts on the program's clock; `--dry-run`, which asks nobody, on this computer's.
    fileprivate func now(rehearsing: Bool = false) async throws -> Instant {
        guard !rehearsing else { return HostClock().now }
        let me = try await send(.get("/v1/staff/me")).decoded(StaffAnswer.self)
        return try Reader(me, server: server).clock.now
    }

    fileprivate func showRota(
        from: String?, to: String?, _ tell: (Reader, RotaAnswer) -> Screen
    ) async throws {
        let now = try await now()
        var query: [(String, String)] = []
        if let from { query.append(("from", try SnoozeTime.moment(from, now: now).rfc3339)) }
        if let to { query.append(("to", try SnoozeTime.moment(to, now: now).rfc3339)) }
        async let reader = reader()
        let answer = try await send(.get("/v1/staff/rota", query: query))
        let rota = try answer.decoded(RotaAnswer.self)
        try remember(rota.shifts.map { [.shift: $0.handle, .staff: $0.person.handle] })
        guard let reader = try await reader else { return terminal.show(json: answer.body) }
        terminal.show(tell(reader, rota))
    }
}
