import ArgumentParser
import Wire

/// `lozenge shipment`: parcels on their way.
struct ShipmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shipment", abstract: "Parcels: where they are, and what became of them.",
        discussion: "Example:  lozenge shipment show sh-7k2mq",
        subcommands: [List.self, Show.self, Track.self, Mark.self, Reship.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists parcels under way, the oldest first.",
            discussion: "Example:  lozenge shipment list --every")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Flag(help: "Those that are at an end, too.")
        var every = false

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/shipments", query: every ? [("all", "true")] : [], length,
                as: Page<StaffShipmentAnswer>.self, next: \.nextCursor)
            let parcels = pages.flatMap(\.value.items)
            try desk.remember(parcels.map { [.shipment: $0.parcel.handle, .patient: $0.patient] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(reader.shipments(parcels, more: pages.last?.value.nextCursor != nil))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one parcel with all that was heard of it.",
            discussion: "Example:  lozenge shipment show 2")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var shipment: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.shipment(shipment)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/shipments/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(StaffShipmentAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Track: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has the carrier asked now; shipment show tells a moment later.",
            discussion: "Example:  lozenge shipment track sh-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var shipment: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.shipment(shipment)
            try await desk.changeShipment(.change("/v1/staff/shipments/\(name)/track"), change)
        }
    }

    struct Mark: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Notes that a parcel is lost, on its way back, or not to be sent. The patient will notice.",
            discussion:
                "Example:  lozenge shipment mark sh-7k2mq --as lost --reason \"The search was ended.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var shipment: String?

        @Option(name: .customLong("as"), help: "lost, returned or cancelled.")
        var state: String?

        @Option(help: "Why, for the record.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<shipment>": shipment, "--as": state, "--reason": reason])
            let name = try desk.shipment(shipment)
            let state = try talk.choice(state, "What became of it", of: ["lost", "returned", "cancelled"])
            let reason = try talk.line(reason, "Why (for the record)")
            if !change.dryRun {
                try talk.confirm("\(name) is \(state); the patient will notice.", agreed: change.yes)
            }
            try await desk.changeShipment(
                .change(
                    "/v1/staff/shipments/\(name)/mark", MarkShipmentRequest(state: state, reason: reason)),
                change)
        }
    }

    struct Reship: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has another fill replace a parcel that is lost, damaged or back; prescribers only.",
            discussion:
                "Example:  lozenge shipment reship sh-7k2mq --note \"The carrier ended its search.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var shipment: String?

        @Option(help: "Why, for the record.") var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<shipment>": shipment, "--note": note])
            let name = try desk.shipment(shipment)
            let request = ReshipRequest(note: try talk.line(note, "Why (for the record)"))
            if !change.dryRun {
                try talk.confirm("\(name) is replaced: a refill goes now, and is used.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/shipments/\(name)/reship", request), change, as: NextFillAnswer.self
            ) { fill, _, screen in screen.fields(.init("Next", fill.spoken)) }
        }
    }
}

extension Desk {
    /// The parcel that was named, or asked for.
    fileprivate func shipment(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<shipment>": named])
        return try name(
            conversation.line(named, "Which parcel (handle, or row of the last list)"), of: .shipment)
    }

    /// Makes the change and shows what became of the parcel.
    fileprivate func changeShipment(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: StaffShipmentAnswer.self) { parcel, reader, screen in
            reader.show(parcel, on: &screen)
        }
    }
}
