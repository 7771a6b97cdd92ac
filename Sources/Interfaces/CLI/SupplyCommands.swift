import ArgumentParser
import Wire

/// `lozenge supply`: recalled lots, counts and losses told on the phone.
struct SupplyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supply", abstract: "Medicine at home: recalled lots, counts, what is gone.",
        discussion: "Example:  lozenge supply recalls",
        subcommands: [Recalls.self, Recall.self, Lift.self, Count.self, Gone.self],
        defaultSubcommand: Recalls.self)

    struct Recalls: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists recalled lots, the latest first, and how many people they reached.",
            discussion: "Example:  lozenge supply recalls")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/recalls"))
            let recalls = try answer.decoded(Page<RecallAnswer>.self).items
            try desk.remember(recalls.map { [.recall: $0.handle] })
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.recalls(recalls))
        }
    }

    struct Recall: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records a recall: nothing of the lot is taken or sent any more. Patients will notice.",
            discussion:
                "Example:  lozenge supply recall K2291 --pharmacy alpha --reason potency --notice \"Letter 118\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The lot, as its labels have it.")
        var lot: String?

        @Option(help: "The pharmacy's short name.") var pharmacy: String?

        @Option(help: "contamination, potency, stability, labelling, packaging or other.")
        var reason: String?

        @Option(help: "How the notice is found.") var notice: String?

        @Option(help: "The drug; the program's own where it is left out.") var drug: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<lot>": lot, "--pharmacy": pharmacy, "--reason": reason, "--notice": notice,
            ])
            let lot = try talk.line(lot, "Which lot")
            let request = RecallRequest(
                pharmacy: try talk.line(pharmacy, "Of which pharmacy"), lot: lot, drug: drug,
                reason: try talk.choice(
                    reason, "Why",
                    of: ["contamination", "potency", "stability", "labelling", "packaging", "other"]),
                notice: try talk.line(notice, "How is the notice found"))
            if !change.dryRun {
                try talk.confirm(
                    "Lot \(lot) of \(request.pharmacy): everybody who has it is told to take none of it.",
                    agreed: change.yes)
            }
            try await desk.carryOut(.change("/v1/staff/recalls", request), change, as: RecallAnswer.self) {
                $1.show($0, on: &$2)
            }
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The recall was a mistake, or has ended: what is at home may be taken again.",
            discussion: "Example:  lozenge supply lift rc-7k2mq --reason \"Another lot was meant.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var recall: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<recall>": recall, "--reason": reason])
            let name = try desk.name(
                talk.line(recall, "Which recall (handle, or row of the last list)"), of: .recall)
            let request = ReasonRequest(reason: try talk.line(reason, "Why (for the record)"))
            if !change.dryRun {
                try talk.confirm("\(name) is lifted; patients will notice.", agreed: change.yes)
            }
            try await desk.carryOut(
                .change("/v1/staff/recalls/\(name)/lift", request), change, as: RecallAnswer.self
            ) { $1.show($0, on: &$2) }
        }
    }

    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes how many lozenges a patient has, told on the phone or seen.",
            discussion: "Example:  lozenge supply count pt-7k2mq --lozenges 56 --occasion discharge")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: "Whole lozenges.") var lozenges: Int?

        @Flag(help: "And half a one.") var half = false

        @Option(help: "day14, parcel, discharge, loss or asked.") var occasion = "asked"

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["--lozenges": lozenges.map(String.init)])
            let name = try desk.patient(patient)
            try await desk.carryOut(
                .change(
                    "/v1/staff/patients/\(name)/counts",
                    CountRequest(lozenges: lozenges ?? 0, half: half, occasion: occasion)),
                change, as: CountAnswer.self
            ) { count, _, screen in
                screen.text(
                    "\(count.countedMg) mg counted, \(count.ledgerMg) in the ledger",
                    count.isConcern ? .alarm : .plain)
                if count.isConcern { screen.text("They differ: lozenge queue list --kind countDiffers") }
            }
        }
    }

    struct Gone: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes that lozenges of a patient are gone without having been taken.",
            discussion: "Example:  lozenge supply gone pt-7k2mq --as disposed --lozenges 12")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(name: .customLong("as"), help: "lost, damaged, returned or disposed.")
        var kind: String?

        @Option(help: "Whole lozenges.") var lozenges: Int?

        @Flag(help: "And half a one.") var half = false

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["--as": kind, "--lozenges": lozenges.map(String.init)])
            let name = try desk.patient(patient)
            let kind = try talk.choice(kind, "How", of: ["lost", "damaged", "returned", "disposed"])
            try await desk.carryOut(
                .change(
                    "/v1/staff/patients/\(name)/supply-events",
                    SupplyEventRequest(kind: kind, lozenges: lozenges ?? 0, half: half)),
                change, as: SupplyAnswer.self
            ) { home, _, screen in
                screen.text(
                    "\(home.onHandMg) mg = \(home.onHandLozenges) lozenges are left\(home.runOut.map { ", to \($0)" } ?? "")."
                )
            }
        }
    }
}
