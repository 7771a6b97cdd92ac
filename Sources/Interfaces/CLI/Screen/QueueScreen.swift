import Wire

extension Reader {
    /// The queue by due time, with its footer.
    func queue(_ items: [WorkItem], of answer: QueueAnswer, filtered: Bool) -> Screen {
        var screen = screen(counts: "mine \(answer.mine) · team \(answer.team) · late \(answer.late)")
        screen.rule()
        guard !items.isEmpty else {
            screen.text(filtered ? "Nothing in the queue like this." : "The queue is empty.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Due"), .init("Kind", narrowest: 10),
                    .init("Patient", narrowest: 12), .init("There"), .init("What", narrowest: 20),
                    .init("Owner", narrowest: 5),
                ],
                rows: items.enumerated().map { row($0 + 1, $1) }))
        if answer.nextCursor != nil {
            let rest = filtered ? "more" : "\(max(1, answer.team - items.count)) more"
            screen.footer("\(rest)  (queue list --all, --kind KIND, --mine, --state AZ)")
        }
        return screen
    }

    private func row(_ number: Int, _ item: WorkItem) -> [Table.Cell] {
        [
            "\(number)",
            .init(clock.due(wire: item.due, late: item.late), tone: item.late ? .alarm : .plain),
            .init(item.kind.spoken),
            item.patient.map {
                .init("\($0.name) \($0.state)", short: "\(Person.familyFirst($0.name)) \($0.state)")
            } ?? "-",
            .init(item.patient.map { clock.time(inZone: $0.timeZone) } ?? "-"),
            .init(item.title),
            owner(of: item),
        ]
    }

    private func owner(of item: WorkItem) -> Table.Cell {
        guard let owner = item.owner else { return "-" }
        if owner.id == me.id { return "me" }
        return .init(
            Person.signature(owner.name), short: owner.name.split(separator: " ").last.map(String.init))
    }

    /// One item with all that is known of it.
    func show(_ item: WorkItem, on screen: inout Screen) {
        screen.line(
            .init("Item", item.handle), .init("Kind", item.kind.spoken), .init("State", state(of: item)))
        screen.text(item.title)
        if let patient = item.patient {
            screen.fields(
                .init(
                    "Patient",
                    "\(patient.name)  \(patient.handle)   \(patient.state), \(clock.time(inZone: patient.timeZone)) there"
                ))
        }
        screen.fields(
            .init("Due", clock.due(wire: item.due, late: item.late), tone: item.late ? .alarm : .plain))
        screen.fields(
            item.role.map { .init("For", $0.spoken) },
            item.escalatedAt.map { .init("Escalated", clock.moment(wire: $0), tone: .alarm) })
        screen.fields(.init("Why", item.reasons.joined(separator: "; ")))
        if item.state != "resolved" {
            screen.fields(.init("Outcomes", item.outcomes.joined(separator: ", ")))
            screen.fields(item.settledBy.map { .init("Settle by", $0) })
        }
    }

    /// `yours until 11:44`, `put off until Mon 9:00`.
    func state(of item: WorkItem) -> String {
        let until = (item.snoozedUntil ?? item.claimedUntil).map { " until " + clock.moment(wire: $0) } ?? ""
        return switch item.state {
        case "open": "open, nobody's"
        case "claimed":
            (item.owner?.id == me.id ? "yours" : "with \(item.owner?.name ?? "a colleague")") + until
        case "snoozed": "put off" + until
        case "resolved": "resolved" + (item.outcome.map { ": \($0.spoken)" } ?? "")
        default: item.state.spoken
        }
    }
}
