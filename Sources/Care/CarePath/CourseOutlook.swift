import Clinic
import Clocks
import Prescriptions
import RefillReviews
import Treatments

extension Course {
    /// The plan in force on a date: of those that have begun, the one written last.
    func plan(on date: LocalDate) -> DosePlan? {
        plans.filter { $0.from <= date }.max { $0.seq < $1.seq }
    }

    /// What becomes of the medicine at home, if the plans go on as they stand.
    ///
    /// - Parameters:
    ///   - unreported: whether past dose dates without a report count as taken, as for the run-out; for an early refill they
    ///     do not. A count has settled those before it.
    ///   - coming: a supply that is on its way, as if it were there.
    /// - Parameter coming: a supply that is on its way, as if it were there.
    func outlook(
        from today: LocalDate, unreportedIsTaken unreported: Bool, coming: Supply.Lot? = nil
    ) -> (SupplyOutlook, LocalDate) {
        let silent = unreported ? unreportedDoses(before: today) : [:]
        let isTodayOver =
            days[today].map { $0.report != nil || $0.permission != .take || $0.isOff } ?? false
        let lots = (supply.lots.filter { !$0.isRecalled } + [coming].compactMap(\.self)).map {
            SupplyOutlook.Lot(useBy: $0.useBy, onHand: $0.onHand)
        }
        let plans = plans
        let outlook = SupplyOutlook(lots: lots) { date in
            if date < today { return silent[date] ?? .zero }
            if date == today, isTodayOver { return .zero }
            let plan = plans.filter { $0.from <= date }.max { $0.seq < $1.seq }
            guard let plan, plan.isDoseDate(date) else { return .zero }
            return plan.dose
        }
        return (outlook, silent.keys.min() ?? today)
    }

    private func unreportedDoses(before today: LocalDate) -> [LocalDate: Milligrams] {
        let settled = supply.countedOn ?? terms.firstDay - 1
        var silent: [LocalDate: Milligrams] = [:]
        for day in days.all where day.date > settled && day.date < today {
            guard day.report == nil, day.permission == .take, !day.isOff, !day.isGap else { continue }
            silent[day.date] = day.dose
        }
        return silent
    }

    /// Full-dose dates at the dose in force, up to and without `date`, if all from `today` on are taken.
    func datesTaken(atDoseOf plan: DosePlan, today: LocalDate, until date: LocalDate) -> Int {
        var begun = 0
        for day in days.all where day.dose == plan.dose && day.date >= plan.from && day.date <= today {
            guard let taken = day.report?.taken.amount(of: day.dose), taken >= plan.dose else { continue }
            begun += 1
        }
        let first = days[today]?.report == nil ? today : today + 1
        guard date > first else { return begun }
        let ahead = (0..<(date - first)).filter { plan.isDoseDate(first + $0) && first + $0 >= plan.from }
        return begun + ahead.count
    }

    /// How many lozenges the next fill would hold: the lesser of what is written and what the fastest path from the dose in
    /// force needs for the days of one supply from its arrival, less what is then usable at home. `nil` where there is
    /// enough.
    func nextFill(
        arriving arrival: LocalDate, today: LocalDate, written: Int, form: LozengeForm,
        maximum: Milligrams, under dosing: DosingProtocol
    ) -> FillQuantity? {
        guard let plan = plan(on: today) else { return nil }
        let (outlook, start) = outlook(from: today, unreportedIsTaken: true)
        let onHand = outlook.usable(on: arrival, from: start)
        let dose = min(plan.dose, maximum)
        // Thirty days on hand at the dose in force: somebody looks again later.
        let dates = (0..<dosing.daysSupply).count { plan.isDoseDate(arrival + $0) }
        guard onHand < dose * dates else { return nil }
        // Every few days: only a prescriber raises, so that the path stays where it is.
        guard plan.every == 1 else {
            return FillQuantity.toFill(
                written: written, of: form.strength, need: dose * dates, onHand: onHand)
        }
        let need = dosing.fastestPath(
            from: dose, taken: datesTaken(atDoseOf: plan, today: today, until: arrival), to: maximum,
            with: form, firstDay: arrival - terms.firstDay + 1)
        return FillQuantity.toFill(
            written: written, of: form.strength, need: need.total, onHand: onHand)
    }
}
