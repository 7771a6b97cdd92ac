import Clinic

/// How long the next supply takes, in days: nine of ten cases.
package struct SupplyLead: Sendable, Hashable {
    package let pharmacyDays: Int
    package let carrierDays: Int
    /// So long before the run-out it may be dispensed.
    package let daysAhead: Int

    package init(pharmacyDays: Int, carrierDays: Int, daysAhead: Int) {
        self.pharmacyDays = pharmacyDays
        self.carrierDays = carrierDays
        self.daysAhead = daysAhead
    }
}

/// The dates by which each must have done their part, so that no dose date is without medicine: backwards from the
/// run-out, the last date that the usable medicine at home covers.
package struct NeededByChain: Sendable, Hashable {
    package let bookBy: LocalDate
    package let decideBy: LocalDate
    package let submitBy: LocalDate
    package let shipBy: LocalDate
    /// Delivered by.
    package let runOut: LocalDate

    package init(
        bookBy: LocalDate, decideBy: LocalDate, submitBy: LocalDate, shipBy: LocalDate, runOut: LocalDate
    ) {
        self.bookBy = bookBy
        self.decideBy = decideBy
        self.submitBy = submitBy
        self.shipBy = shipBy
        self.runOut = runOut
    }

    package init(runOut: LocalDate, lead: SupplyLead, rules: RefillRules, calendar: BusinessCalendar) {
        self.runOut = runOut
        shipBy = runOut - lead.carrierDays
        submitBy = shipBy - lead.pharmacyDays
        decideBy = calendar.workingDay(rules.decideBusinessDays, before: submitBy)
        bookBy = calendar.workingDay(rules.bookBusinessDays, before: decideBy)
    }

    /// The date of a step, the last on which it is in time.
    package subscript(step: RefillStep) -> LocalDate {
        switch step {
        case .book: bookBy
        case .decide: decideBy
        case .submit: submitBy
        case .ship: shipBy
        case .deliver: runOut
        }
    }
}

/// When a decided supply goes out.
package struct FillDates: Sendable, Hashable {
    /// The pharmacy gets the order, and so has the time that it needs.
    package let releaseOn: LocalDate
    /// Nothing is dispensed before.
    package let notBefore: LocalDate
    package let expectedArrival: LocalDate

    /// - Parameter today: nothing goes out before it.
    package init(runOut: LocalDate, lead: SupplyLead, today: LocalDate) {
        let earliest = max(today, runOut - lead.daysAhead)
        notBefore = earliest
        releaseOn = max(today, earliest - lead.pharmacyDays)
        expectedArrival = earliest + lead.carrierDays
    }
}

extension BusinessCalendar {
    /// The `count`-th working day before `date`; with 0 the last working day on or before it. A calendar that never
    /// opens counts every day.
    package func workingDay(_ count: Int, before date: LocalDate) -> LocalDate {
        var (day, left) = (date, count)
        for _ in 0..<731 {
            if left == 0, hours(on: day) != nil { return day }
            day = day - 1
            if left > 0, hours(on: day) != nil { left -= 1 }
        }
        return date - count
    }
}
