import Clinic
import Clocks
import Foundation
import Support
import Treatments

/// The protocol as the program ships it.
let shippedProtocol: TitrationProtocol = {
    let file = Checkout.folder.appending(path: "Schema/protocols/daily-low-dose.json")
    do { return try JSONDecoder().decode(TitrationProtocol.self, from: Data(contentsOf: file)) } catch {
        preconditionFailure("The shipped protocol can be read: \(error)")
    }
}()

/// One made-up person's days, named D1, D2, …: a course, and the short way to let it hear things.
struct Diary {
    var course: Course
    /// What the last event came to.
    var effects: [CourseEffect] = []
    let firstDay = LocalDate(daysSince1970: 20_454)

    init(
        start: Int = 15, maximum: Int = 60, strength: Int = 15, pieces: Int = 1, standingOrder: Bool = true,
        eligibilityRules: Set<String> = [], indications: Set<String> = ["depression"],
        baseline: CourseTerms.Baseline = .init(phq9: 16, gad7: 12, item9: 0), supply: Int = 10_000,
        nextArrival: Int? = nil
    ) {
        guard let form = LozengeForm(strength: Milligrams(strength), pieces: pieces) else {
            preconditionFailure("A test names a lozenge that exists.")
        }
        let terms = CourseTerms(
            titration: shippedProtocol, form: form, start: Milligrams(start), maximum: Milligrams(maximum),
            standingOrder: standingOrder, eligibilityRules: eligibilityRules, indications: indications,
            baseline: baseline, firstDay: firstDay, zone: .gmt)
        let first = firstDay
        course = Course(
            terms: terms, cycles: [Cycle(number: 1, firstDay: first)],
            plans: [
                DosePlan(
                    seq: 1, from: first, dose: Milligrams(start), cause: .start, rules: [],
                    decidedAt: first.start(in: .gmt))
            ],
            supply: Supply(
                lots: [
                    Supply.Lot(
                        id: UUID(), useBy: first + 180, strength: Milligrams(strength),
                        onHand: Milligrams(supply))
                ], nextArrival: nextArrival.map { first + ($0 - 1) }))
    }

    /// `day` 1 is the first.
    func date(_ day: Int) -> LocalDate { firstDay + (day - 1) }

    func day(of date: LocalDate?) -> Int? { date.map { $0 - firstDay + 1 } }

    func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        date(day).at(hour: hour, minute: minute, in: .gmt)
    }

    func dose(_ day: Int) -> Int { course.dose(on: date(day)).count }

    @discardableResult
    mutating func hear(_ outcome: CourseOutcome) -> TitrationDecision {
        effects = outcome.effects
        return outcome.decision
    }

    /// All mornings up to that of `day`, at 00:05; what the last one said.
    @discardableResult
    mutating func morning(_ day: Int) -> TitrationDecision {
        var next = self.day(of: course.evaluatedThrough).map { $0 + 1 } ?? 1
        while next < day {
            _ = course.dayBegins(date(next), now: at(next, 0, 5))
            next += 1
        }
        return hear(course.dayBegins(date(day), now: at(day, 0, 5)))
    }

    /// A report of `day`, at 20:00 if nothing else is said, its mornings heard before.
    @discardableResult
    mutating func report(
        _ day: Int, _ taken: CheckIn.Taken = .planned, _ effects: [Effect: Int] = [:],
        wish: CheckIn.Wish? = nil,
        benefit: CheckIn.Benefit? = nil, hour: Int = 20, on reported: Int? = nil,
        _ more: (inout CheckIn) -> Void = { _ in }
    ) throws -> TitrationDecision {
        let now = at(reported ?? day, hour)
        if course.evaluatedThrough.map({ $0 < date(reported ?? day) }) ?? true { morning(reported ?? day) }
        var checkIn = CheckIn(
            taken: taken, effects: EffectGrades(effects), benefit: benefit, wish: wish, reportedAt: now)
        more(&checkIn)
        return hear(try course.report(checkIn, on: date(day), now: now))
    }

    @discardableResult
    mutating func amend(
        _ day: Int, _ taken: CheckIn.Taken = .planned, _ effects: [Effect: Int] = [:],
        wish: CheckIn.Wish? = nil,
        benefit: CheckIn.Benefit? = nil, hour: Int = 21, _ more: (inout CheckIn) -> Void = { _ in }
    ) throws -> TitrationDecision {
        var checkIn = CheckIn(
            taken: taken, effects: EffectGrades(effects), benefit: benefit, wish: wish,
            reportedAt: at(day, hour))
        more(&checkIn)
        return hear(try course.amend(checkIn, on: date(day), now: at(day, hour)))
    }

    @discardableResult
    mutating func measure(
        _ day: Int, _ hour: Int, _ minute: Int = 0, _ systolic: Int? = nil, _ diastolic: Int? = nil,
        pulse: Int? = nil
    ) throws -> TitrationDecision {
        if course.evaluatedThrough.map({ $0 < date(day) }) ?? true { morning(day) }
        let now = at(day, hour, minute)
        return hear(
            try course.measured(
                Reading(systolic: systolic, diastolic: diastolic, pulse: pulse, at: now), now: now))
    }

    @discardableResult
    mutating func acknowledge(_ day: Int, hour: Int = 21) throws -> TitrationDecision {
        guard let offer = course.openOffer else { throw CourseRefusal.offerGone }
        return hear(try course.acknowledged(offer.id, now: at(day, hour)))
    }

    @discardableResult
    mutating func closeFlags(_ day: Int, hour: Int, but left: Set<String> = []) -> TitrationDecision {
        hear(
            course.flagged(
                course.flags.filter { left.contains("\($0.severity) \($0.rule)") }, now: at(day, hour)))
    }

    /// Full doses of `days`, without effects and wishes.
    mutating func quiet(_ days: ClosedRange<Int>) throws {
        for day in days { try report(day, wish: .same, benefit: .some) }
    }

    /// The dose in force from the first day on, as a prescriber set it.
    mutating func set(_ dose: Int) throws {
        morning(1)
        hear(try course.doseSet(Milligrams(dose), from: date(1), now: at(1, 8)))
    }
}

extension TitrationDecision {
    var ids: [String] { rules.map(\.rawValue) }

    /// `2 T4`.
    var raised: [String] { flags.map { "\($0.severity) \($0.rule.rawValue)" } }

    /// Kind, dose that counts, and rules: what most tests look at.
    var brief: String { "\(kind) \(to.count) \(ids.joined(separator: " "))" }
}

extension CourseEffect {
    var work: CourseWork? { if case .work(let work, _) = self { work } else { nil } }
}
