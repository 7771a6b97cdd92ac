import Wire

extension Reader {
    /// The treatment under way: where it stands today, the dose and why, what is left, and its days as one row each.
    func course(_ course: ChartCourse, on screen: inout Screen) {
        screen.fields(.init("Stage", stage(course)), .init("Today", today(course)))
        if let dose = course.dose {
            screen.fields(.init("Dose", self.dose(dose, of: course)))
            screen.fields(.init("Why", why(dose)))
        }
        if let pause = course.pause { screen.fields(.init("Pause", self.pause(pause), tone: .alarm)) }
        if let decision = course.decision { screen.fields(.init("Decided", decided(decision))) }
        if let offer = course.offer { screen.fields(.init("Offer", self.offer(offer))) }
        screen.fields(.init("Supply", supply(course.supply)))
        screen.gap()
        days(course, on: &screen)
        screen.gap()
    }

    private func stage(_ course: ChartCourse) -> String {
        let cycle = course.cycle.map { ", cycle \($0.number), day \($0.day)" }
        let state = course.state == "active" ? "treatment" : "treatment \(course.state.spoken)"
        return state + (cycle ?? "")
    }

    private func today(_ course: ChartCourse) -> String {
        if course.state == "awaitingStart" { return "first day not chosen" }
        guard let permission = course.permission else { return "" }
        let dose = permission == "take" ? "" : permission == "skip" ? "no dose today, " : "no dose, "
        return dose + (course.isReported ? "check-in done" : "no check-in yet")
    }

    private func dose(_ dose: ChartCourse.Dose, of course: ChartCourse) -> String {
        "\(dose.doseMg) mg = \(dose.label), since \(clock.day(dose.since)), range \(course.minMg)-\(course.maxMg) mg"
    }

    private func why(_ dose: ChartCourse.Dose) -> String {
        let rules = dose.rules.isEmpty ? "" : "\(dose.rules.joined(separator: ", ")): \(dose.words) "
        let agreed =
            switch dose.agreedBy {
            case "prescriber"?: "A prescriber agreed."
            case "standingOrder"?: "Standing order."
            default: ""
            }
        let cause =
            dose.cause == "start"
            ? "The start dose of the prescription." : rules.isEmpty ? dose.cause.spoken : ""
        return (rules + cause + agreed).withoutTrailingSpaces
    }

    private func pause(_ pause: ChartCourse.Pause) -> String {
        let cause =
            switch pause.cause {
            case "patient": "the patient's own"
            case "prescriber": "by the care team"
            case "rule": "by \(pause.rules.joined(separator: ", "))"
            default: pause.cause.spoken
            }
        return "\(cause), from \(clock.day(pause.from))"
            + (pause.until.map { " until \(clock.day($0))" } ?? "")
    }

    /// `hold at 45 mg for Sun 22 Nov (T13, T14), no rise before 2 Dec`.
    func decided(_ decision: DecisionAnswer) -> String {
        let dose = decision.permission == "take" ? " at \(decision.toMg) mg" : ""
        let hold = decision.noIncreaseBefore.map { ", no rise before \(clock.day($0))" } ?? ""
        return
            "\(decision.kind)\(dose) for \(clock.day(decision.forDate)) (\(decision.rules.joined(separator: ", ")))"
            + hold
    }

    /// `30 > 45 mg from Sun 22 Nov; waits for a prescriber, for the patient; ends Tue 20:14`.
    func offer(_ offer: DoseChangeAnswer) -> String {
        let waits = [
            offer.needsAgreement && !offer.isAgreed ? "for a prescriber" : nil,
            offer.isAcknowledged ? nil : "for the patient",
        ].compactMap { $0 }
        let state =
            offer.state == "offered"
            ? waits.isEmpty ? "agreed and read" : "waits \(waits.joined(separator: ", "))"
            : offer.state.spoken
        let ends = offer.state == "offered" ? offer.expiresAt.map { "; ends \(clock.moment(wire: $0))" } : nil
        return "\(offer.fromMg) > \(offer.toMg) mg from \(clock.day(offer.firstDate)); \(state)"
            + (ends ?? "")
    }

    /// `1,470 mg = 49 lozenges, to Tue 22 Dec; lot K2291 use by Sun 14 Feb`.
    private func supply(_ supply: ChartCourse.Supply) -> String {
        let amount = "\(thousands(supply.onHandMg)) mg = \(supply.onHandLozenges) lozenges"
        let end = supply.runOut.map { ", to \(clock.day($0))" }
        let lot = supply.lot.map { "; lot \($0)" + (supply.useBy.map { " use by \(clock.day($0))" } ?? "") }
        return amount + (end ?? "") + (lot ?? "")
    }

    /// `1,470`.
    func thousands(_ number: Int) -> String {
        let digits = String(number)
        guard digits.count > 3 else { return digits }
        return "\(digits.dropLast(3)),\(digits.suffix(3))"
    }
}
