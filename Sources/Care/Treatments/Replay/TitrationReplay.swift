import Clinic
import Clocks
import Foundation

/// Lets a course hear all of a history: what titration decides on each date, without a database or a clock.
///
/// Each morning is heard at 00:05. A date on which something was reported is judged after that day's dose: first comes
/// the report, then the ASQ's 30 minutes, the end of the flags that were open before, agreement and acknowledgement, and a
/// prescriber's resume.
/// The server's courses hear the same events through the same functions.
package struct TitrationReplay: Sendable {
    package private(set) var course: Course
    /// The date to be lived next; its morning is heard.
    package private(set) var date: LocalDate
    private let history: TitrationHistory
    private let zone: TimeZone
    /// What that morning said.
    private var morning: TitrationDecision

    package init(_ history: TitrationHistory) {
        self.history = history
        let terms = history.terms
        zone = terms.zone
        date = terms.firstDay
        let lot = Supply.Lot(
            id: Self.lot, useBy: .init(daysSince1970: Int(Int32.max)), strength: terms.form.strength,
            onHand: history.supply)
        let start = DosePlan(
            seq: 1, from: terms.firstDay, dose: terms.start, cause: .start, rules: [],
            decidedAt: terms.firstDay.start(in: terms.zone))
        course = Course(
            terms: terms, cycles: [Cycle(number: 1, firstDay: terms.firstDay)], plans: [start],
            supply: Supply(lots: history.supply > .zero ? [lot] : [], nextArrival: history.nextArrival),
            judgesAfterDose: true)
        morning =
            course.dayBegins(terms.firstDay, now: terms.firstDay.at(hour: 0, minute: 5, in: zone)).decision
    }

    private static let lot = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))

    /// One entry per date from the first day to the last.
    package mutating func run() -> [ReplayedDay] {
        var entries: [ReplayedDay] = []
        var reports = history.days.drop { $0.date < date }
        while date <= history.lastDay {
            entries.append(live(reports.first?.date == date ? reports.removeFirst() : nil))
        }
        return entries
    }

    /// Lives the next date, with what was said on it, if anything was, up to the morning after it.
    package mutating func live(_ reported: TitrationHistory.ReportedDay?) -> ReplayedDay {
        let (today, own, dose) = (date, morning, course.dose(on: date))
        var evening = Evening()
        if let reported { live(reported, &evening) }
        date = today + 1
        morning = course.dayBegins(date, now: at(date, minutes: 5)).decision
        return ReplayedDay(
            today, dose: dose, own: own, said: evening.said, next: morning, refused: evening.refused)
    }

    private mutating func live(_ reported: TitrationHistory.ReportedDay, _ evening: inout Evening) {
        let openBefore = course.flags
        let now = at(date, minutes: 20 * 60)
        var report = reported.report
        report.taken = taken(reported.taken, on: date)
        report.reportedAt = now
        report.reading?.at = now
        evening.hear { () throws(CourseRefusal) in try course.report(report, on: date, now: now) }
        if report.selfHarm == true, report.asq == nil {
            let minutes = history.terms.titration.titration.selfHarm.asqMinutes
            if let outcome = course.asqUnanswered(on: date, now: at(date, minutes: 20 * 60 + minutes)) {
                evening.hear(outcome)
            }
        }
        if reported.flagsClosed, !openBefore.isEmpty {
            let raised = evening.said.flatMap(\.flags)
            let open = course.flags.filter { flag in
                raised.contains { $0.rule.rawValue == flag.rule && $0.severity == flag.severity }
            }
            evening.hear(course.flagged(open, now: at(date, minutes: 20 * 60 + 45)))
        }
        answerOffer(&evening)
        guard let dose = reported.resume else { return }
        let late = at(date, minutes: 23 * 60)
        if reported.flagsClosed, !course.flags.isEmpty { evening.hear(course.flagged([], now: late)) }
        evening.hear { () throws(CourseRefusal) in try course.resumed(dose: dose, from: date + 1, now: late) }
    }

    private mutating func answerOffer(_ evening: inout Evening) {
        if history.agrees, let offer = course.openOffer, offer.needsAgreement, offer.agreedAt == nil {
            evening.hear { () throws(CourseRefusal) in
                try course.answered(offer.id, agrees: true, now: at(date, minutes: 21 * 60))
            }
        }
        if history.acknowledges, let offer = course.openOffer, offer.acknowledgedAt == nil {
            evening.hear { () throws(CourseRefusal) in
                try course.acknowledged(offer.id, now: at(date, minutes: 22 * 60))
            }
        }
    }

    /// As planned, said or not, is none on a date without a dose; an amount is judged by the dose that was in force.
    private func taken(_ taken: TitrationHistory.Taken?, on date: LocalDate) -> CheckIn.Taken {
        guard let day = course.days[date] else { return .none }
        switch taken {
        case nil, .planned: return day.isScheduled ? .planned : .none
        case .amount(let amount):
            if amount <= .zero { return .none }
            if amount == day.dose { return .planned }
            return amount < day.dose ? .part(amount) : .more(amount)
        }
    }

    private func at(_ date: LocalDate, minutes: Int) -> Instant {
        date.at(hour: minutes / 60, minute: minutes % 60, in: zone)
    }
}

/// What was decided on one date after its morning, event by event.
private struct Evening {
    private(set) var said: [TitrationDecision] = []
    private(set) var refused: String?

    mutating func hear(_ outcome: CourseOutcome) { said.append(outcome.decision) }

    mutating func hear(_ event: () throws(CourseRefusal) -> CourseOutcome) {
        do { hear(try event()) } catch { refused = refused ?? error.code }
    }
}
