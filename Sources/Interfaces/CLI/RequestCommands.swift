import ArgumentParser
import Wire

/// `lozenge request`: what patients ask for, by its legal date.
struct RequestCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "What patients ask for, by its legal date, answered in writing.",
        discussion: "Example:  lozenge request list",
        subcommands: [List.self, Record.self, Extend.self, Resolve.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists requests that wait, what is due first at the top.",
            discussion: "Example:  lozenge request list")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        func run() async throws {
            let desk = try Desk(screen)
            let pages = try await desk.pages(
                of: "/v1/staff/requests", length, as: Page<PatientRequestAnswer>.self, next: \.nextCursor)
            let requests = pages.flatMap(\.value.items)
            try desk.remember(requests.map { [.request: $0.handle, .patient: $0.patient] })
            guard let reader = try await desk.reader() else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            var screen = reader.screen()
            screen.rule()
            guard !requests.isEmpty else {
                screen.text("Nothing waits.")
                return desk.terminal.show(screen)
            }
            screen.table(
                Table(
                    [
                        .init("#", rightAligned: true), .init("Request"), .init("Kind"), .init("Patient"),
                        .init("Due"),
                    ],
                    rows: requests.enumerated().map { index, request in
                        [
                            "\(index + 1)", .init(request.handle), .init(request.kind.spoken),
                            .init(request.patient),
                            .init(request.dueOn + (request.extended ? " (extended)" : "")),
                        ]
                    }))
            desk.terminal.show(screen)
        }
    }

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down what a patient asks for by telephone or letter.",
            discussion: "Example:  lozenge request record pt-7k2mq --kind records --detail \"All of 2026.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        @Option(help: "records, amendment, accounting, complaint or refund.")
        var kind: String?

        @Option(help: "In the patient's words.")
        var detail: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--kind": kind])
            let name = try desk.patient(patient)
            let request = PatientRequestRequest(
                kind: try talk.choice(
                    kind, "What", of: ["records", "amendment", "accounting", "complaint", "refund"]),
                detail: detail)
            try await desk.changeRequest(.change("/v1/staff/patients/\(name)/requests", request), change)
        }
    }

    struct Extend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes more time for a request, once; the patient reads the reason.",
            discussion: "Example:  lozenge request extend rq-7k2mq --reason \"An archive has part of it.\"")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var request: String?

        @Option(help: "Why, as the patient will read it.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<request>": request, "--reason": reason])
            let name = try desk.request(request)
            let body = ReasonRequest(reason: try talk.line(reason, "Why (the patient reads it)"))
            try await desk.changeRequest(.change("/v1/staff/requests/\(name)/extend", body), change)
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a request, in writing; the patient reads it.",
            discussion:
                "Example:  lozenge request resolve rq-7k2mq --outcome fulfilled --answer \"Sent on 12 January.\""
        )

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var request: String?

        @Option(help: "fulfilled, denied, passedOn or withdrawn.")
        var outcome: String?

        @Option(help: "The answer, as the patient will read it.")
        var answer: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<request>": request, "--outcome": outcome, "--answer": answer])
            let name = try desk.request(request)
            let body = RequestResolution(
                outcome: try talk.choice(
                    outcome, "Which outcome", of: ["fulfilled", "denied", "passedOn", "withdrawn"]),
                answer: try talk.line(answer, "The answer (the patient reads it)"))
            try await desk.changeRequest(.change("/v1/staff/requests/\(name)/resolve", body), change)
        }
    }
}

extension Desk {
    /// The request that was named, or asked for.
    fileprivate func request(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<request>": named])
        return try name(
            conversation.line(named, "Which request (handle, or row of the last list)"), of: .request)
    }

    /// Makes the change and shows what became of the request.
    fileprivate func changeRequest(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: PatientRequestAnswer.self) { request, _, screen in
            let end = request.outcome.map { "\($0.spoken)." } ?? "due \(request.dueOn)."
            screen.text("\(request.handle), \(request.kind.spoken): \(end)")
        }
    }
}
