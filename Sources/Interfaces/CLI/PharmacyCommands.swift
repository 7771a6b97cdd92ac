import ArgumentParser
import Foundation
import Wire

/// `lozenge pharmacy`: who makes the lozenges.
struct PharmacyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pharmacy",
        abstract: "Who makes the lozenges: licences, products, how they are reached.",
        discussion: "Example:  lozenge pharmacy show alpha",
        subcommands: [List.self, Show.self, Set.self, Licence.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the pharmacies, as routing goes through them.",
            discussion: "Example:  lozenge pharmacy list")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/pharmacies"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            desk.terminal.show(reader.pharmacies(try answer.decoded(Page<PharmacyLine>.self).items))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one pharmacy with its licences and products.",
            discussion: "Example:  lozenge pharmacy show alpha")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "The pharmacy, as alpha.")
        var slug: PharmacySlug

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/pharmacies/\(slug.text)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(PharmacyAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a pharmacy, or changes it as a whole, from a file.",
            discussion: """
                Example:  lozenge pharmacy set alpha --file alpha.json

                The file is the body of PUT /v1/staff/pharmacies/{slug}; see PharmacyRequest in the contract.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The pharmacy, as alpha.")
        var slug: PharmacySlug

        @Option(help: ArgumentHelp("JSON.", valueName: "path"))
        var file: String

        func run() async throws {
            let desk = try Desk(screen)
            guard let data = FileManager.default.contents(atPath: file),
                let request = try? JSONDecoder().decode(PharmacyRequest.self, from: data)
            else { throw ToolFailure.usage("\(file.printable) is no pharmacy in JSON") }
            try await desk.changePharmacy(.replace("/v1/staff/pharmacies/\(slug.text)", request), change)
        }
    }

    struct Licence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that it may ship into a state, from a day to a day.",
            discussion:
                "Example:  lozenge pharmacy licence alpha --state AZ --number P-1 --from 2026-01-01 --until 2027-12-31"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The pharmacy, as alpha.")
        var slug: PharmacySlug

        @Option(help: "Two letters, as AZ.")
        var state: String

        @Option(help: "The licence's number.")
        var number: String

        @Option(help: "Its first day, as 2026-01-01.")
        var from: String

        @Option(help: "Its last day.")
        var until: String

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.changePharmacy(
                .change(
                    "/v1/staff/pharmacies/\(slug.text)/licences",
                    PharmacyLicenceRequest(
                        state: state.uppercased(), number: number, from: from, until: until)),
                change)
        }
    }
}

/// A pharmacy's name in addresses; nothing else gets into a URL.
struct PharmacySlug: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard argument.wholeMatch(of: /[a-z0-9-]{1,40}/) != nil else { return nil }
        text = argument
    }
}

extension Desk {
    /// Makes the change and shows the pharmacy as it is then.
    fileprivate func changePharmacy(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: PharmacyAnswer.self) { pharmacy, reader, screen in
            reader.show(pharmacy, on: &screen)
        }
    }
}
