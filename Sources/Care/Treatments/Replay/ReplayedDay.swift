import Clinic

/// What titration says of one date of a history: one entry of a replay's result.
///
/// Everything is as it stands once the date is over: what was decided on it, and what its own silence, or the next
/// morning at 00:05, came to. So `permission` and `to` are what the patient finds on the next date.
package struct ReplayedDay: Sendable, Hashable {
    package let date: LocalDate
    /// In force that day.
    package let dose: Milligrams
    /// Of the next date.
    package let permission: TitrationDecision.Permission
    package let kind: TitrationDecision.Kind
    /// In force on the next date.
    package let to: Milligrams
    package let noIncreaseBefore: LocalDate?
    package let needs: TitrationDecision.Needs
    package let rules: [TitrationRule]
    /// Raised on that date.
    package let flags: [TitrationDecision.RaisedFlag]
    package let onHand: Milligrams
    package let runOut: LocalDate?
    /// Why something that the history says could not be: the code of the refusal.
    package let refused: String?

    /// Composes a date's decisions into one.
    ///
    /// - Parameters:
    ///   - dose: in force on `date`.
    ///   - own: what `date`'s own morning said; `nil` where none was heard.
    ///   - said: what was decided on `date` after that, the last one last; none on a silent date.
    ///   - next: what the next date's morning said.
    package init(
        _ date: LocalDate, dose: Milligrams, own: TitrationDecision?, said: [TitrationDecision],
        next: TitrationDecision, refused: String? = nil
    ) {
        let last = said.last
        let added = last == nil ? next.rules : next.rules.filter { $0.isDecided(by: next) }
        var named = Set(last?.rules ?? []).union(added)
        named.formUnion(own?.rules.filter(\.isOfMissing) ?? [])
        if named.count > 1 { named.remove(.steady) }
        self.date = date
        self.dose = dose
        permission = next.permission
        to = next.to
        kind =
            switch next.permission {
            case .pause: .pause
            case .skip: .skip
            case .take where next.to < dose: .decrease
            case .take: last?.kind == .increase ? .increase : .hold
            }
        noIncreaseBefore = next.noIncreaseBefore
        needs = max(last?.needs ?? .none, added.isEmpty ? .none : next.needs)
        rules = named.sorted()
        flags = (said + [next]).flatMap(\.flags).reduce(into: []) { flags, flag in
            if !flags.contains(flag) { flags.append(flag) }
        }
        onHand = next.onHand
        runOut = next.runOut
        self.refused = refused
    }
}

extension TitrationRule {
    /// Missed dates are counted in the morning, and belong to the date that made the run so long.
    fileprivate var isOfMissing: Bool { self == .t8 || self == .t9 }

    /// Whether a morning lists the rule because of what it does to its date, and not because it merely holds.
    fileprivate func isDecided(by morning: TitrationDecision) -> Bool {
        switch self {
        case .t8, .t9: true
        case .t0, .t1, .t2, .t3, .t4, .t5, .t11, .t19, .patientPaused, .prescriberPaused, .travelled:
            morning.permission != .take
        case .t24: morning.permission == .skip
        case .t6, .t7, .t10, .t12, .t13, .t14, .t15, .t16, .t17, .t18, .t20, .t21, .t22, .t23: false
        case .prescriberSet, .openFlag, .newProduct, .steady: false
        }
    }
}
