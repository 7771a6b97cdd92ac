import Clinic

/// T10, T11 and T19: what else somebody takes, and what is new about them.
extension CourseMoment {
    /// T10: alcohol or a sedative.
    func sedative(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        guard report.sedative == true else { return nil }
        return TitrationFinding(.t10) {
            $0.reasons = ["sedative"]
            $0.noIncreaseDays = numbers.sedatives.noIncreaseDays
            if day.date == today, forDate == today { $0.permission = .skip }
            var times = 0
            for back in 0..<numbers.sedatives.withinDays
            where course.days[day.date - back]?.report?.sedative == true { times += 1 }
            if times >= numbers.sedatives.times { $0.flag = 2 }
        }
    }

    /// T11: a medicine begun or stopped. The prescriber answers by closing its flag.
    func newMedicine(_ report: CheckIn) -> TitrationFinding? {
        guard report.warnings.contains(.medicineChanged) || !report.newMedicines.isEmpty else { return nil }
        return TitrationFinding(.t11) {
            $0.reasons =
                report.newMedicines.isEmpty
                ? ["medicineChanged"] : report.newMedicines.map(\.rawValue).sorted()
            $0.flag = 2
            $0.needs = .prescriber
        }
    }

    /// T11: until the prescriber has answered, nothing is taken beside a depressant.
    func unansweredDepressant() -> TitrationFinding? {
        var isHeard = fresh.contains {
            isNews($0.date) && $0.report?.newMedicines.contains(.depressant) == true
        }
        if case .fact(let fact) = news, fact.medicines.contains(.depressant) { isHeard = true }
        guard isHeard || isDepressantOpen else { return nil }
        return TitrationFinding(.t11) {
            $0.permission = .skip
            $0.needs = .prescriber
            $0.isNews = false
        }
    }

    private var isDepressantOpen: Bool {
        guard let flag = course.flags.first(where: { $0.rule == TitrationRule.t11.rawValue }) else {
            return false
        }
        let depressant = NewMedicine.depressant.rawValue
        if course.flags.contains(where: {
            $0.rule == TitrationRule.t11.rawValue && $0.reasons.contains(depressant)
        }) {
            return true
        }
        for back in 0..<numbers.lookBackDays where today - back >= flag.date - numbers.lateDates {
            if course.days[today - back]?.report?.newMedicines.contains(.depressant) == true { return true }
        }
        return false
    }

    /// T19: a fact by which somebody may no longer be treated, or needs a prescriber's word again.
    func newFact(_ report: CheckIn) -> TitrationFinding? {
        let isPregnant = report.warnings.contains(.maybePregnant)
        let asks: [WarningSign] = [.newDiagnosis, .surgeryPlanned].filter(report.warnings.contains)
        guard isPregnant || !asks.isEmpty else { return nil }
        return TitrationFinding(.t19) {
            $0.reasons = (isPregnant ? [WarningSign.maybePregnant] : asks).map(\.rawValue)
            $0.flag = isPregnant ? 1 : 2
            $0.needs = .prescriber
            if isPregnant { $0.permission = .pause }
        }
    }

    /// T11 and T19 of what came by another way than a check-in.
    func toldFacts() -> [TitrationFinding] {
        guard case .fact(let fact) = news else { return [] }
        var found: [TitrationFinding] = []
        if !fact.medicines.isEmpty {
            found.append(
                TitrationFinding(.t11) {
                    $0.reasons = fact.medicines.map(\.rawValue).sorted()
                    $0.flag = 2
                    $0.needs = .prescriber
                })
        }
        guard let turn = fact.turn else { return found }
        found.append(
            TitrationFinding(.t19) {
                $0.reasons = fact.reasons
                $0.needs = .prescriber
                switch turn {
                case .ineligible(let severity):
                    $0.flag = severity
                    $0.permission = .pause
                case .asks: $0.flag = 2
                }
            })
        return found
    }
}
