import ArgumentParser
import Wire

extension ConsultCommands {
    /// A time that is wanted for a patient.
    struct Wanted: ParsableArguments {
        @Argument(help: "The patient's handle, id or row number.")
        var patient: String?

        @Option(help: "The prescriber's handle, id, or row of the last list of times.")
        var with: String?

        @Option(help: ArgumentHelp("The start, as 2026-11-24T17:00:00Z.", valueName: "instant"))
        var at: String?

        @Option(help: "initial, refillReview or adHoc.")
        var kind = "initial"
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a time for a patient, ten minutes long.",
            discussion: "Example:  lozenge consult hold pt-7k2mq --with st-4m9xd --at 2026-11-24T17:00:00Z")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var wanted: Wanted

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.changeConsult(desk.hold(wanted), change)
        }
    }

    struct Book: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a held time; with a patient and a time, holds it first.",
            discussion: """
                Example:  lozenge consult book --consult co-7k2mq
                          lozenge consult book pt-7k2mq --with st-4m9xd --at 2026-11-24T17:00:00Z
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var wanted: Wanted

        @Option(help: "The visit that is held already.")
        var consult: String?

        func run() async throws {
            let desk = try Desk(screen)
            var name = try consult.map { text throws(ToolFailure) in try desk.name(text, of: .consult) }
            if name == nil {
                let call = try await desk.hold(wanted)
                guard !change.dryRun else { return try desk.rehearse(call) }
                try desk.conversation.confirm(
                    "The patient gets a visit and will be reminded of it.", agreed: change.yes)
                name = try await desk.send(call).decoded(ConsultAnswer.self).id
            }
            try await desk.changeConsult(.change("/v1/staff/consults/\(name ?? "")/confirm"), change)
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves a visit to another time; the patient will notice.",
            discussion: "Example:  lozenge consult move co-7k2mq --at 2026-11-25T17:00:00Z")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        @Option(help: ArgumentHelp("The new start.", valueName: "instant"))
        var at: String?

        @Option(help: "Another prescriber's handle or id.")
        var with: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<consult>": consult, "--at": at])
            let name = try desk.consult(consult)
            let start = try desk.conversation.line(at, "When (2026-11-25T17:00:00Z)")
            var prescriber: String?
            if let with { prescriber = try await desk.prescriberID(with) }
            if !change.dryRun {
                try desk.conversation.confirm("The visit moves to \(start).", agreed: change.yes)
            }
            try await desk.changeConsult(
                .change(
                    "/v1/staff/consults/\(name)/reschedule",
                    ConsultMoveRequest(startsAt: start, prescriberId: prescriber)), change)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Calls a visit off; its time is free at once.",
            discussion: "Example:  lozenge consult cancel co-7k2mq --reason \"Dr. Lin is ill.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        @Option(help: "Why; the patient reads it.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<consult>": consult, "--reason": reason])
            let name = try desk.consult(consult)
            let reason = try desk.conversation.line(reason, "Why (the patient reads it)")
            if !change.dryRun { try desk.conversation.confirm("\(name) is called off.", agreed: change.yes) }
            try await desk.changeConsult(
                .change("/v1/staff/consults/\(name)/cancel", ConsultCancelRequest(reason: reason)), change)
        }
    }

    struct NoShow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "no-show", abstract: "Notes who did not come.",
            discussion: "Example:  lozenge consult no-show 2 --who patient")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var consult: String?

        @Option(help: "patient or prescriber.")
        var who: String?

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.require(["<consult>": consult, "--who": who])
            let name = try desk.consult(consult)
            let who = try desk.conversation.choice(who, "Who did not come", of: ["patient", "prescriber"])
            try await desk.changeConsult(
                .change("/v1/staff/consults/\(name)/no-show", NoShowRequest(who: who)), change)
        }
    }
}

extension Desk {
    /// The call that keeps a time.
    fileprivate func hold(_ wanted: ConsultCommands.Wanted) async throws -> ServerCall {
        try conversation.require([
            "<patient>": wanted.patient, "--with": wanted.with, "--at": wanted.at,
        ])
        let patient = try patientOfVisit(wanted.patient)
        let with = try conversation.line(wanted.with, "With whom (prescriber's handle)")
        let start = try conversation.line(wanted.at, "When (2026-11-24T17:00:00Z)")
        return .change(
            "/v1/staff/patients/\(patient)/consults",
            ConsultHoldRequest(
                kind: wanted.kind, prescriberId: try await prescriberID(with), startsAt: start))
    }
}
