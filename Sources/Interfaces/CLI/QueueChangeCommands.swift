import ArgumentParser
import Clocks
import Wire

extension QueueCommands {
    struct Claim: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes an item: it is yours until 30 minutes after you last touched it.",
            discussion: "Example:  lozenge queue claim 2")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        func run() async throws {
            let desk = try Desk(screen)
            let item = try desk.workItem(item)
            try await desk.changeItem(
                .change("/v1/staff/work-items/\(item)/claim"), change)
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts an item of yours back: it is nobody's again.",
            discussion: "Example:  lozenge queue release wi-q3f8k")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        func run() async throws {
            let desk = try Desk(screen)
            let item = try desk.workItem(item)
            try await desk.changeItem(
                .change("/v1/staff/work-items/\(item)/release"), change)
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes an item of yours with one of its outcomes. The patient will notice.",
            discussion:
                "Example:  lozenge queue resolve 2 --outcome accepted --note \"Cardiologist's letter seen.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        @Option(help: "One of the outcomes that queue show names.")
        var outcome: String?

        @Option(help: "Why, for the record.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<item>": item, "--outcome": outcome, "--note": note])
            let name = try desk.workItem(item)
            let asked = talk.terminal.interactive && !change.dryRun && (outcome == nil || !change.yes)
            let seen =
                asked ? try await desk.send(.get("/v1/staff/work-items/\(name)")).decoded(WorkItem.self) : nil
            let outcome = try talk.choice(outcome, "Which outcome", of: seen?.outcomes ?? [])
            let note = try talk.line(note, "Why (for the record)")
            if let seen {
                try talk.confirm("\(seen.consequence(of: outcome))", agreed: change.yes)
            }
            try await desk.changeItem(
                .change("/v1/staff/work-items/\(name)/resolve", ResolveRequest(outcome: outcome, note: note)),
                change)
        }
    }

    struct Snooze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts an item off, at most to seven days from now.",
            discussion: """
                Example:  lozenge queue snooze 2 --until "mon 9:00" --note "Waits for the clinic's letter."

                Times: 30m, 3h, 2d, 14:30, "tomorrow 9:00", "mon 9:00", 2026-11-23 (at 9:00), "2026-11-23 12:00", \
                2026-11-23T12:00:00Z. Wall times are this computer's.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        @Option(help: "Until when.")
        var until: String?

        @Option(help: "Why, for the record.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<item>": item, "--until": until, "--note": note])
            let name = try desk.workItem(item)
            let typed = try talk.line(until, "Until when (3h, 2d, mon 9:00)")
            let note = try talk.line(note, "Why (for the record)")
            let until = try SnoozeTime.instant(typed, now: await now(at: desk))
            try await desk.changeItem(
                .change(
                    "/v1/staff/work-items/\(name)/snooze", SnoozeRequest(until: until.rfc3339, note: note)),
                change)
        }

        /// "In three hours" counts on the program's clock; `--dry-run`, which asks nobody, on this
        /// computer's.
        private func now(at desk: Desk) async throws -> Instant {
            guard !change.dryRun else { return HostClock().now }
            let me = try await desk.send(.get("/v1/staff/me")).decoded(StaffAnswer.self)
            return try Reader(me, server: desk.server).clock.now
        }
    }

    struct HandOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an item of yours to a colleague, who has it from then on.",
            discussion:
                "Example:  lozenge queue hand-over wi-q3f8k --to st-4m9xd --note \"Knows the patient.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        @Option(
            help: ArgumentHelp(
                "The colleague's handle or id, or their row if staff list came last.", valueName: "colleague")
        )
        var to: String?

        @Option(help: "What they should know.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<item>": item, "--to": to, "--note": note])
            let name = try desk.workItem(item)
            let colleague = try desk.name(talk.line(to, "To whom (handle)"), of: .staff)
            let note = try talk.line(note, "What should they know")
            if !change.dryRun {
                try talk.confirm("\(name) goes to \(colleague), who will be told.", agreed: change.yes)
            }
            try await desk.changeItem(
                .change("/v1/staff/work-items/\(name)/hand-over", HandOverRequest(to: colleague, note: note)),
                change)
        }
    }
}

extension WorkItem {
    /// What a person agrees to before it is sent.
    fileprivate func consequence(of outcome: String) -> String {
        let whose = patient.map { " of \($0.name) (\($0.state)), who will notice" } ?? ""
        return "\(handle), \(kind.spoken)\(whose): \(outcome.spoken)."
    }
}

extension Desk {
    /// Makes the change and shows what became of the item.
    func changeItem(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: WorkItem.self) { item, reader, screen in
            reader.show(item, on: &screen)
        }
    }
}
