import ArgumentParser
import Wire

/// `lozenge checkin`: daily reports, taken down for somebody on the telephone.
struct CheckInCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkin", abstract: "Daily reports: taken down on the telephone, or read.",
        discussion: "Example:  lozenge checkin record pt-7k2mq --taken planned --effect nausea=1 --wish same",
        subcommands: [Record.self, List.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reports a day for a patient on the telephone, by the same rules as their own.",
            discussion: """
                Example:  lozenge checkin record pt-7k2mq --taken planned --effect nausea=1 --benefit some --wish same
                          lozenge checkin record pt-7k2mq --date 2026-12-02 --taken none
                          lozenge checkin record pt-7k2mq --taken planned --pressure 118/76 --pulse 70

                Thoughts of self-harm ask the ASQ at once: --asq takes yes, no or refused for its questions, wish to be \
                dead, better off dead, thoughts of killing oneself, ever tried, and right now.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var report: CheckInOptions

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--taken": report.taken])
            let name = try desk.patient(patient)
            let taken = try talk.choice(
                report.taken, "How much was taken", of: ["none", "planned", "part", "more"])
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/check-ins", try report.request(taken)), change,
                as: CheckInAnswer.self
            ) { answer, reader, screen in reader.show(answer, on: &screen) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a patient's reports, the latest date first.",
            discussion: "Example:  lozenge checkin list pt-7k2mq")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Argument(help: "The patient: handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let name = try desk.patient(patient)
            async let reader = desk.reader()
            let pages = try await desk.pages(
                of: "/v1/staff/patients/\(name)/check-ins", length, as: Page<CheckInAnswer>.self,
                next: \.nextCursor)
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(
                reader.checkIns(pages.flatMap(\.value.items), more: pages.last?.value.nextCursor != nil))
        }
    }
}
