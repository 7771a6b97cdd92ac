import ArgumentParser
import Foundation
import Wire

/// `lozenge queue`: what to do now, by due time.
struct QueueCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "What to do now, by due time.",
        discussion: "Example:  lozenge queue next --claim",
        subcommands: [
            List.self, Next.self, Show.self, Claim.self, Release.self, Resolve.self, Snooze.self,
            HandOver.self,
        ],
        defaultSubcommand: List.self)

    /// Which part of the queue is meant.
    struct Filter: ParsableArguments {
        @Flag(help: "Only what is mine.")
        var mine = false

        @Option(help: "Only this kind of work, as screeningReview.")
        var kind: String?

        @Option(help: ArgumentHelp("Only patients of this state, as AZ.", valueName: "state"))
        var state: String?

        @Option(help: "Only this role's work: careNavigator, prescriber or medicalDirector.")
        var role: String?

        func validate() throws {
            if let state, state.wholeMatch(of: /[A-Za-z]{2}/) == nil {
                throw ValidationError("--state takes a state's two letters, as AZ.")
            }
        }

        var isSet: Bool { mine || kind != nil || state != nil || role != nil }

        var query: [(String, String)] {
            (mine ? [("mine", "true")] : []) + (kind.map { [("kind", $0)] } ?? [])
                + (state.map { [("state", $0.uppercased())] } ?? []) + (role.map { [("role", $0)] } ?? [])
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the queue.", discussion: "Example:  lozenge queue list --mine --state AZ")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var filter: Filter
        @OptionGroup var length: ListLength

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/queue", query: filter.query, length, as: QueueAnswer.self, next: \.nextCursor)
            let items = pages.flatMap(\.value.items)
            try desk.remember(items.map(\.names))
            guard let reader = try await reader, let last = pages.last?.value else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.queue(items, of: last, filtered: filter.isSet))
        }
    }

    struct Next: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the first item that is mine or nobody's, and claims it if asked to.",
            discussion: "Example:  lozenge queue next --claim   (with --dry-run it is still looked up)")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var filter: Filter

        @Flag(help: "Claim it too.")
        var claim = false

        func run() async throws {
            let desk = try Desk(screen)
            let me = try await desk.send(.get("/v1/staff/me")).decoded(StaffAnswer.self)
            let page = try await desk.send(.get("/v1/staff/queue", query: filter.query + [("limit", "200")]))
            guard let item = try page.decoded(QueueAnswer.self).items.first(where: { $0.isFree(for: me.id) })
            else {
                return try nothing(desk, me)
            }
            try desk.remember([item.names])
            if claim {
                return try await desk.changeItem(
                    .change("/v1/staff/work-items/\(item.handle)/claim"), change)
            }
            try await desk.showItem(item.handle)
        }

        private func nothing(_ desk: Desk, _ me: StaffAnswer) throws {
            guard !desk.json else { return desk.terminal.show(json: Data("null".utf8)) }
            var screen = try Reader(me, server: desk.server).screen()
            screen.rule()
            screen.text("Nothing is waiting for you.")
            desk.terminal.show(screen)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one item whole.", discussion: "Example:  lozenge queue show 2")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var item: String?

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.showItem(desk.workItem(item))
        }
    }
}

extension WorkItem {
    /// What its row in a list stands for.
    var names: [Noun: String] {
        var names = [Noun.workItem: handle]
        if let patient { names[.patient] = patient.handle }
        return names
    }

    /// Whether the person could start with it now.
    fileprivate func isFree(for person: String) -> Bool {
        owner?.id == person || (owner == nil && state == "open")
    }
}

extension Desk {
    /// The item that was named, or asked for.
    func workItem(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<item>": named])
        return try name(
            conversation.line(named, "Which item (handle, or row of the last list)"), of: .workItem)
    }

    fileprivate func showItem(_ item: String) async throws {
        async let reader = reader()
        let answer = try await send(.get("/v1/staff/work-items/\(item)"))
        guard let reader = try await reader else { return terminal.show(json: answer.body) }
        var screen = reader.screen()
        screen.rule()
        try reader.show(answer.decoded(WorkItem.self), on: &screen)
        terminal.show(screen)
    }
}
