import Clinic
import Clocks
import Foundation

extension Course {
    /// Asks all rules and does what they say: flags, days without increase, a pause, a lower dose, the end of an offer, a
    /// rise; then composes the decision of it all.
    ///
    /// - Parameter forDate: what permission and dose are about; left out, today or tomorrow.
    mutating func evaluate(
        _ news: CourseNews, today: LocalDate, now: Instant, forDate: LocalDate? = nil,
        effects: inout [CourseEffect]
    ) -> TitrationDecision {
        let forDate = forDate ?? nextDoseDate(from: today)
        let doseBefore = days[today]?.dose ?? dose(on: today)
        var findings = CourseMoment(self, today: today, now: now, news: news, forDate: forDate).findings
        let openBefore = flags
        let newFlags = raise(findings, today: today, effects: &effects)
        hold(findings, today: today, effects: &effects)
        pause(findings, forDate: forDate, now: now, effects: &effects)
        lower(findings, today: today, forDate: forDate, now: now, effects: &effects)
        endSpacing(findings, forDate: forDate, now: now, effects: &effects)
        rememberBenefit(findings, today: today, effects: &effects)

        // A morning speaks of its own date; what is said on a date may lead to a rise on the next one.
        let nextRise = news == .morning ? today : today + 1
        let standing = standing(nextRise: nextRise, forDate: forDate, flags: openBefore)
        let moment = CourseMoment(self, today: today, now: now, news: news, forDate: forDate)
        let wantsMore = moment.asksForMore
        let offered = openOffer?.to ?? pendingRise(after: today)?.dose
        let next = offered ?? moment.nextStep
        if offered != nil || wantsMore && findings.isEmpty && standing.isEmpty {
            findings += moment.obstacles(to: next)
        }
        let needsAgreement = next.map(moment.needsAgreement) ?? false

        // What holds ends an offer, and a rise that has not begun; patience does neither.
        if let rule = findings.first(where: { !$0.isPace })?.rule ?? standing.first {
            withdrawRises(because: rule, today: today, now: now, effects: &effects)
        }
        var rises = false
        if wantsMore, findings.isEmpty, standing.isEmpty, let next {
            rises = true
            offer(next, needsAgreement: needsAgreement, today: today, now: now, effects: &effects)
            findings = [TitrationFinding(.t18)]
            if benefit.heldBefore { findings.append(TitrationFinding(.t22)) }
        }
        if let dry = outOfSupply(forDate: forDate, news: news) { findings.append(dry) }
        ask(findings, effects: &effects)
        settleDay(today, forDate: forDate, findings: findings)
        return decision(
            findings, standing: standing, flags: newFlags, rises: rises, doseBefore: doseBefore, today: today,
            forDate: forDate, nextRise: nextRise)
    }

    /// T24: nothing is taken of what is not there.
    private func outOfSupply(forDate: LocalDate, news: CourseNews) -> TitrationFinding? {
        guard pause(on: forDate) == nil, let plan = plan(on: forDate), plan.isDoseDate(forDate),
            supply.usable(on: forDate) < plan.dose
        else { return nil }
        return TitrationFinding(.t24) {
            $0.reasons = ["outOfSupply"]
            $0.permission = .skip
            $0.needs = .navigator
            $0.isNews = news == .morning
            $0.work = [.outOfSupply]
        }
    }

    /// Lets the work of what is new be done.
    private func ask(_ findings: [TitrationFinding], effects: inout [CourseEffect]) {
        for finding in findings where finding.isNews {
            for work in finding.work {
                effects.append(.work(work, reasons: [finding.rule.rawValue] + finding.reasons))
            }
        }
    }

    /// Today's permission, as long as today's dose is not reported taken.
    private mutating func settleDay(_ today: LocalDate, forDate: LocalDate, findings: [TitrationFinding]) {
        guard !isTaken(on: today) else { return }
        let paused = pause(on: today)
        let skips = forDate == today ? findings.filter { $0.permission == .skip } : []
        let dose = dose(on: today)
        let isOff = !(plan(on: today)?.isDoseDate(today) ?? true)
        days.update(today) { day in
            day.dose = dose
            day.isOff = isOff
            // A word about a later date lifts nothing of today.
            if forDate > today, paused == nil, day.permission == .skip { return }
            day.permission = paused != nil ? .pause : skips.isEmpty ? .take : .skip
            day.rules = paused?.rules ?? skips.map(\.rule)
            day.needsReading = paused == nil && skips.contains { $0.rule == .t5 }
            day.isGap = paused == nil && skips.contains { $0.rule == .t24 }
        }
    }

    private func decision(
        _ findings: [TitrationFinding], standing: [TitrationRule], flags: [TitrationDecision.RaisedFlag],
        rises: Bool, doseBefore: Milligrams, today: LocalDate, forDate: LocalDate, nextRise: LocalDate
    ) -> TitrationDecision {
        let isPaused = pause(on: forDate) != nil
        let permission: TitrationDecision.Permission =
            isPaused ? .pause : findings.contains { $0.permission == .skip } ? .skip : .take
        var named = Set(findings.lazy.filter { !isPaused || !$0.isPace }.map(\.rule)).union(standing)
        let lowering = standingChange(of: today, on: forDate) { $0.kind == .decrease }
        if let lowering { named.formUnion(lowering.rules) }
        let set = standingChange(of: today, on: forDate) { $0.rules == [.prescriberSet] }
        if let set { named.formUnion(set.rules) }
        if named.isEmpty { named = [isTapering ? .prescriberSet : .steady] }
        let to = dose(on: forDate)
        let kind: TitrationDecision.Kind =
            switch permission {
            case .pause: .pause
            case .skip: .skip
            case .take where lowering != nil || set.map({ $0.to < $0.from }) == true: .decrease
            case .take: rises ? .increase : .hold
            }
        var needs = findings.map(\.needs).max() ?? .none
        if isPaused, pause(on: forDate)?.cause != .patient { needs = .prescriber }
        if let offer = openOffer, offer.needsAgreement, offer.agreedAt == nil { needs = .prescriber }
        return TitrationDecision(
            kind: kind, permission: permission, forDate: forDate, dose: doseBefore, to: to,
            noIncreaseBefore: holds.map(\.notBefore).filter { $0 > nextRise }.max(), needs: needs,
            rules: named.sorted(), flags: flags, onHand: supply.onHand,
            runOut: runOut(
                at: to, every: plan(on: forDate)?.every ?? 1,
                from: days[today]?.report == nil ? today : today + 1))
    }

    /// The change that was decided on `today` and is what counts on `date`.
    private func standingChange(
        of today: LocalDate, on date: LocalDate, _ which: (DoseChange) -> Bool
    ) -> DoseChange? {
        changes.last {
            $0.decidedOn == today && $0.firstDate <= date && $0.to == dose(on: date) && which($0)
        }
    }
}
