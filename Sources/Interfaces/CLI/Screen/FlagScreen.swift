import Clocks
import Wire

extension Reader {
    /// Flags by deadline.
    func flags(_ flags: [FlagAnswer]) -> Screen {
        var screen = screen()
        screen.rule()
        guard !flags.isEmpty else {
            screen.text("No flag is open.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Flag"), .init("Rule"), .init("Severity"),
                    .init("Patient", narrowest: 12), .init("State"), .init("Due"),
                ],
                rows: flags.enumerated().map { index, flag in
                    [
                        "\(index + 1)", .init(flag.handle), .init(flag.rule),
                        .init("\(flag.severity)", tone: flag.severity == 1 ? .alarm : .plain),
                        .init(flag.patient.name), .init(flag.state.spoken),
                        due(flag),
                    ]
                }))
        return screen
    }

    /// One flag whole.
    func show(_ flag: FlagAnswer, on screen: inout Screen) {
        screen.line(
            .init("Flag", flag.handle), .init("Rule", flag.rule), .init("Severity", "\(flag.severity)"),
            .init("State", flag.state.spoken))
        screen.fields(.init("Patient", "\(flag.patient.name)  \(flag.patient.handle)"))
        screen.fields(.init("Why", flag.reasons.joined(separator: "; ")))
        screen.fields(flag.remark.map { .init("Said", $0) })
        if let outcome = flag.outcome {
            screen.fields(.init("Ended", "\(outcome.spoken): \(flag.note ?? "")"))
        } else {
            let due = due(flag)
            screen.fields(.init("Due", due.text, tone: due.tone))
            screen.fields(.init("Outcomes", flag.outcomes.joined(separator: ", ")))
            screen.fields(
                .init(
                    "Meanwhile",
                    flag.severity == 1
                        ? "no dose, no rise, no signature, no supply"
                        : flag.severity == 2 ? "no rise of the dose" : "nothing is held back"))
        }
    }

    /// `see by 14:20`, then `close by Mon 12:00`; `LATE 9 min` once that has passed.
    private func due(_ flag: FlagAnswer) -> Table.Cell {
        guard flag.state != "closed" else { return .init(flag.outcome?.spoken ?? "closed") }
        let (verb, by) = flag.state == "open" ? ("see", flag.acknowledgeBy) : ("close", flag.closeBy)
        let late = Instant(rfc3339: by).map { $0 < clock.now } ?? false
        let moment = clock.due(wire: by, late: late)
        return .init(late ? "\(moment) to \(verb)" : "\(verb) by \(moment)", tone: late ? .alarm : .plain)
    }
}
