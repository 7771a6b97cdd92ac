import Wire

extension Reader {
    /// Jobs of one state.
    func jobs(_ jobs: [JobAnswer], more: Bool, dead: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !jobs.isEmpty else {
            screen.text(dead ? "No job has failed too often." : "No job like this.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Job"), .init("Kind", narrowest: 8),
                    .init(dead ? "Died" : "Due"), .init("Failures", rightAligned: true),
                    .init("Last failure", narrowest: 8),
                ],
                rows: jobs.enumerated().map { index, job in
                    [
                        "\(index + 1)", .init("jb-\(job.id)"), .init(job.kind),
                        .init(clock.dated(wire: job.diedAt ?? job.dueAt)),
                        .init("\(job.failures)/\(job.maxAttempts)"),
                        .init(job.lastFailure ?? "", tone: job.state == "dead" ? .alarm : .plain),
                    ]
                }))
        if more { screen.footer("more  (job list --all, --state, --kind)") }
        return screen
    }

    /// One job after a person's word about it.
    func show(_ job: JobAnswer, on screen: inout Screen) {
        screen.line(.init("Job", "jb-\(job.id)"), .init("Kind", job.kind))
        screen.fields(.init("State", job.state.spoken, tone: job.state == "dead" ? .alarm : .plain))
        screen.fields(.init("Due", clock.dated(wire: job.dueAt)))
        if let failure = job.lastFailure { screen.fields(.init("Last failure", failure)) }
    }
}
