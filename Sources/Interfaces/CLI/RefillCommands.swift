import ArgumentParser
import Wire

/// `lozenge refill`: the decision on a patient's next 30 days.
struct RefillCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refill",
        abstract: "Refill reviews: what is due, what is late, the packet, the decision.",
        discussion: "Example:  lozenge refill due",
        subcommands: [Due.self, AtRisk.self, Packet.self, Decide.self, AuthorizeEarly.self],
        defaultSubcommand: Due.self)

    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists reviews under way by the day they are due.",
            discussion: "Example:  lozenge refill due --by 2026-12-21")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Option(help: "Due on this date or before (YYYY-MM-DD).")
        var by: String?

        @Flag(help: "Decided and closed ones, too.")
        var every = false

        func run() async throws {
            var query: [(String, String)] = []
            if let by { query.append(("due", by)) }
            if every { query.append(("all", "true")) }
            try await Desk(screen).reviews(query, length, nothing: "No refill review is under way.")
        }
    }

    struct AtRisk: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "at-risk",
            abstract: "Lists reviews with a date missed whose supply is not there, and whose date it was.",
            discussion: "Example:  lozenge refill at-risk")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        func run() async throws {
            try await Desk(screen).reviews([("atRisk", "true")], length, nothing: "No supply is at risk.")
        }
    }

    struct Packet: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all that is weighed before the next 30 days.",
            discussion: "Example:  lozenge refill packet rr-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var review: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.review(review)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/refill-reviews/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(RefillPacketAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides on the next 30 days; prescribers only. The patient will notice.",
            discussion:
                "Example:  lozenge refill decide rr-7k2mq --outcome renewSame --note \"Better, no effects.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var review: String?

        @Option(help: "renewSame, renewChanged, continueOnHand, pause, taper or discharge.")
        var outcome: String?

        @Option(help: "Why, for the record.")
        var note: String?

        @Option(help: "Of continueOnHand and pause: when to look again (YYYY-MM-DD).")
        var lookAgainOn: String?

        @Option(help: "Of every sixth review: why treatment goes on.")
        var justification: String?

        @Option(
            help: "Of renewChanged: in_person, telemedicine_flexibility, special_registration or referral.")
        var legalBasis: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<review>": review, "--outcome": outcome, "--note": note])
            let name = try desk.review(review)
            let outcome = try talk.choice(
                outcome, "What is decided",
                of: ["renewSame", "renewChanged", "continueOnHand", "pause", "taper", "discharge"])
            let note = try talk.line(note, "Why (for the record)")
            if !change.dryRun {
                try talk.confirm(
                    "\(name) is decided: \(outcome); the patient will notice.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change(
                    "/v1/staff/refill-reviews/\(name)/decide",
                    RefillDecisionRequest(
                        outcome: outcome, note: note, lookAgainOn: lookAgainOn, justification: justification,
                        legalBasis: legalBasis)),
                change, as: RefillReviewAnswer.self
            ) { answer, reader, screen in reader.show(answer, on: &screen) }
        }
    }

    struct AuthorizeEarly: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "authorize-early",
            abstract: "Has a refill go before its date, once; prescribers only. The patient will notice.",
            discussion:
                "Example:  lozenge refill authorize-early pt-7k2mq --reason lost --note \"Left on a train.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: "lost, damaged, recalled or travel.") var reason: String?

        @Option(help: "Why, for the record.") var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--reason": reason, "--note": note])
            let name = try desk.patient(patient)
            let request = EarlyFillRequest(
                reason: try talk.choice(
                    reason, "What it replaces", of: ["lost", "damaged", "recalled", "travel"]),
                note: try talk.line(note, "Why (for the record)"))
            if !change.dryRun {
                try talk.confirm("\(name): a refill goes now, and is used.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/early-fills", request), change, as: NextFillAnswer.self
            ) { fill, _, screen in screen.fields(.init("Next", fill.spoken)) }
        }
    }
}

extension Desk {
    /// The review that was named, or asked for.
    fileprivate func review(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<review>": named])
        return try name(
            conversation.line(named, "Which review (handle, or row of the last list)"), of: .review)
    }

    fileprivate func reviews(
        _ query: [(String, String)], _ length: ListLength, nothing: String
    ) async throws {
        async let reader = reader()
        let pages = try await pages(
            of: "/v1/staff/refill-reviews", query: query, length, as: Page<RefillReviewAnswer>.self,
            next: \.nextCursor)
        let reviews = pages.flatMap(\.value.items)
        try remember(reviews.map { [.review: $0.handle, .patient: $0.patient.handle] })
        guard let reader = try await reader else { return pages.forEach { terminal.show(json: $0.json) } }
        terminal.show(
            reader.reviews(reviews, nothing: nothing, more: pages.last?.value.nextCursor != nil))
    }
}
