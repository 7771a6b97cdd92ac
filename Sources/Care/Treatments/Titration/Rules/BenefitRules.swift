import Clinic

/// T15, T20 and T21: whether it helps.
extension CourseMoment {
    /// T15: it helps, and more is not needed.
    func benefit() -> TitrationFinding? {
        let isTold = clearBenefits() >= numbers.benefit.times
        guard isTold || instrumentsAreDown else { return nil }
        return TitrationFinding(.t15) {
            $0.reasons = [isTold ? "benefitClear" : "scoresDown"]
            $0.isNews = false
            guard let since = course.benefit.since, today - since >= numbers.benefit.spacingAfterDays else {
                return
            }
            $0.needs = .prescriber
            if news == .morning {
                $0.reasons.append("spacing")
                $0.work = [.prescriberTold]
                $0.isNews = true
            }
        }
    }

    private func clearBenefits() -> Int {
        var (reports, clear) = (0, 0)
        for back in 0..<numbers.lookBackDays where reports < numbers.benefit.ofLast {
            guard let report = course.days[today - back]?.report else { continue }
            reports += 1
            if report.benefit == .clear { clear += 1 }
        }
        return clear
    }

    private var instrumentsAreDown: Bool {
        terms.indications.contains { indication in
            guard let target = numbers.benefit.instruments[indication],
                let baseline = terms.baseline.score(target.name), baseline >= target.baselineAtLeast,
                let latest = latestScore(target.name)
            else { return false }
            return latest < target.lowestBandBelow
                || latest * 100 <= baseline * (100 - numbers.benefit.percentDown)
        }
    }

    private func latestScore(_ name: TitrationNumbers.Benefit.Instrument.Name) -> Int? {
        for back in 0..<numbers.lookBackDays {
            if let score = course.days[today - back]?.report?.score(name) { return score }
        }
        return nil
    }

    /// T20: it gets worse.
    func worse(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        let isTwice =
            report.benefit == .worse
            && self.report(before: day.date, within: numbers.lookBackDays)?.report?.benefit == .worse
        let isScored =
            if let score = report.phq9, let baseline = terms.baseline.phq9 {
                score >= baseline + numbers.worse.phq9Points
            } else { false }
        guard isTwice || isScored else { return nil }
        return TitrationFinding(.t20) {
            $0.reasons = [isTwice ? "worse" : "phq9"]
            $0.flag = 2
        }
    }

    /// T21: four weeks of it, two of them at the maximum, and no benefit.
    func noBenefit() -> TitrationFinding? {
        guard day.plannedDose >= terms.maximum, day.report != nil else { return nil }
        var (treated, atMaximum, isAnswered) = (0, 0, false)
        for back in 0..<numbers.lookBackDays {
            guard let report = course.days[today - back]?.report else { continue }
            if report.benefit == .some || report.benefit == .clear { return nil }
            if report.benefit != nil { isAnswered = true }
            guard report.amount > .zero else { continue }
            treated += 1
            if report.planned >= terms.maximum { atMaximum += 1 }
        }
        guard isAnswered, treated >= numbers.noBenefit.days, atMaximum >= numbers.noBenefit.atMaximum else {
            return nil
        }
        return TitrationFinding(.t21) {
            $0.reasons = ["noBenefit"]
            $0.needs = .prescriber
            $0.work = [.prescriberTold]
            $0.isNews = isNews(today)
        }
    }
}

extension CourseTerms.Baseline {
    fileprivate func score(_ name: TitrationNumbers.Benefit.Instrument.Name) -> Int? {
        switch name {
        case .phq9: phq9
        case .gad7: gad7
        case .pcl5: pcl5
        }
    }
}

extension CheckIn {
    fileprivate func score(_ name: TitrationNumbers.Benefit.Instrument.Name) -> Int? {
        switch name {
        case .phq9: phq9
        case .gad7: gad7
        case .pcl5: pcl5
        }
    }
}
