import ArgumentParser
import Wire

extension OrderCommands {
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks the rules of release again for a fill; it goes out if none says no.",
            discussion: "Example:  lozenge order release 0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The fill's id, or row number.")
        var fill: String?

        func run() async throws {
            let desk = try Desk(screen)
            let fill = try desk.fill(fill)
            try desk.agree("The fill goes to a pharmacy; the patient will be told.", change)
            try await desk.changeOrder(
                .change("/v1/staff/orders/release", ReleaseRequest(fill: fill)), change)
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a planned fill back.",
            discussion: "Example:  lozenge order hold 1 --reason \"Patient moves house.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The fill's id, or row number.")
        var fill: String?

        @Option(help: "Why, in a few words without health data.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<fill>": fill, "--reason": reason])
            let fill = try desk.fill(fill)
            let reason = try desk.conversation.line(reason, "Why")
            try await desk.carryOut(
                .change("/v1/staff/fills/\(fill)/hold", OrderReasonRequest(reason: reason)), change,
                as: FillAnswer.self
            ) { _, _, screen in screen.text("The fill is kept back.") }
        }
    }

    struct Unhold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lifts the hold of a fill; the rules are asked again.",
            discussion: "Example:  lozenge order unhold 1")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The fill's id, or row number.")
        var fill: String?

        func run() async throws {
            let desk = try Desk(screen)
            let fill = try desk.fill(fill)
            try await desk.carryOut(.change("/v1/staff/fills/\(fill)/release"), change, as: FillAnswer.self) {
                _, _, screen in screen.text("The fill is free; the rules of release are asked.")
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stops an order, or asks the pharmacy to.",
            discussion: "Example:  lozenge order cancel or-h81zt --reason \"Wrong strength.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        @Option(help: "Why, in a few words without health data.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<order>": order, "--reason": reason])
            let name = try desk.order(order)
            let reason = try desk.conversation.line(reason, "Why")
            try desk.agree("The pharmacy is asked to stop \(name).", change)
            try await desk.changeOrder(
                .change("/v1/staff/orders/\(name)/cancel", OrderReasonRequest(reason: reason)), change)
        }
    }

    struct Reroute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends the fill to another pharmacy, as a new order.",
            discussion: """
                Example:  lozenge order reroute or-h81zt --pharmacy beta

                Once a pharmacy had it, the pharmacists' transfer belongs to it: --transfer "P. Novak to L. Chen, 24 Nov"
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        @Option(help: ArgumentHelp("The other pharmacy, as alpha.", valueName: "slug"))
        var pharmacy: String?

        @Option(help: "What the pharmacists wrote down of the transfer.")
        var transfer: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<order>": order, "--pharmacy": pharmacy])
            let name = try desk.order(order)
            let pharmacy = try desk.conversation.line(pharmacy, "Which pharmacy (slug)")
            try desk.agree("The fill of \(name) goes to \(pharmacy).", change)
            try await desk.changeOrder(
                .change(
                    "/v1/staff/orders/\(name)/reroute", RerouteRequest(pharmacy: pharmacy, transfer: transfer)
                ),
                change)
        }
    }

    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what the pharmacy said by telephone about an order whose outcome is unknown.",
            discussion: """
                Example:  lozenge order settle or-h81zt --reference A-1001
                          lozenge order settle or-h81zt --not-found    (a second person must say so too)
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        @Option(help: "The pharmacy's number: it has the order.")
        var reference: String?

        @Flag(help: "It does not have the order.")
        var notFound = false

        func validate() throws {
            if (reference != nil) == notFound {
                throw ValidationError("Give --reference, or --not-found.")
            }
        }

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.order(order)
            if notFound {
                try desk.agree("Once two people said so, \(name) is sent again.", change)
            }
            try await desk.changeOrder(
                .change(
                    "/v1/staff/orders/\(name)/settle", SettleRequest(found: !notFound, reference: reference)),
                change)
        }
    }

    struct Answered: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The pharmacy's question is answered, and the order goes on.",
            discussion: "Example:  lozenge order answered or-h81zt")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var order: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.order(order)
            try await desk.changeOrder(.change("/v1/staff/orders/\(name)/resolve-triage"), change)
        }
    }
}

extension Desk {
    /// Asks before what a patient or a pharmacy will notice.
    fileprivate func agree(_ consequence: String, _ change: ChangeOptions) throws(ToolFailure) {
        if !change.dryRun { try conversation.confirm(consequence, agreed: change.yes) }
    }

    /// Makes the change and shows what became of the order.
    fileprivate func changeOrder(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: OrderAnswer.self) { order, reader, screen in
            reader.show(order, on: &screen)
        }
    }
}
