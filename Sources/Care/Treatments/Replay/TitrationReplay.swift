import Clinic
import Clocks
import Foundation

/// Lets a course hear all of a history: what titration decides on each date, without a database or a clock.
///
/// Each morning is heard at 00:05. A date on which something was reported is judged after that day's dose: flags are
/// closed first, then comes the report, the ASQ's 30 minutes, agreement and acknowledgement, and a prescriber's resume.
/// The server's courses hear the same events through the same functions.
package struct TitrationReplay {
    package private(set) var course: Course
    private let history: TitrationHistory
    private let zone: TimeZone

    package init(_ history: TitrationHistory) {
        self.history = history
        let terms = history.terms
        zone = terms.zone
        let lot = Supply.Lot(
            id: Self.lot, useBy: .init(daysSince1970: Int(Int32.max)), strength: terms.form.strength,
            onHand: history.supply)
        let start = DosePlan(
            seq: 1, from: terms.firstDay, dose: terms.start, cause: .start, rules: [],
            decidedAt: terms.firstDay.start(in: terms.zone))
        course = Course(
            terms: terms, cycles: [Cycle(number: 1, firstDay: terms.firstDay)], plans: [start],
            supply: Supply(lots: history.supply > .zero ? [lot] : [], nextArrival: history.nextArrival))
    }

    private static let lot = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))

    /// One entry per date from the first day to the last.
    package mutating func run() -> [ReplayedDay] {
        var entries: [ReplayedDay] = []
        var reports = history.days[...]
        var date = history.terms.firstDay
        while date <= history.lastDay {
            let morning = begin(date, after: &entries)
            let dose = course.dose(on: date)
            var evening = Evening(last: morning)
            while let next = reports.first, next.date < date { reports.removeFirst() }
            if let reported = reports.first, reported.date == date {
                live(reported, &evening)
                reports.removeFirst()
            }
            entries.append(evening.entry(of: date, dose: dose))
            date = date + 1
        }
        _ = begin(date, after: &entries)
        return entries
    }

    /// 00:05: it also says what the date before could only expect.
    private mutating func begin(_ date: LocalDate, after entries: inout [ReplayedDay]) -> CourseOutcome {
        let morning = course.dayBegins(date, now: at(date, minutes: 5))
        if let day = course.days[date], !entries.isEmpty {
            entries[entries.count - 1].permission = day.permission
            entries[entries.count - 1].to = day.dose
        }
        return morning
    }

    private mutating func live(_ reported: TitrationHistory.ReportedDay, _ evening: inout Evening) {
        let date = reported.date
        if reported.flagsClosed, !course.flags.isEmpty {
            evening.hear(course.flagged([], now: at(date, minutes: 19 * 60)))
        }
        var report = reported.report
        // A dose that waits for a reading is taken after it.
        if course.days[date]?.needsReading == true, var reading = report.reading {
            let moment = at(date, minutes: 19 * 60 + 30)
            reading = Reading(
                systolic: reading.systolic, diastolic: reading.diastolic, pulse: reading.pulse, at: moment)
            evening.hear { () throws(CourseRefusal) in try course.measured(reading, now: moment) }
            report.reading = nil
        }
        let now = at(date, minutes: 20 * 60)
        report.taken = taken(reported.taken, on: date)
        report.reportedAt = now
        if let reading = report.reading {
            report.reading = Reading(
                systolic: reading.systolic, diastolic: reading.diastolic, pulse: reading.pulse, at: now)
        }
        evening.hear { () throws(CourseRefusal) in try course.report(report, on: date, now: now) }
        if report.selfHarm == true, report.asq == nil {
            let minutes = history.terms.titration.titration.selfHarm.asqMinutes
            if let outcome = course.asqUnanswered(on: date, now: at(date, minutes: 20 * 60 + minutes)) {
                evening.hear(outcome)
            }
        }
        answerOffer(on: date, &evening)
        guard let dose = reported.resume else { return }
        let late = at(date, minutes: 23 * 60)
        if reported.flagsClosed, !course.flags.isEmpty { evening.hear(course.flagged([], now: late)) }
        evening.hear { () throws(CourseRefusal) in try course.resumed(dose: dose, from: date + 1, now: late) }
    }

    private mutating func answerOffer(on date: LocalDate, _ evening: inout Evening) {
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

    /// An amount is judged by the dose that was in force; nothing said means as planned, which on a date without a dose is
    /// none.
    private func taken(_ taken: TitrationHistory.Taken?, on date: LocalDate) -> CheckIn.Taken {
        guard let day = course.days[date] else { return .none }
        switch taken {
        case nil: return day.isScheduled ? .planned : .none
        case .planned: return .planned
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

/// What came of one date, event by event; the last decision is the date's.
private struct Evening {
    private var last: CourseOutcome
    private var flags: [TitrationDecision.RaisedFlag] = []
    private var refused: String?

    init(last: CourseOutcome) {
        self.last = last
        flags = last.decision.flags
    }

    mutating func hear(_ outcome: CourseOutcome) {
        last = outcome
        for flag in outcome.decision.flags where !flags.contains(flag) { flags.append(flag) }
    }

    mutating func hear(_ event: () throws(CourseRefusal) -> CourseOutcome) {
        do { hear(try event()) } catch { refused = refused ?? error.code }
    }

    func entry(of date: LocalDate, dose: Milligrams) -> ReplayedDay {
        let decision = last.decision
        return ReplayedDay(
            date: date, dose: dose, permission: decision.permission, kind: decision.kind, to: decision.to,
            noIncreaseBefore: decision.noIncreaseBefore, needs: decision.needs, rules: decision.rules,
            flags: flags, onHand: decision.onHand, runOut: decision.runOut, refused: refused)
    }
}
