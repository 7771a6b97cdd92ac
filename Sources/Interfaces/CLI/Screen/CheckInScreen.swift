import Wire

extension Reader {
    /// A report as it was kept, and what follows from it at once.
    func show(_ answer: CheckInAnswer, on screen: inout Screen) {
        if let crisis = answer.crisis {
            screen.text("SAY NOW: \(crisis.words)", .alarm)
        }
        screen.fields(
            .init(
                "Kept",
                "\(clock.day(answer.date)), version \(answer.version)" + (answer.isLate ? ", late" : "")),
            .init("Taken", "\(answer.taken), \(answer.takenMg) mg of \(answer.plannedMg)"))
        screen.fields(
            answer.asqDueBy.map { .init("ASQ", "answers by \(clock.moment(wire: $0))", tone: .alarm) })
        if let consequence = answer.consequence { show(consequence, on: &screen) }
    }

    /// Reports, the latest date first.
    func checkIns(_ reports: [CheckInAnswer], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !reports.isEmpty else {
            screen.text("Nothing has been reported.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("Date"), .init("Taken"), .init("Effects", narrowest: 10, wraps: true),
                    .init("Benefit"),
                    .init("Wish"), .init("Signs", narrowest: 8, wraps: true),
                ],
                rows: reports.map { report in
                    [
                        .init(clock.day(report.date)), .init(taken(report)), .init(felt(report.effects)),
                        .init(report.benefit ?? "-"), .init(report.wish ?? "-"), signs(report),
                    ]
                }))
        if more { screen.footer("more  (checkin list --all)") }
        return screen
    }

    private func taken(_ report: CheckInAnswer) -> String {
        let amount = report.taken == "none" ? "none" : "\(report.takenMg) of \(report.plannedMg) mg"
        return amount + (report.isLate ? ", late" : "") + (report.version > 1 ? ", v\(report.version)" : "")
    }

    /// `nausea 2, dizziness 1`: the graver first.
    func felt(_ effects: [String: Int]) -> String {
        let felt = effects.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return felt.isEmpty ? "none" : felt.map { "\($0.key.spoken) \($0.value)" }.joined(separator: ", ")
    }

    private func signs(_ report: CheckInAnswer) -> Table.Cell {
        let signs =
            (report.selfHarm == true ? ["self-harm" + (report.asq.map { ", ASQ \($0)" } ?? "")] : [])
            + report.warnings.map(\.spoken)
        return .init(
            signs.isEmpty ? "-" : signs.joined(separator: ", "), tone: signs.isEmpty ? .plain : .alarm)
    }
}
