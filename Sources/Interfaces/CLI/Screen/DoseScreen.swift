import Wire

extension Reader {
    /// What titration decided on a day, rule by rule, with the days before it and what comes next.
    func explanation(
        of chart: ChartAnswer, on date: String?, decisions: [DecisionAnswer], days: [ProgressAnswer.Day]
    ) -> Screen {
        var screen = screen()
        screen.line(
            .init("Patient", "\(chart.patient.name.given) \(chart.patient.name.family)"),
            .init("Handle", chart.patient.handle), .init("Day", date.map(clock.day) ?? ""))
        screen.rule()
        guard let course = chart.course else {
            screen.text("No treatment is under way.")
            decisions.forEach { show($0, on: &screen) }
            return screen
        }
        if decisions.isEmpty { screen.text("Nothing was decided on this day.") }
        for decision in decisions { show(decision, on: &screen) }
        if !days.isEmpty {
            screen.gap()
            screen.table(table(of: days))
        }
        screen.gap()
        next(course, on: &screen)
        return screen
    }

    /// One decision: what it says, and each of its rules with its words.
    func show(_ decision: DecisionAnswer, on screen: inout Screen) {
        let asked = "\(clock.moment(wire: decision.decidedAt)), \(decision.occasion.spoken)"
        screen.fields(.init("Asked", asked))
        screen.fields(
            .init("Decided", said(decision), tone: decision.permission == "pause" ? .alarm : .plain))
        screen.list(
            "Rules",
            decision.reasons.map { ("\($0.rule)  \($0.words)", decision.kind == "pause" ? .alarm : .plain) })
        if let before = decision.noIncreaseBefore {
            screen.fields(.init("No rise", "before \(clock.day(before))"))
        }
        if decision.needs != "none" { screen.fields(.init("Needs", "the \(decision.needs)")) }
        if let offer = decision.offer { screen.fields(.init("Offer", self.offer(offer))) }
    }

    /// `HOLD at 45 mg for Sun 22 Nov, may be taken`.
    private func said(_ decision: DecisionAnswer) -> String {
        let day = clock.day(decision.forDate)
        let permission =
            switch decision.permission {
            case "skip": "no dose on \(day)"
            case "pause": "no dose from \(day) on, paused"
            default: "\(decision.toMg) mg (\(decision.label)) on \(day)"
            }
        let from = decision.doseMg == decision.toMg ? "" : ", \(decision.doseMg) mg before"
        return "\(decision.kind.uppercased()): \(permission)\(from)"
    }

    private func table(of days: [ProgressAnswer.Day]) -> Table {
        Table(
            [
                .init("Date"), .init("Day", rightAligned: true), .init("Dose", rightAligned: true),
                .init("Taken"), .init("Effects", narrowest: 10, wraps: true), .init("Benefit"), .init("Wish"),
                .init("BP"),
            ],
            rows: days.map { day in
                [
                    .init(clock.day(day.date)), "\(day.cycleDay)", "\(day.doseMg)", .init(taken(day)),
                    .init(effects(day)), .init(day.benefit ?? "-"), .init(day.wish ?? "-"),
                    .init(pressure(day)),
                ]
            })
    }

    /// What was said, and where it was not to be taken, that too.
    private func taken(_ day: ProgressAnswer.Day) -> String {
        let barred =
            day.isGap
            ? "none left" : day.permission == "skip" ? "skipped" : day.permission == "pause" ? "paused" : nil
        let said = day.taken.map { taken in
            let amount =
                switch taken {
                case "none": "none"
                case "planned": "all"
                default: "\(day.takenMg ?? 0) mg"
                }
            return amount + (day.isLate == true ? ", late" : "")
        }
        switch (said, barred) {
        case (let said?, let barred?): return day.taken == "none" ? barred : "\(said), though \(barred)"
        case (let said?, nil): return said
        case (nil, let barred?): return barred
        case (nil, nil): return day.isOff ? "off" : "no report"
        }
    }

    private func effects(_ day: ProgressAnswer.Day) -> String { day.effects.map(felt) ?? "-" }

    private func pressure(_ day: ProgressAnswer.Day) -> String {
        guard let systolic = day.systolic, let diastolic = day.diastolic else { return "-" }
        return "\(systolic)/\(diastolic)"
    }

    /// What stands now, whatever day was asked about.
    private func next(_ course: ChartCourse, on screen: inout Screen) {
        if let dose = course.dose {
            screen.fields(
                .init(
                    "Now",
                    "\(dose.doseMg) mg since \(clock.day(dose.since)), range \(course.minMg)-\(course.maxMg) mg, "
                        + (course.standingOrder ? "standing order" : "prescriber agrees each time")))
        }
        if let pause = course.pause {
            screen.fields(
                .init("Paused", "since \(clock.day(pause.from)); a prescriber resumes", tone: .alarm))
        } else if let offer = course.offer {
            screen.fields(.init("Next", self.offer(offer)))
        } else if let before = course.decision?.noIncreaseBefore {
            screen.fields(.init("Next", "no rise before \(clock.day(before))"))
        }
        if let runOut = course.supply.runOut {
            screen.fields(.init("Supply", "lasts to \(clock.day(runOut))"))
        }
    }

    /// Rises on offer.
    func offers(_ offers: [StaffDoseChange], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !offers.isEmpty else {
            screen.text("No rise is on offer.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Patient", narrowest: 12), .init("Handle"),
                    .init("Rise"), .init("From"), .init("Waits for", narrowest: 10), .init("Ends"),
                ],
                rows: offers.enumerated().map { row($0 + 1, $1) }))
        if more { screen.footer("more  (dose offers --all)") }
        return screen
    }

    private func row(_ number: Int, _ offer: StaffDoseChange) -> [Table.Cell] {
        let change = offer.change
        let waits = [
            change.needsAgreement && !change.isAgreed ? "prescriber" : nil,
            change.isAcknowledged ? nil : "patient",
        ].compactMap { $0 }
        return [
            "\(number)", .init(offer.patient.name, short: Person.familyFirst(offer.patient.name)),
            .init(offer.patient.handle), "\(change.fromMg) > \(change.toMg) mg",
            .init(clock.day(change.firstDate)),
            .init(waits.joined(separator: ", ")), .init(change.expiresAt.map(clock.moment(wire:)) ?? "-"),
        ]
    }
}
