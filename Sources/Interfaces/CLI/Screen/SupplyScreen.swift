import Wire

/// Recalls and gaps as the care team reads them.
extension Reader {
    func recalls(_ recalls: [RecallAnswer]) -> Screen {
        var screen = screen()
        screen.rule()
        guard !recalls.isEmpty else {
            screen.text("No lot was ever recalled.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Recall"), .init("Pharmacy"),
                    .init("Lot", narrowest: 5), .init("Why"), .init("Told", rightAligned: true),
                    .init("Open", rightAligned: true), .init("State"),
                ],
                rows: recalls.enumerated().map { place, recall in
                    [
                        "\(place + 1)", "\(recall.handle)", "\(recall.pharmacy)", "\(recall.lot)",
                        "\(recall.reason)", "\(recall.holders)",
                        .init("\(recall.open)", tone: recall.open > 0 ? .alarm : .plain),
                        "\(recall.liftedAt == nil ? "in force" : "lifted")",
                    ]
                }))
        return screen
    }

    func show(_ recall: RecallAnswer, on screen: inout Screen) {
        screen.line(
            .init("Recall", recall.handle), .init("Lot", recall.lot), .init("Pharmacy", recall.pharmacy),
            .init("State", recall.liftedAt == nil ? "in force" : "lifted"))
        screen.fields(.init("Drug", recall.drug))
        screen.fields(.init("Why", "\(recall.reason); \(recall.notice)"))
        screen.fields(
            .init(
                "Told",
                "\(recall.holders) people with \(recall.onHandMg) mg at home, \(recall.open) still to be seen to"
            ))
        if let reason = recall.liftReason { screen.fields(.init("Lifted", reason)) }
    }

    func gaps(_ report: GapReportAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        screen.line(.init("From", report.from), .init("To", report.to))
        screen.fields(
            .init(
                "Gaps",
                "\(report.gapDays) of \(report.treatmentDays) treatment days, \(report.perThousand) in a thousand, of \(report.treatments) people"
            ))
        guard !report.causes.isEmpty else { return screen }
        screen.table(
            Table(
                [
                    .init("Owner"), .init("Why"), .init("Days", rightAligned: true),
                    .init("People", rightAligned: true),
                ],
                rows: report.causes.map {
                    ["\($0.owner)", "\($0.reason)", "\($0.days)", "\($0.treatments)"]
                }))
        return screen
    }
}
