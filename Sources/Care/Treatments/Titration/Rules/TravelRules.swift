import Clinic
import Clocks

/// Travelling: a date may come sooner than the dose before it allows (program.md, Cycle, check-ins, ledger).
extension CourseMoment {
    /// Too few hours since the last dose, which was taken under another clock: today's is skipped, or waits until enough
    /// have passed. Such a date is not missed.
    func tooSoonAfterTravel() -> TitrationFinding? {
        guard let travelledAt = course.travelledAt, forDate == today, !course.isTaken(on: today),
            let last = lastDoseAt, last <= travelledAt,
            now < last + .hours(numbers.travel.hoursBetweenDoses)
        else { return nil }
        return TitrationFinding(.travelled) {
            $0.reasons = ["hoursBetweenDoses"]
            $0.permission = .skip
            $0.isNews = false
        }
    }

    /// When the last dose was reported; it may stand on the date that the old clock called tomorrow.
    private var lastDoseAt: Instant? {
        for date in [today + 1, today, today - 1, today - 2] {
            guard let report = course.days[date]?.report, report.amount > .zero else { continue }
            return report.reportedAt
        }
        return nil
    }
}
