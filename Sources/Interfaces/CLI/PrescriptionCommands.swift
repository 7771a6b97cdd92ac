import ArgumentParser
import Wire

/// `lozenge prescription`: prepare, look, verify; its prescriber signs with a second factor.
struct PrescriptionCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prescription", abstract: "Prepare, sign and verify prescriptions.",
        discussion: "Example:  lozenge prescription show rx-4m9xd",
        subcommands: [
            List.self, Show.self, Draft.self, Change.self, Ready.self, Void.self, Sign.self, Cancel.self,
            CancelAnswer.self,
            Verify.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a patient's prescriptions, the latest first.",
            discussion: "Example:  lozenge prescription list pt-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.patient(patient)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/patients/\(name)/prescriptions", length, as: Page<PrescriptionAnswer>.self,
                next: \.nextCursor)
            let items = pages.flatMap(\.value.items)
            try desk.remember(items.map { [.prescription: $0.handle, .patient: $0.patient.handle] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            var screen = reader.screen()
            for item in items {
                screen.rule()
                reader.show(item, on: &screen)
            }
            if items.isEmpty { screen.text("There is no prescription.") }
            desk.terminal.show(screen)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one prescription whole.",
            discussion: "Example:  lozenge prescription show rx-4m9xd")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.prescription(prescription)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/prescriptions/\(name)"))
            guard let reader = try await reader else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            try reader.show(answer.decoded(PrescriptionAnswer.self), on: &screen)
            desk.terminal.show(screen)
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says whether a signed prescription is still what was signed; status 1 if it is not.",
            discussion: "Example:  lozenge prescription verify rx-4m9xd")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var prescription: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.prescription(prescription)
            async let reader = desk.reader()
            let answer = try await desk.send(.get("/v1/staff/prescriptions/\(name)/verify"))
            let check = try answer.decoded(SignatureAnswer.self)
            if let reader = try await reader {
                var screen = reader.screen()
                screen.rule()
                screen.text(
                    check.intact ? "\(name) is what was signed." : "\(name) is NOT what was signed.",
                    check.intact ? .plain : .alarm)
                for line in check.checks {
                    let differs = line.differs.isEmpty ? "" : ": \(line.differs.joined(separator: ", "))"
                    screen.fields(
                        .init(
                            line.name, (line.ok ? "ok" : "NOT OK") + differs, tone: line.ok ? .plain : .alarm)
                    )
                }
                desk.terminal.show(screen)
            } else {
                desk.terminal.show(json: answer.body)
            }
            if !check.intact { throw ExitCode(1) }
        }
    }
}

extension Desk {
    /// The prescription that was named, or asked for.
    func prescription(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<prescription>": named])
        return try name(
            conversation.line(named, "Which prescription (handle, or row of the last list)"),
            of: .prescription)
    }

    /// Makes the change and shows what became of the prescription.
    func changePrescription(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: PrescriptionAnswer.self) { answer, reader, screen in
            reader.show(answer, on: &screen)
        }
    }
}
