import Clinic

/// T0, T1 and T3: what may put somebody in danger today.
extension CourseMoment {
    /// T0: more than the dose, and a dose on a date that had none: in a pause, or skipped. The graver half holds what the
    /// milder one holds, too, so that taking more never lets a dose rise sooner.
    func tookTooMuch(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        if case .more(let amount) = report.taken {
            let multiple = report.planned * numbers.overdose.pauseAtMultiple
            let isGrave = amount > terms.maximum || amount >= multiple
            return TitrationFinding(.t0) {
                $0.reasons = [isGrave ? "overMaximum" : "overDose"]
                $0.flag = isGrave ? 1 : 2
                $0.noIncreaseDays = numbers.overdose.noIncreaseDays
                if isGrave { $0.permission = .pause }
            }
        }
        guard report.amount > .zero, let reason = whyNoDose(day) else { return nil }
        return TitrationFinding(.t0) {
            $0.reasons = [reason]
            $0.flag = 2
            $0.noIncreaseDays = numbers.overdose.noIncreaseDays
        }
    }

    /// Why nothing was to be taken on a date, as the patient was told before it, or on it before the dose. A date that
    /// only the ledger skips (T24) is not meant: who has a dose may have it. Nor is one that waits for the hours since the
    /// last dose: they pass within the date.
    private func whyNoDose(_ day: CourseDay) -> String? {
        if let pause = course.pause(on: day.date), course.date(at: pause.beganAt) < day.date {
            return "takenWhilePaused"
        }
        let isCautious = day.permission == .skip && !day.rules.allSatisfy { [.t24, .travelled].contains($0) }
        return isCautious ? "takenWhileSkipped" : nil
    }

    /// T1: thoughts of self-harm.
    func selfHarm(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        if report.asq == .acute { return selfHarmNow("asqAcute") }
        if report.asq == nil, let due = report.asqDue,
            news == .asqUnanswered(day.date) || now >= due
        {
            return selfHarmNow("asqUnanswered")
        }
        let item9 = report.item9 ?? 0
        let isRaised = item9 > (terms.baseline.item9 ?? 0) || item9 >= numbers.selfHarm.item9
        guard report.asq == .positive || isRaised else { return nil }
        return TitrationFinding(.t1) {
            $0.reasons = [report.asq == .positive ? "asqPositive" : "item9"]
            $0.flag = 2
        }
    }

    private func selfHarmNow(_ reason: String) -> TitrationFinding {
        TitrationFinding(.t1) {
            $0.reasons = [reason]
            $0.flag = 1
            $0.permission = .pause
        }
    }

    /// T3: an effect or a sign that needs help at once.
    func dangerSign(_ report: CheckIn) -> TitrationFinding? {
        var reasons = report.warnings.filter(\.isDanger).map(\.rawValue).sorted()
        if (report.effects[.dissociation] ?? 0) >= numbers.severeGrade {
            reasons.insert("dissociation", at: 0)
        }
        guard !reasons.isEmpty else { return nil }
        return TitrationFinding(.t3) {
            $0.reasons = reasons
            $0.flag = 1
            $0.permission = .pause
        }
    }
}
