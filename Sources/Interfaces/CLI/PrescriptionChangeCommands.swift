import ArgumentParser
import Wire

extension PrescriptionCommands {
    struct Draft: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prepares a prescription after an approved visit that has none.",
            discussion: "Example:  lozenge prescription draft co-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The visit's handle, id or row number.")
        var visit: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<visit>": visit])
            let named = try desk.consult(visit)
            // The request names the visit by its id; a rehearsal asks nobody for it.
            let consult =
                change.dryRun
                ? named
                : try await desk.send(.get("/v1/staff/consults/\(named)")).decoded(ConsultAnswer.self).id
            try await desk.changePrescription(
                .change("/v1/staff/prescriptions", PrescriptionDraftRequest(consultId: consult)), change)
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes a draft; it has to be marked ready again.",
            discussion: "Example:  lozenge prescription change rx-4m9xd --strength 30 --pieces 2 --maximum 60"
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        @Option(help: "Milligrams of one lozenge.") var strength: Int?
        @Option(help: "Pieces it may be broken into, 1 or 2.") var pieces: Int?
        @Option(help: "The first daily dose in milligrams.") var start: Int?
        @Option(help: "The highest daily dose in milligrams.") var maximum: Int?
        @Option(help: "Lozenges a supply; the fastest path where left out.") var quantity: Int?
        @Option(help: "Refills, 0 to 5.") var refills: Int?
        @Option(help: "Whether the dose may rise by itself: true or false.") var standingOrder: Bool?
        @Option(help: "The legal basis, as telemedicine_flexibility.") var legalBasis: String?
        @Option(help: "How to take it.") var directions: String?
        @Option(help: "Who will be beside the patient, from 75 mg on.") var adult: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.prescription(prescription)
            guard changesSomething else {
                throw ToolFailure.usage("nothing to change: give at least one option, such as --maximum 60")
            }
            var request = PrescriptionChangeRequest()
            (request.strengthMg, request.pieces, request.startMg) = (strength, pieces, start)
            (request.maximumMg, request.quantity, request.refills) = (maximum, quantity, refills)
            (request.standingOrder, request.legalBasis) = (standingOrder, legalBasis)
            (request.directions, request.adultPresent) = (directions, adult)
            // Without a look at the record there is no version to change; a rehearsal shows the first one.
            let version =
                change.dryRun
                ? 1
                : try await desk.send(.get("/v1/staff/prescriptions/\(name)")).decoded(
                    PrescriptionAnswer.self
                )
                .version
            try await desk.changePrescription(
                .patch("/v1/staff/prescriptions/\(name)", request, version: version), change)
        }

        private var changesSomething: Bool {
            [strength, pieces, start, maximum, quantity, refills].contains { $0 != nil }
                || standingOrder != nil || [legalBasis, directions, adult].contains { $0 != nil }
        }
    }

    struct Ready: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds a draft ready for its prescriber.",
            discussion: "Example:  lozenge prescription ready rx-4m9xd")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.prescription(prescription)
            try await desk.changePrescription(.change("/v1/staff/prescriptions/\(name)/ready"), change)
        }
    }

    struct Void: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives up a draft.",
            discussion:
                "Example:  lozenge prescription void rx-4m9xd --reason \"Another strength is needed.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            try await Desk(screen).end(prescription, "void", because: reason, change)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a signed prescription; unsent fills go with it. The patient will notice.",
            discussion:
                "Example:  lozenge prescription cancel rx-4m9xd --reason \"The patient moves abroad.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        @Option(help: "Why, for the record.") var reason: String?

        func run() async throws {
            try await Desk(screen).end(prescription, "cancel", because: reason, change)
        }
    }

    struct CancelAnswer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells whether the pharmacy that holds a prescription lets go of it.",
            discussion: "Example:  lozenge prescription cancel-answer rx-4m9xd --acknowledged")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        @Flag(inversion: .prefixedNo, help: "Whether it does.")
        var acknowledged: Bool

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.prescription(prescription)
            try await desk.changePrescription(
                .change(
                    "/v1/staff/prescriptions/\(name)/cancel-answer",
                    CancelAnswerRequest(acknowledged: acknowledged)), change)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Signs a prescription of your own with the code of your authenticator.",
            discussion: """
                Example:  lozenge prescription sign rx-4m9xd

                On a terminal the code is asked for; a script gives --totp. What is signed never changes again.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        @Option(help: ArgumentHelp("The authenticator app's six digits.", valueName: "code"))
        var totp: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<prescription>": prescription, "--totp": totp])
            let name = try desk.prescription(prescription)
            let path = "/v1/staff/prescriptions/\(name)"
            if change.dryRun {
                return try desk.rehearse(.change("\(path)/sign", SignRequest(totp: Desk.masked)))
            }
            if talk.terminal.interactive, !change.yes {
                let seen = try await desk.send(.get(path)).decoded(PrescriptionAnswer.self)
                try talk.confirm(seen.consequence, agreed: change.yes)
            }
            let code = try totp ?? talk.secret("Your authenticator's code")
            try await desk.changePrescription(.change("\(path)/sign", SignRequest(totp: code)), change)
        }
    }
}

extension PrescriptionAnswer {
    /// What a prescriber agrees to before they sign.
    fileprivate var consequence: String {
        "\(handle) for \(patient.name): \(quantity) lozenges of \(strengthMg) mg, \(start.doseMg) to "
            + "\(maximum.doseMg) mg a day, \(refills) refills, on \(legalBasis.replacing("_", with: " "))."
    }
}

extension Desk {
    fileprivate func end(
        _ named: String?, _ verb: String, because reason: String?, _ options: ChangeOptions
    ) async throws {
        try conversation.require(["<prescription>": named, "--reason": reason])
        let name = try prescription(named)
        let reason = try conversation.line(reason, "Why (for the record)")
        if !options.dryRun { try conversation.confirm("\(name): \(verb).", agreed: options.yes) }
        try await changePrescription(
            .change("/v1/staff/prescriptions/\(name)/\(verb)", ReasonRequest(reason: reason)), options)
    }
}
