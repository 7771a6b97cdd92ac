import Clinic
import Clocks
import Foundation
import Treatments

/// One way through a history, date by date, with what must hold on each.
struct PropertyWalk {
    let history: TitrationHistory
    private var replay: TitrationReplay
    private var findings = Findings()
    /// What was said and taken so far, by date from the first on.
    private var past: [Past] = []

    /// One date as it was lived.
    private struct Past {
        let day: ReplayedDay
        let isReported: Bool
        let permission: TitrationDecision.Permission
        let taken: Milligrams
    }

    init(_ history: TitrationHistory) {
        self.history = history
        replay = TitrationReplay(history)
    }

    mutating func run() -> Findings {
        let reported = Dictionary(history.days.map { ($0.date, $0) }, uniquingKeysWith: { $1 })
        let forked = history.terms.firstDay + history.days.count * 5 / 8
        var (permission, before) = (TitrationDecision.Permission.take, history.supply)
        while replay.date <= history.lastDay, findings.broken == nil {
            let (said, start) = (reported[replay.date], replay)
            if start.date == forked, let said { fork(start, said) }
            let day = replay.live(said)
            let next = replay.course.days[day.date + 1]
            for rule in day.rules { findings.fired[rule, default: 0] += 1 }
            let taken = before - day.onHand
            past.append(
                Past(day: day, isReported: said != nil, permission: permission, taken: taken))
            check(day, said, permission: permission, taken: taken, before: before, start: start)
            if day.permission != next?.permission || day.to != next?.dose {
                fail(day, "the next date differs")
            }
            (permission, before) = (day.permission, day.onHand)
        }
        if findings.broken == nil { checkLedger() }
        return findings
    }

    private mutating func fail(_ day: ReplayedDay, _ words: String) {
        findings.broken = findings.broken ?? "\(day.date): \(words)"
    }

    private mutating func check(
        _ day: ReplayedDay, _ said: TitrationHistory.ReportedDay?,
        permission: TitrationDecision.Permission, taken: Milligrams, before: Milligrams,
        start: TitrationReplay
    ) {
        let terms = history.terms
        if !terms.ladder.steps.contains(day.dose) || !terms.form.represents(day.dose) {
            fail(day, "\(day.dose) is no step")
        }
        if day.dose > terms.maximum || day.dose.count > terms.titration.ceilingMg {
            fail(day, "\(day.dose) is above the maximum")
        }
        if day.rules.isEmpty || day.rules != Set(day.rules).sorted() { fail(day, "rules \(day.rules)") }
        let kind: TitrationDecision.Kind =
            switch day.permission {
            case .pause: .pause
            case .skip: .skip
            case .take where day.to < day.dose: .decrease
            case .take where day.kind == .increase: .increase
            case .take: .hold
            }
        if day.kind != kind { fail(day, "\(day.kind) is not \(kind)") }
        if day.onHand < .zero || day.onHand > before { fail(day, "on hand \(before) became \(day.onHand)") }
        // Without an amount of their own nobody takes anything on a date that has no dose.
        if permission != .take, taken > .zero {
            switch said?.taken {
            case .amount?: break
            case .planned?, nil: fail(day, "\(taken) taken though \(permission)")
            }
        }
        if day.to > day.dose { checkRise(day, start: start) }
        if day.to < day.dose { checkFall(day, said) }
        if said == nil, day.to > day.dose { fail(day, "raised by silence") }
    }

    private mutating func checkRise(_ day: ReplayedDay, start: TitrationReplay) {
        let terms = history.terms
        if terms.ladder.step(above: day.dose) != day.to { fail(day, "two steps up") }
        if day.kind != .increase || !Set([.t18, .t22]).isSuperset(of: day.rules) {
            fail(day, "up against \(day.rules)")
        }
        if let bound = day.noIncreaseBefore, bound > day.date + 1 { fail(day, "up before \(bound)") }
        if day.flags.contains(where: { $0.severity <= 2 })
            || replay.course.flags.contains(where: { $0.severity <= 2 })
        {
            fail(day, "up with a flag")
        }
        if !history.acknowledges { fail(day, "up without the patient's word") }
        let isAutomatic =
            terms.standingOrder && day.to <= terms.titration.automaticCeiling
            && terms.eligibilityRules.isDisjoint(with: ["E7", "E11"]) && !start.course.benefit.heldBefore
        if !isAutomatic, !history.agrees { fail(day, "up without a prescriber") }
        // T13 and T14, counted again.
        let atThisDose = past.reversed().prefix {
            $0.day.dose == day.dose && ($0.permission != .pause || $0.day.date == day.date)
        }
        let reports = atThisDose.count { $0.isReported }
        let full = atThisDose.count { $0.isReported && $0.taken >= day.dose }
        let needed = day.date + 1 - terms.firstDay + 1 <= 7 ? 3 : 5
        if reports < 3 || full < needed { fail(day, "up after \(reports) reports, \(full) doses") }
        // On hand at the next step to the next arrival, else day 30.
        let last = terms.firstDay + 29
        let until = history.nextArrival.flatMap { $0 > day.date ? $0 : nil } ?? last
        if day.date < last, day.onHand.count < day.to.count * (until - day.date) {
            fail(day, "up beyond the supply")
        }
    }

    private mutating func checkFall(_ day: ReplayedDay, _ said: TitrationHistory.ReportedDay?) {
        if day.rules.contains(.t8) || said?.resume != nil { return }
        if history.terms.ladder.step(below: day.dose) != day.to {
            fail(day, "two steps down by \(day.rules)")
        }
    }

    private mutating func checkLedger() {
        let reports = replay.course.days.all.compactMap(\.report)
        let taken = reports.reduce(Milligrams.zero) { $0 + $1.amount - $1.discrepancy }
        let left = replay.course.supply.onHand
        if left != history.supply - taken { findings.broken = "\(history.supply) - \(taken) is not \(left)" }
    }

    // MARK: One date, lived in two ways

    private mutating func fork(_ start: TitrationReplay, _ said: TitrationHistory.ReportedDay) {
        var dice = Dice(seed: UInt64(said.date.daysSince1970 + history.days.count))
        var plain = said
        plain.resume = nil
        var (again, mild) = (start, start)
        let day = mild.live(plain)
        if again.live(plain) != day { fail(day, "it differs from itself") }

        var worse = plain
        let effect = dice.pick(Effect.allCases)
        worse.report.effects[effect] = min(3, (plain.report.effects[effect] ?? 0) + 1 + dice.below(3))
        compare(start, day, worse, "more \(effect)")
        var higher = plain
        if let systolic = plain.report.reading?.systolic, systolic >= 90 {
            higher.report.reading?.systolic = systolic + 30
            compare(start, day, higher, "a higher pressure")
        }
        var missed = plain
        missed.taken = .amount(.zero)
        // Where the supply is short, a dose that is not taken leaves more for the next.
        if start.course.supply.onHand.count > 4000, plain.taken == nil || plain.taken == .planned {
            compare(start, day, missed, "a missed dose")
        }
        amend(start, plain, dice.hits(50))
    }

    private mutating func compare(
        _ start: TitrationReplay, _ mild: ReplayedDay, _ worse: TitrationHistory.ReportedDay, _ words: String
    ) {
        var replay = start
        let day = replay.live(worse)
        // Where there is not enough of the dose, there may be of a lower one (T24).
        let isDry = mild.rules.contains(.t24)
        if day.to > mild.to || !isDry && day.permission < mild.permission {
            fail(day, "\(words): \(mild.to), \(mild.permission) became \(day.to), \(day.permission)")
        }
        if let bound = mild.noIncreaseBefore, day.noIncreaseBefore.map({ $0 < bound }) ?? true {
            fail(day, "\(words): \(bound) became \(day.noIncreaseBefore?.description ?? "none")")
        }
    }

    /// An amendment of the same day never lifts caution, whatever it takes back.
    private mutating func amend(_ start: TitrationReplay, _ said: TitrationHistory.ReportedDay, _ takes: Bool)
    {
        var course = start.course
        let at = said.date.at(hour: 20, minute: 0, in: .gmt)
        var report = said.report
        report.reportedAt = at
        report.reading?.at = at
        report.taken = takes && course.days[said.date]?.permission == .take ? .planned : .none
        guard (try? course.report(report, on: said.date, now: at)) != nil else { return }
        var amended = course
        let mild = CheckIn(
            taken: report.taken, benefit: CheckIn.Benefit.none, wish: .more, reportedAt: at + .hours(1))
        guard let outcome = try? amended.amend(mild, on: said.date, now: at + .hours(1)) else {
            findings.broken = "\(said.date): the amendment was refused"
            return
        }
        // What is said again may add its reasons to an open flag.
        let isKept = course.flags.allSatisfy { flag in
            amended.flags.contains {
                ($0.rule, $0.severity, $0.date) == (flag.rule, flag.severity, flag.date)
                    && Set($0.reasons).isSuperset(of: flag.reasons)
            }
        }
        if !isKept { findings.broken = "a flag went" }
        if !Set(course.holds).isSubset(of: amended.holds) { findings.broken = "a hold went" }
        if course.openOffer == nil, amended.openOffer != nil { findings.broken = "an offer was made" }
        if outcome.decision.to > course.dose(on: outcome.decision.forDate) {
            findings.broken = "the dose rose"
        }
        let next = said.date + 1
        let morning = next.at(hour: 0, minute: 5, in: .gmt)
        let (before, after) = (course.dayBegins(next, now: morning), amended.dayBegins(next, now: morning))
        if after.decision.to > before.decision.to {
            findings.broken = "\(said.date): the dose rose by an amendment"
        }
        if after.decision.permission < before.decision.permission {
            findings.broken = "\(said.date): an amendment lifted \(before.decision.permission)"
        }
    }
}
