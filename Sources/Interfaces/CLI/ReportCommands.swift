import ArgumentParser
import Clocks
import Wire

/// `lozenge report`: how the program fares, in numbers that name nobody.
struct ReportCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "How the program fares, in numbers that name nobody.",
        discussion: "Example:  lozenge report gaps", subcommands: [Gaps.self, Deadlines.self])

    struct Gaps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Dose dates without medicine, by whose delay they are and why.",
            discussion: "Example:  lozenge report gaps --from 2026-12-01 --to 2026-12-31")

        @OptionGroup var screen: ScreenOptions

        @Option(help: ArgumentHelp("The first date, with --to; else the last 90 days.", valueName: "date"))
        var from: String?

        @Option(help: ArgumentHelp("The last date, with --from.", valueName: "date"))
        var to: String?

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let query = [("from", from), ("to", to)].compactMap { name, value in value.map { (name, $0) } }
            let answer = try await desk.send(.get("/v1/staff/reports/gaps", query: query))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.gaps(try answer.decoded(GapReportAnswer.self)))
        }
    }

    struct Deadlines: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Deadlines met and missed, by severity and kind of work, with the median and what was late.",
            discussion:
                "Example:  lozenge report deadlines --from 2026-11-01T00:00:00Z   (the last 30 days if left out)"
        )

        @OptionGroup var screen: ScreenOptions

        @Option(help: "Of what arose from this instant on.")
        var from: String?

        @Option(help: "Of what arose before this instant.")
        var to: String?

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let query = [("from", from), ("to", to)].compactMap { name, value in value.map { (name, $0) } }
            let answer = try await desk.send(.get("/v1/staff/reports/deadlines", query: query))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            try desk.terminal.show(reader.deadlines(answer.decoded(DeadlineReportAnswer.self)))
        }
    }
}
