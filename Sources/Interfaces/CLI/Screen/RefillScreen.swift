import Wire

/// Refill reviews as the care team reads them.
extension Reader {
    func reviews(_ reviews: [RefillReviewAnswer], nothing: String, more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !reviews.isEmpty else {
            screen.text(nothing)
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Due"), .init("Review"),
                    .init("Patient", narrowest: 8),
                    .init("Cycle", rightAligned: true), .init("State"), .init("Lasts to"),
                    .init("Late", narrowest: 8),
                ],
                rows: reviews.enumerated().map { row($0 + 1, $1) }))
        if more { screen.footer("more  (refill due --all)") }
        return screen
    }

    func show(_ review: RefillReviewAnswer, on screen: inout Screen) {
        screen.line(
            .init("Review", review.handle),
            .init("Patient", "\(review.patient.name)  \(review.patient.handle)"),
            .init("Cycle", "cycle \(review.cycle)"), .init("State", (review.outcome ?? review.state).spoken))
        screen.fields(.init("Due", review.dueOn), .init("Lasts to", review.chain.runOut))
        screen.fields(
            .init(
                "Needed",
                "booked \(review.chain.bookBy), decided \(review.chain.decideBy), ordered \(review.chain.submitBy), shipped \(review.chain.shipBy)"
            ))
        screen.list(
            "Late", review.alarms.map { ("\($0.step) by \($0.missedOn): \($0.owner)", Tone.alarm) })
        if let date = review.lookAgainOn { screen.fields(.init("Again", date)) }
        if let fill = review.nextFill { screen.fields(.init("Next", fill.spoken)) }
        if let draft = review.prescription { screen.fields(.init("Draft", draft)) }
    }

    func show(_ packet: RefillPacketAnswer, on screen: inout Screen) {
        show(packet.review, on: &screen)
        screen.rule()
        let (treatment, adherence) = (packet.treatment, packet.adherence)
        screen.fields(
            .init(
                "Dose",
                "\(treatment.doseMg) mg = \(treatment.label), since \(treatment.doseSince)"),
            .init("Day", treatment.cycleDay.map { "\($0) of cycle \(packet.review.cycle)" } ?? ""))
        screen.fields(
            .init(
                "Taken",
                "\(adherence.full) of \(adherence.days) days in full, \(adherence.part) in part, \(adherence.missed) missed (\(adherence.unreported) not reported), \(adherence.skippedOrPaused) skipped or paused, \(adherence.gap) without medicine"
            ))
        screen.list("Effects", effects(of: packet.days))
        for score in packet.scores {
            let values = score.values.map { "\($0.total) (\($0.date), \($0.band.spoken))" }
            screen.fields(
                .init(
                    score.instrument.uppercased(),
                    (["\(score.baseline.map(String.init) ?? "-") at the start"] + values.suffix(4)).joined(
                        separator: " > ")))
        }
        screen.list(
            "BP",
            packet.bloodPressure.suffix(3).map { reading in
                (
                    "\(reading.systolic.map(String.init) ?? "-")/\(reading.diastolic.map(String.init) ?? "-"), pulse \(reading.pulse.map(String.init) ?? "-"), \(clock.moment(wire: reading.at))",
                    Tone.plain
                )
            })
        supply(packet, on: &screen)
        screen.list(
            "Flags",
            packet.flags.map {
                (
                    "\($0.handle)  \($0.rule), severity \($0.severity), \($0.outcome ?? $0.state)",
                    $0.state == "closed" ? Tone.plain : .alarm
                )
            })
        screen.list(
            "Moves",
            packet.decisions.suffix(8).map {
                (
                    "\($0.date)  \($0.kind) \($0.fromMg) > \($0.toMg) mg  \($0.rules.joined(separator: " "))",
                    Tone.plain
                )
            })
        if let answers = packet.answers {
            screen.fields(
                .init(
                    "Says",
                    "PHQ-9 \(answers.phq9), GAD-7 \(answers.gad7), urinary \(answers.urinary), wishes \(answers.wish)\(answers.note.map { ": \($0)" } ?? "")"
                ))
        }
        screen.list(
            "Before",
            packet.earlier.map {
                ("\($0.outcome.spoken), \(clock.moment(wire: $0.decidedAt)): \($0.note)", .plain)
            })
        screen.list("Lacks", packet.closedGates.map { ("\($0.id)  \($0.words)", Tone.alarm) })
        screen.list("Mind", packet.warnings.map { ($0.words, Tone.alarm) })
    }

    private func supply(_ packet: RefillPacketAnswer, on screen: inout Screen) {
        let (ledger, written) = (packet.ledger, packet.prescription)
        let entries = ledger.entries.sorted { $0.key < $1.key }.map { "\($0.key.spoken) \($0.value)" }
        screen.fields(
            .init(
                "Ledger",
                "\(entries.joined(separator: ", ")) = \(ledger.onHandMg) mg = \(ledger.onHandLozenges) lozenges\(ledger.useBy.map { ", use by \($0)" } ?? "")"
            ))
        screen.list(
            "Counts",
            packet.counts.prefix(3).map {
                (
                    "\($0.date)  \($0.countedMg) mg counted, \($0.ledgerMg) in the ledger",
                    $0.isConcern && !$0.isSettled ? Tone.alarm : .plain
                )
            })
        screen.fields(
            .init(
                "RX",
                "\(written.handle)  \(written.quantity) x \(written.strengthMg) mg, at most \(written.maximumMg) mg a day, \(written.refillsLeft) refills left, last fill \(written.lastFillOn)"
            ))
        screen.fields(
            .init(
                "Basis",
                "\(written.legalBasis)\(written.lastIssueOn.map { ", new prescriptions until \($0)" } ?? "")")
        )
    }

    /// Each effect with its worst grade and on how many dates it was there.
    private func effects(of days: [RefillPacketAnswer.Day]) -> [(text: String, tone: Tone)] {
        var found: [String: [Int]] = [:]
        for day in days { for (effect, grade) in day.effects { found[effect, default: []].append(grade) } }
        return found.sorted { $0.key < $1.key }.map { effect, grades in
            let worst = grades.max() ?? 0
            return (
                "\(effect.spoken): worst \(worst), on \(grades.count) days", worst >= 3 ? Tone.alarm : .plain
            )
        }
    }

    private func row(_ number: Int, _ review: RefillReviewAnswer) -> [Table.Cell] {
        let late = review.alarms.first.map { "\($0.step): \($0.owner)" } ?? ""
        return [
            "\(number)", "\(review.dueOn)", "\(review.handle)",
            .init(review.patient.name, short: review.patient.handle), "\(review.cycle)",
            "\((review.outcome ?? review.state).spoken)", "\(review.chain.runOut)",
            .init(late, tone: late.isEmpty ? .plain : .alarm),
        ]
    }
}

extension NextFillAnswer {
    var spoken: String {
        let count = lozenges.map { "\($0) lozenges, " } ?? ""
        return
            "\(state.spoken): \(count)ordered \(releaseOn), not before \(notBefore), there about \(expectedArrival)"
    }
}
