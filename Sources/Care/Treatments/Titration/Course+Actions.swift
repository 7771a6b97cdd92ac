import Clinic
import Clocks
import Foundation

/// What the rules do to a course.
extension Course {
    /// Flags: the same rule and severity while one is open adds to it.
    mutating func raise(_ findings: [TitrationFinding], today: LocalDate, effects: inout [CourseEffect])
        -> [TitrationDecision.RaisedFlag]
    {
        var raised: [TitrationDecision.RaisedFlag] = []
        for finding in findings where finding.isNews {
            guard let severity = finding.flag else { continue }
            let flag = TitrationDecision.RaisedFlag(severity: severity, rule: finding.rule)
            if !raised.contains(flag) { raised.append(flag) }
            effects.append(.raise(flag, reasons: finding.reasons))
            let rule = finding.rule.rawValue
            if let place = flags.firstIndex(where: { $0.rule == rule && $0.severity == severity }) {
                flags[place].reasons.formUnion(finding.reasons)
            } else {
                flags.append(
                    OpenFlag(rule: rule, severity: severity, date: today, reasons: Set(finding.reasons)))
            }
        }
        return raised
    }

    /// "n days" from D makes D + n + 1 the first possible.
    mutating func hold(_ findings: [TitrationFinding], today: LocalDate, effects: inout [CourseEffect]) {
        for finding in findings where finding.isNews {
            guard let days = finding.noIncreaseDays else { continue }
            let hold = IncreaseHold(rule: finding.rule, decidedOn: today, notBefore: today + days + 1)
            if holds.contains(hold) { continue }
            holds.append(hold)
            effects.append(.held(hold))
        }
    }

    /// Pauses, or adds its rules to the pause that there is.
    mutating func pause(
        _ findings: [TitrationFinding], forDate: LocalDate, now: Instant, effects: inout [CourseEffect]
    ) {
        let rules = Set(findings.filter { $0.isNews && $0.permission == .pause }.map(\.rule)).sorted()
        guard !rules.isEmpty else { return }
        guard let place = pauses.lastIndex(where: { $0.endedAt == nil }) else {
            let pause = CoursePause(
                id: ID<CoursePause>(at: now).uuid, cause: .rule, rules: rules, from: forDate,
                before: dose(on: forDate), beganAt: now)
            pauses.append(pause)
            effects.append(.paused(pause))
            return
        }
        let joined = Set(pauses[place].rules).union(rules)
        if joined.count == pauses[place].rules.count, pauses[place].cause != .patient { return }
        pauses[place].rules = joined.sorted()
        if pauses[place].cause == .patient { pauses[place].cause = .rule }
        effects.append(.paused(pauses[place]))
    }

    /// The lowest dose that a rule names; several "down" are one step, since each names a step below the dose that it is
    /// about.
    mutating func lower(
        _ findings: [TitrationFinding], today: LocalDate, forDate: LocalDate, now: Instant,
        effects: inout [CourseEffect]
    ) {
        let naming = findings.filter { $0.isNews && $0.dose != nil }
        guard let dose = naming.compactMap(\.dose).min() else { return }
        let rules = Set(naming.map(\.rule)).sorted()
        withdrawRises(because: rules[0], today: today, now: now, effects: &effects)
        let before = self.dose(on: forDate)
        guard dose < before else { return }
        let change = DoseChange(
            id: ID<DoseChange>(at: now).uuid, kind: .decrease, from: before, to: dose, decidedOn: today,
            firstDate: forDate, rules: rules, missedSince: naming.compactMap(\.missedSince).first,
            decidedAt: now, state: .inForce)
        changes.append(change)
        effects.append(.changed(change))
        plan(
            dose, from: forDate, cause: isTapering ? .taper : .decrease, rules: rules, now: now,
            effects: &effects)
    }

    /// Writes the next plan. If nothing else is said, the dates on which a dose is due stay what they are.
    mutating func plan(
        _ dose: Milligrams, every: Int? = nil, from: LocalDate, cause: DosePlan.Cause,
        rules: [TitrationRule],
        change: UUID? = nil, now: Instant, effects: inout [CourseEffect]
    ) {
        let before = self.plan(on: from)
        let isSpacedAlike = every == nil && (before?.every ?? 1) > 1
        let plan = DosePlan(
            seq: (plans.map(\.seq).max() ?? 0) + 1, from: from, dose: dose,
            every: every ?? before?.every ?? 1, anchor: isSpacedAlike ? before?.anchor : nil, cause: cause,
            rules: rules, change: change, decidedAt: now)
        plans.append(plan)
        effects.append(.planned(plan))
    }

    /// T20 ends spacing: the same dose, on every date again.
    mutating func endSpacing(
        _ findings: [TitrationFinding], forDate: LocalDate, now: Instant, effects: inout [CourseEffect]
    ) {
        guard findings.contains(where: { $0.rule == .t20 && $0.isNews }), let plan = plan(on: forDate),
            plan.every > 1
        else { return }
        self.plan(
            plan.dose, every: 1, from: forDate, cause: isTapering ? .taper : .recomputed, rules: [.t20],
            now: now,
            effects: &effects)
    }

    /// How long T15 has held.
    mutating func rememberBenefit(
        _ findings: [TitrationFinding], today: LocalDate, effects: inout [CourseEffect]
    ) {
        let holds = findings.contains { $0.rule == .t15 }
        guard holds != (benefit.since != nil) else { return }
        benefit.since = holds ? today : nil
        if holds { benefit.heldBefore = true }
        effects.append(.benefit(benefit))
    }

    /// What earlier decisions still hold: a pause, days without an increase that reach beyond `nextRise`, open flags.
    func standing(nextRise: LocalDate, forDate: LocalDate, flags: [OpenFlag]) -> [TitrationRule] {
        var rules = pause(on: forDate)?.rules ?? []
        for hold in holds where hold.notBefore > nextRise && !rules.contains(hold.rule) {
            rules.append(hold.rule)
        }
        for flag in flags where flag.severity <= 2 {
            let rule = TitrationRule(rawValue: flag.rule) ?? .openFlag
            if !rules.contains(rule) { rules.append(rule) }
        }
        return rules
    }

    /// Ends the open offer, and a rise that is acknowledged and has not begun: its date then has the dose of before.
    mutating func withdrawRises(
        because rule: TitrationRule, today: LocalDate, now: Instant, effects: inout [CourseEffect]
    ) {
        end({ $0.state == .offered }, as: .withdrawn, rule.rawValue, now: now, effects: &effects)
        guard let pending = pendingRise(after: today) else { return }
        end({ $0.id == pending.change }, as: .withdrawn, rule.rawValue, now: now, effects: &effects)
        let before = dose(on: pending.from - 1)
        plan(before, from: pending.from, cause: .recomputed, rules: [rule], now: now, effects: &effects)
    }

    /// Ends changes with a code.
    mutating func end(
        _ which: (DoseChange) -> Bool, as state: DoseChange.State, _ code: String, now: Instant,
        effects: inout [CourseEffect]
    ) {
        for place in changes.indices where which(changes[place]) {
            changes[place].state = state
            changes[place].endedAt = now
            changes[place].endCode = code
            effects.append(.changed(changes[place]))
        }
    }

    /// Offers a rise, once: it is acknowledged, and agreed to where that is needed, before it counts.
    mutating func offer(
        _ next: Milligrams, needsAgreement: Bool, today: LocalDate, now: Instant,
        effects: inout [CourseEffect]
    ) {
        guard openOffer == nil, pendingRise(after: today) == nil else { return }
        let offer = DoseChange(
            id: ID<DoseChange>(at: now).uuid, kind: .increase, from: dose(on: today + 1), to: next,
            decidedOn: today, firstDate: today + 1, rules: benefit.heldBefore ? [.t18, .t22] : [.t18],
            needsAgreement: needsAgreement, decidedAt: now,
            expiresAt: now + .hours(terms.titration.titration.offerHours), state: .offered)
        changes.append(offer)
        effects.append(.changed(offer))
        if needsAgreement { effects.append(.work(.agreement, reasons: [TitrationRule.t18.rawValue])) }
    }
}
