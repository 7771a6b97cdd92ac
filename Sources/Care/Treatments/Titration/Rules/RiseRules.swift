import Clinic

/// T16, T17, T18, T22: whether there is to be more. Only T18 moves a dose up, and only where nothing else holds it.
extension CourseMoment {
    /// T18: today's report asks for more. One that was said again earns nothing by what it says then.
    var asksForMore: Bool {
        guard let report = day.report, course.pause(on: forDate) == nil, !course.isTapering,
            course.plan(on: tomorrow)?.every ?? 1 == 1
        else { return false }
        if report.isAmended, !isRiseDecidedToday { return false }
        return report.wish == .more || report.wish == .same && report.benefit == CheckIn.Benefit.none
    }

    /// A rise of today that nothing has ended.
    var isRiseDecidedToday: Bool {
        guard let change = course.changes.last(where: { $0.kind == .increase }) else { return false }
        return change.decidedOn == today && (change.state == .offered || change.state == .inForce)
    }

    /// The step that a rise would lead to.
    var nextStep: Milligrams? { terms.ladder.step(above: day.plannedDose) }

    /// What stands in the way of `next`: the prescription, a reading, the supply.
    func obstacles(to next: Milligrams?) -> [TitrationFinding] {
        guard let next, next <= terms.maximum, next.count <= terms.titration.ceilingMg else {
            return [
                TitrationFinding(.t16) {
                    $0.reasons = ["maximum"]
                    $0.work = [.reviewSuggested]
                    $0.isNews = isNews(today)
                }
            ]
        }
        return [supplyTooShort(for: next), readingMissing(before: next)].compactMap(\.self)
    }

    /// T17: what is there would not last at the next step until more comes.
    private func supplyTooShort(for next: Milligrams) -> TitrationFinding? {
        let lasts = course.runOut(at: next, from: tomorrow)
        if let lasts, lasts >= suppliedThrough { return nil }
        return TitrationFinding(.t17) { $0.reasons = ["supply"] }
    }

    /// The date of the next arrival, else day 30.
    private var suppliedThrough: LocalDate {
        if let arrival = course.supply.nextArrival, arrival >= tomorrow { return arrival }
        guard let cycle = course.cycles.last, cycle.lastDay >= tomorrow else {
            return tomorrow + (Cycle.length - 1)
        }
        return cycle.lastDay
    }

    /// T18's and T22's part of it: whether a prescriber agrees first.
    func needsAgreement(to next: Milligrams) -> Bool {
        !terms.standingOrder || next > terms.titration.automaticCeiling || course.benefit.heldBefore
            || !terms.eligibilityRules.isDisjoint(with: numbers.agreementRules)
    }
}
