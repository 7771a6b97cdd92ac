import ArgumentParser
import Wire

/// `lozenge patient`: find a person, see their chart, write down what changes of them.
struct PatientCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Find a patient; a chart in one screen; moves, corrections, merges.",
        discussion: "Example:  lozenge patient find ortiz",
        subcommands: [
            Find.self, Show.self, Timeline.self, Move.self, Addresses.self, Recover.self, Recovery.self,
            Correct.self, Merge.self, Disclosures.self, MedicationCommands.self, HealthChangeCommands.self,
        ])

    struct Find: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds patients by words of the name, birth date, e-mail, phone or handle.",
            discussion: """
                Example:  lozenge patient find maya ortiz
                          lozenge patient find 1992-03-02
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Argument(help: "What is known of the person.")
        var text: [String] = []

        func run() async throws {
            let desk = try Desk(screen)
            let typed = text.isEmpty ? nil : text.joined(separator: " ")
            try desk.conversation.require(["<text>": typed])
            let search = try PatientSearch(
                text: desk.conversation.line(typed, "Name, birth date (1992-03-02), e-mail, phone or handle"))
            async let reader = desk.reader()
            // A body, not a query: names do not belong in URLs, which end up in logs.
            let pages = try await desk.pages(
                of: "/v1/staff/patients/search", body: search, length, as: Page<PatientHit>.self,
                next: \.nextCursor)
            let hits = pages.flatMap(\.value.items)
            try desk.remember(hits.map { [.patient: $0.handle] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.hits(hits, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a chart on one screen.",
            discussion: "Example:  lozenge patient show pt-7k2mq   (with --json: without the timeline)")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number, of the queue's rows too.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/" + desk.patient(patient)
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            let chart = try answer.decoded(ChartAnswer.self)
            let timeline = try await desk.send(.get(path + "/timeline", query: [("limit", "5")]))
            desk.terminal.show(
                reader.chart(
                    Chart(
                        patient: chart.patient, path: chart.path, course: chart.course, work: chart.work,
                        timeline: try timeline.decoded(Page<TimelineEntry>.self).items)))
        }
    }

    struct Timeline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists everything that happened, in words, the latest first.",
            discussion: "Example:  lozenge patient timeline 1 --all")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Argument(help: "Handle, id or row number, of the queue's rows too.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.patient(patient)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/patients/\(name)/timeline", length, as: Page<TimelineEntry>.self,
                next: \.nextCursor)
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            var screen = reader.screen()
            screen.rule()
            screen.table(reader.timeline(pages.flatMap(\.value.items)))
            if pages.last?.value.nextCursor != nil { screen.footer("more  (--all)") }
            desk.terminal.show(screen)
        }
    }
}

extension Desk {
    /// The patient that was named, or asked for.
    func patient(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<patient>": named])
        return try name(
            conversation.line(named, "Which patient (handle, or row of the last list)"), of: .patient)
    }
}
