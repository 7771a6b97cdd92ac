import ArgumentParser
import Wire

/// `lozenge order`: fills on their way through pharmacies.
struct OrderCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Fills on their way through pharmacies.",
        discussion: "Example:  lozenge order explain or-h81zt",
        subcommands: [
            List.self, Show.self, Explain.self, Release.self, Hold.self, Unhold.self, Cancel.self,
            Reroute.self,
            Settle.self, Answered.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists orders, the latest first.",
            discussion: "Example:  lozenge order list --state triage")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Option(help: "Only orders in this state, as triage or unknown.")
        var state: String?

        @Option(help: "Only this patient's: handle or id.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            var query = state.map { [("state", $0)] } ?? []
            if let patient { query.append(("patient", try desk.name(patient, of: .patient))) }
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/orders", query: query, length, as: Page<OrderAnswer>.self, next: \.nextCursor)
            let orders = pages.flatMap(\.value.items)
            try desk.remember(
                orders.map { [.order: $0.handle, .patient: $0.patient, .fill: $0.fillId] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.orders(orders, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one order.", discussion: "Example:  lozenge order show 2")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.order(order)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/orders/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(OrderAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Says why an order stands where it stands: what was heard, what was asked, what the rules say.",
            discussion: "Example:  lozenge order explain or-h81zt")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.order(order)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/orders/\(name)/explain"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.explanation(try answer.decoded(OrderExplanationAnswer.self)))
        }
    }
}

extension Desk {
    /// The order that was named, or asked for.
    func order(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<order>": named])
        return try name(conversation.line(named, "Which order (handle, or row of the last list)"), of: .order)
    }

    /// The fill that was named by id, or by the row of an order.
    func fill(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<fill>": named])
        return try name(
            conversation.line(named, "Which fill (id, or row of the last list of orders)"), of: .fill)
    }
}
