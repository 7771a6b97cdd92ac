import ArgumentParser
import Foundation
import Wire

/// `lozenge dose`: why a dose is what it is, rises on offer, doses that a prescriber sets.
struct DoseCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dose", abstract: "Why a dose is what it is; rises on offer; setting one.",
        discussion: "Example:  lozenge dose explain pt-7k2mq",
        subcommands: [Explain.self, Offers.self, Agree.self, Deny.self, Set.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what titration decided on a day, by which rules, and what the days before were.",
            discussion: """
                Example:  lozenge dose explain pt-7k2mq
                          lozenge dose explain pt-7k2mq --date 2026-12-09

                Without --date it is the last day on which anything was decided.
                """)

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: ArgumentHelp("The patient's date, as 2026-12-09.", valueName: "date"))
        var date: String?

        func run() async throws {
            let desk = try Desk(screen)
            let path = try "/v1/staff/patients/" + desk.patient(patient)
            let query = [("limit", "100")] + (date.map { [("date", $0)] } ?? [])
            async let reader = desk.reader()
            let answer = try await desk.send(.get(path + "/decisions", query: query))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            let chart = try await desk.send(.get(path)).decoded(ChartAnswer.self)
            var decisions = try answer.decoded(Page<DecisionAnswer>.self).items
            if date == nil, let last = decisions.first?.date {
                decisions = decisions.filter { $0.date == last }
            }
            let day = date ?? decisions.first?.date ?? chart.course?.date
            var days: [ProgressAnswer.Day] = []
            if let day { days = try await desk.days(of: path, until: day) }
            desk.terminal.show(
                reader.explanation(of: chart, on: day, decisions: decisions.reversed(), days: days))
        }
    }

    struct Offers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the rises on offer; those that wait for a prescriber with --waiting.",
            discussion: "Example:  lozenge dose offers --waiting")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Flag(help: "Only what waits for a prescriber's agreement.")
        var waiting = false

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/dose-changes", query: waiting ? [("awaitingAgreement", "true")] : [], length,
                as: Page<StaffDoseChange>.self, next: \.nextCursor)
            let offers = pages.flatMap(\.value.items)
            try desk.remember(offers.map { [.doseChange: $0.change.id, .patient: $0.patient.handle] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.offers(offers, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Agree: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agrees to a rise; the patient's word makes it count. Prescribers only.",
            discussion: "Example:  lozenge dose agree 1   (or the patient's handle)")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Row of the last list, the change's id, or the patient's handle.")
        var offer: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try await desk.offer(offer)
            try await desk.decide(.change("/v1/staff/dose-changes/\(name)/agree"), change)
        }
    }

    struct Deny: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says no to a rise, in writing. Prescribers only.",
            discussion: "Example:  lozenge dose deny 1 --reason \"Blood pressure first.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Row of the last list, the change's id, or the patient's handle.")
        var offer: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<offer>": offer, "--reason": reason])
            let name = try await desk.offer(offer)
            let why = try desk.conversation.line(reason, "Why (for the record)")
            try await desk.decide(
                .change("/v1/staff/dose-changes/\(name)/deny", ReasonRequest(reason: why)), change)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets the dose within what is signed. Prescribers only; the patient will notice.",
            discussion:
                "Example:  lozenge dose set pt-7k2mq --mg 30 --from 2026-12-13 --reason \"Sleeps badly at 45.\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: ArgumentHelp("Milligrams a day.", valueName: "mg")) var mg: Int?

        @Option(help: ArgumentHelp("A dose every so many days, 1 to 30.", valueName: "days")) var every: Int?

        @Option(help: ArgumentHelp("From which date of the patient's on.", valueName: "date"))
        var from: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.order("dose", patient, mg: mg, every: every, from: from, because: reason, change)
        }
    }
}
