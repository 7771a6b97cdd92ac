import ArgumentParser
import Wire

/// `lozenge prescriber`: who sees patients, where and when.
struct PrescriberCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prescriber", abstract: "Prescribers: profile, licences, DEA registrations, hours.",
        discussion: "Example:  lozenge prescriber list",
        subcommands: [List.self, Show.self, Profile.self, Licence.self, DEA.self, Hours.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists prescribers.", discussion: "Example:  lozenge prescriber list")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/prescribers", length, as: Page<PrescriberAnswer>.self, next: \.nextCursor)
            let prescribers = pages.flatMap(\.value.items)
            try desk.remember(prescribers.map { [Noun.staff: $0.handle] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            var screen = reader.screen()
            screen.rule()
            screen.table(
                Table(
                    [
                        .init("#", rightAligned: true), .init("Name", narrowest: 10), .init("Handle"),
                        .init("NPI"), .init("Licensed", narrowest: 8), .init("DEA"), .init("Account"),
                    ],
                    rows: prescribers.enumerated().map { index, one in
                        [
                            "\(index + 1)", .init("\(one.name), \(one.credentials)"), .init(one.handle),
                            .init(one.npi), .init(one.licences.map(\.state).joined(separator: " ")),
                            .init(one.dea.map(\.state).joined(separator: " ")),
                            .init(one.active ? "active" : "inactive"),
                        ]
                    }))
            desk.terminal.show(screen)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one prescriber whole.", discussion: "Example:  lozenge prescriber show st-4m9xd")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var prescriber: String

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.name(prescriber, of: .staff)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/prescribers/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(PrescriberAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Profile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes who a prescriber is, as it stands on prescriptions (medical directors).",
            discussion: """
                Example:  lozenge prescriber profile st-4m9xd --credentials MD --npi 1234567893 \
                --zone America/New_York --line1 "1 Clinic Way" --city "New York" --state NY --zip 10001
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle or id of the account.")
        var prescriber: String

        @Option(help: "As behind the name: MD.")
        var credentials: String

        @Option(help: "Ten digits.")
        var npi: String

        @Option(help: "The zone of the hours, as America/New_York.")
        var zone: String

        @Option(help: "The practice's street.")
        var line1: String

        @Option(help: "Its city.")
        var city: String

        @Option(help: "Its state.")
        var state: String

        @Option(help: "Its ZIP code.")
        var zip: String

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.name(prescriber, of: .staff)
            let request = PrescriberProfileRequest(
                credentials: credentials, npi: npi, timeZone: zone,
                address: .init(
                    line1: line1, line2: nil, city: city, state: state.uppercased(), postalCode: zip))
            let version = change.dryRun ? 0 : try await desk.prescriberVersion(name)
            try await desk.changePrescriber(
                .replace("/v1/staff/prescribers/\(name)", request, version: version), change)
        }
    }

    struct Licence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a licence to practise in a state (medical directors).",
            discussion:
                "Example:  lozenge prescriber licence 1 --state AZ --number 1001 --from 2025-01-01 --until 2027-12-31"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var spell: Spell

        func run() async throws { try await Desk(screen).addSpell(spell, "licences", change) }
    }

    struct DEA: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dea", abstract: "Adds a DEA registration for a state (medical directors).",
            discussion:
                "Example:  lozenge prescriber dea 1 --state AZ --number BL1234563 --from 2025-01-01 --until 2027-12-31"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var spell: Spell

        func run() async throws { try await Desk(screen).addSpell(spell, "dea", change) }
    }

    struct Hours: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the week, whole: one --day for each stretch.",
            discussion:
                "Example:  lozenge prescriber hours 1 --day 1=09:00-12:00 --day 1=13:00-17:00 --day 2=09:00-17:00"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescriber: String

        @Option(help: ArgumentHelp("Weekday (Monday 1) and hours, as 1=09:00-17:00.", valueName: "hours"))
        var day: [String] = []

        @Option(help: ArgumentHelp("The first day on which it counts; today if left out.", valueName: "date"))
        var from: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.name(prescriber, of: .staff)
            let weekly = try day.map { text in
                guard let parts = text.wholeMatch(of: /([1-7])=(\d\d:\d\d)-(\d\d:\d\d)/)?.output,
                    let weekday = Int(parts.1)
                else { throw ToolFailure.usage("--day takes a weekday and hours, as 1=09:00-17:00") }
                return PrescriberAnswer.WeeklyHours(
                    weekday: weekday, opens: String(parts.2), closes: String(parts.3), from: from)
            }
            let version = change.dryRun ? 0 : try await desk.prescriberVersion(name)
            try await desk.changePrescriber(
                .replace(
                    "/v1/staff/prescribers/\(name)/hours", HoursRequest(weekly: weekly), version: version),
                change)
        }
    }

    /// A licence or registration with its days.
    struct Spell: ParsableArguments {
        @Argument(help: "Handle, id or row number.")
        var prescriber: String

        @Option(help: "Two letters.")
        var state: String

        @Option(help: "As it stands on the document.")
        var number: String

        @Option(help: ArgumentHelp("Its first day.", valueName: "date"))
        var from: String

        @Option(help: ArgumentHelp("Its last day.", valueName: "date"))
        var until: String
    }
}

extension Desk {
    /// The version that a change replaces; 0 where there is no profile yet.
    fileprivate func prescriberVersion(_ name: String) async throws -> Int {
        do {
            return try await send(.get("/v1/staff/prescribers/\(name)")).decoded(PrescriberAnswer.self)
                .version
        } catch ToolFailure.refused(let problem, _) where problem.status == 404 {
            return 0
        }
    }

    fileprivate func addSpell(
        _ spell: PrescriberCommands.Spell, _ kind: String, _ options: ChangeOptions
    ) async throws {
        let name = try name(spell.prescriber, of: .staff)
        try await changePrescriber(
            .change(
                "/v1/staff/prescribers/\(name)/\(kind)",
                StateCredentialAnswer(
                    state: spell.state.uppercased(), number: spell.number, from: spell.from,
                    until: spell.until)), options)
    }

    fileprivate func changePrescriber(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: PrescriberAnswer.self) { prescriber, reader, screen in
            reader.show(prescriber, on: &screen)
        }
    }
}
