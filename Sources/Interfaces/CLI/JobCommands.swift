import ArgumentParser
import Wire

/// `lozenge job`: the program's own work, for those who keep it running.
struct JobCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "The program's jobs: what waits, runs, or failed too often.",
        discussion: "Example:  lozenge job list",
        subcommands: [List.self, Retry.self, Discard.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists jobs that failed too often and wait for a person; with --state, others.",
            discussion: "Example:  lozenge job list --state waiting --kind sendMessage")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var length: ListLength

        @Option(help: "dead (the default), waiting or running.")
        var state: String?

        @Option(help: "Only jobs of this kind, as sendMessage.")
        var kind: String?

        func run() async throws {
            let desk = try Desk(screen)
            async let reader = desk.reader()
            let query = [("state", state), ("kind", kind)].compactMap { name, value in
                value.map { (name, $0) }
            }
            let pages = try await desk.pages(
                of: "/v1/staff/jobs", query: query, length, as: Page<JobAnswer>.self, next: \.nextCursor)
            let jobs = pages.flatMap(\.value.items)
            try desk.remember(jobs.map { [.job: $0.id] })
            guard let reader = try await reader else {
                return pages.forEach { desk.terminal.show(json: $0.json) }
            }
            desk.terminal.show(
                reader.jobs(
                    jobs, more: pages.last?.value.nextCursor != nil, dead: state == nil || state == "dead"))
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries a job again, from now on and as often as a new one.",
            discussion: "Example:  lozenge job retry jb-4711")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle or row number.")
        var job: String?

        func run() async throws {
            let desk = try Desk(screen)
            try await desk.changeJob(.change("/v1/staff/jobs/\(desk.job(job))/retry"), change)
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a job up: what it was to do stays undone.",
            discussion: "Example:  lozenge job discard 2 --why doneByHand")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle or row number.")
        var job: String?

        @Option(help: "doneByHand, needless, impossible or mistaken.")
        var why: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<job>": job, "--why": why])
            let name = try desk.job(job)
            let request = JobDiscardRequest(
                why: try talk.choice(why, "Why", of: ["doneByHand", "needless", "impossible", "mistaken"]))
            try talk.confirm("What this job was to do stays undone.", agreed: change.yes)
            try await desk.changeJob(.change("/v1/staff/jobs/\(name)/discard", request), change)
        }
    }
}

extension Desk {
    /// The job that was named, or asked for.
    fileprivate func job(_ named: String?) throws(ToolFailure) -> String {
        try conversation.require(["<job>": named])
        return try name(
            conversation.line(named, "Which job (handle, or row of the last list)"), of: .job)
    }

    /// Makes the change and shows what became of the job.
    fileprivate func changeJob(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: JobAnswer.self) { job, reader, screen in
            reader.show(job, on: &screen)
        }
    }
}
