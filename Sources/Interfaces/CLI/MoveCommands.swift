import ArgumentParser
import Wire

extension PatientCommands {
    /// `lozenge patient move`: shows what comes of it, and saves it when that was read.
    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down that a patient moves, after showing what comes of it.",
            discussion: """
                Example:  lozenge patient move pt-7k2mq --street "4 Elm Street" --city Albany --state NY --zip 12207 \
                --from 2026-12-01

                With --dry-run it only shows what would come of it; nothing is changed.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "Street and number.")
        var street: String?

        @Option(help: "Flat or unit, if there is one.")
        var unit: String?

        @Option(help: "City.")
        var city: String?

        @Option(help: ArgumentHelp("State, as NY.", valueName: "state"))
        var state: String?

        @Option(help: "ZIP code.")
        var zip: String?

        @Option(help: ArgumentHelp("Time zone, where the state has more than one.", valueName: "zone"))
        var zone: String?

        @Option(help: ArgumentHelp("The first date there: 2026-12-01.", valueName: "date"))
        var from: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require([
                "<patient>": patient, "--street": street, "--city": city, "--state": state, "--zip": zip,
                "--from": from,
            ])
            let name = try desk.patient(patient)
            var request = MoveRequest(
                address: .init(
                    line1: try talk.line(street, "Street and number"), line2: unit,
                    city: try talk.line(city, "City"), state: try talk.line(state, "State").uppercased(),
                    postalCode: try talk.line(zip, "ZIP code")),
                timeZone: zone, effectiveFrom: try talk.line(from, "From which date (2026-12-01)"))
            let path = "/v1/staff/patients/\(name)/moves"
            let looked = try await desk.send(.ask("\(path)/preview", request))
            let preview = try looked.decoded(MoveAnswer.self)
            guard !change.dryRun else {
                guard let reader = try await desk.reader() else {
                    return desk.terminal.show(json: looked.body)
                }
                var screen = reader.screen()
                screen.rule()
                reader.show(preview, on: &screen)
                return desk.terminal.show(screen)
            }
            let words = preview.consequences.map(\.words).joined(separator: " ")
            try talk.confirm(words.isEmpty ? "Nothing else changes." : words, agreed: change.yes)
            request.seen = preview.seen
            try await desk.carryOut(.change(path, request), change, as: MoveAnswer.self) {
                $1.show($0, on: &$2)
            }
        }
    }

    /// `lozenge patient addresses`: where somebody lived and will live.
    struct Addresses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a patient's addresses with their dates.",
            discussion: "Example:  lozenge patient addresses pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let answer = try await desk.send(
                .get("/v1/staff/patients/\(desk.patient(patient))/moves"))
            guard let reader = try await desk.reader() else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            for line in try answer.decoded(Page<AddressAnswer>.self).items {
                let place = "\(line.address.line1), \(line.address.city) \(line.address.state)"
                screen.text(
                    "\(line.standing.spoken): \(place) \(line.address.postalCode), from \(line.effectiveFrom ?? "the start")"
                )
            }
            desk.terminal.show(screen)
        }
    }
}

extension Reader {
    func show(_ move: MoveAnswer, on screen: inout Screen) {
        let when = move.inForce ? "counts from today" : "counts from \(move.effectiveFrom)"
        screen.text(
            move.id == nil
                ? "To \(move.state) from \(move.effectiveFrom); nothing is saved."
                : "Moved to \(move.state): \(when).")
        for found in move.consequences {
            screen.text("- \(found.words)" + (found.subject.map { " (\($0))" } ?? ""))
        }
    }
}
