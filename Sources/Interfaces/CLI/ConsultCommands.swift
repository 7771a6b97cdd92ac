import ArgumentParser
import Wire

/// `lozenge consult`: the calendar, and a visit from its time to its note.
struct ConsultCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consult", abstract: "Visits: times, bookings, and the visit itself.",
        discussion: "Example:  lozenge consult list",
        subcommands: [
            List.self, Show.self, Times.self, Hold.self, Book.self, Move.self, Cancel.self, NoShow.self,
            Start.self, Complete.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the visits of the next seven days.",
            discussion: """
                Example:  lozenge consult list
                          lozenge consult list --from 2026-11-23T00:00:00Z --prescriber st-4m9xd
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Option(help: ArgumentHelp("From this moment on.", valueName: "instant"))
        var from: String?

        @Option(help: ArgumentHelp("Before this moment.", valueName: "instant"))
        var to: String?

        @Option(help: "Only this prescriber's: handle or id.")
        var prescriber: String?

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            var query = (from.map { [("from", $0)] } ?? []) + (to.map { [("to", $0)] } ?? [])
            if let prescriber { query.append(("prescriber", try await desk.prescriberID(prescriber))) }
            let pages = try await desk.pages(
                of: "/v1/staff/consults", query: query, length, as: Page<ConsultAnswer>.self,
                next: \.nextCursor)
            // Times that were held and let go are nobody's visits; --json has them.
            let visits = pages.flatMap(\.value.items).filter { $0.state != "expired" }
            try desk.remember(visits.map(\.names))
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.visits(visits, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one visit, with its note once it is over.",
            discussion: "Example:  lozenge consult show co-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.consult(consult)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/consults/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(ConsultAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Times: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists when a patient may have a visit, known prescribers first.",
            discussion: "Example:  lozenge consult times pt-7k2mq --kind initial")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Argument(help: "The patient's handle, id or row number.")
        var patient: String?

        @Option(help: "initial, refillReview or adHoc.")
        var kind = "initial"

        @Option(help: ArgumentHelp("From this moment on.", valueName: "instant"))
        var from: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.patientOfVisit(patient)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/patients/\(name)/consult-times",
                query: [("kind", kind)] + (from.map { [("from", $0)] } ?? []), length,
                as: Page<ConsultTime>.self, next: \.nextCursor)
            let times = pages.flatMap(\.value.items)
            try desk.remember(times.map { [Noun.staff: $0.prescriber.id] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.times(times, more: pages.last?.value.nextCursor != nil))
        }
    }
}

extension ConsultAnswer {
    /// What its row in a list stands for.
    var names: [Noun: String] {
        var names = [Noun.consult: handle, .staff: prescriber.id]
        if let patient { names[.patient] = patient.handle }
        return names
    }
}

extension Desk {
    /// The visit that was named, or asked for.
    func consult(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<consult>": named])
        return try name(
            conversation.line(named, "Which visit (handle, or row of the last list)"), of: .consult)
    }

    /// The patient whose visit it is to be.
    func patientOfVisit(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<patient>": named])
        return try name(conversation.line(named, "Which patient (handle)"), of: .patient)
    }

    /// The id of a prescriber's account, which bookings name.
    func prescriberID(_ named: String) async throws -> String {
        let name = try name(named, of: .staff)
        return try await send(.get("/v1/staff/prescribers/\(name)")).decoded(PrescriberAnswer.self).id
    }

    /// Makes the change and shows what became of the visit.
    func changeConsult(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: ConsultAnswer.self) { visit, reader, screen in
            reader.show(visit, on: &screen)
        }
    }
}
