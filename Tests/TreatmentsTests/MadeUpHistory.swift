import Clinic
import Clocks
import Foundation
import Treatments

/// Numbers that look like chance and come again with their seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// Whether one of so many hundred times has come.
    mutating func hits(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

extension TitrationHistory {
    static let firstDay = LocalDate(daysSince1970: 20_454)

    /// A history in which anything may happen, more of it than in life.
    static func madeUp(seed: UInt64, days count: Int = 30, supply: Int? = nil) -> TitrationHistory {
        var dice = Dice(seed: seed)
        let form = dice.pick([(15, 1), (30, 1), (30, 2), (15, 1)])
        guard let lozenge = LozengeForm(strength: Milligrams(form.0), pieces: form.1) else {
            preconditionFailure("A test names a lozenge that exists.")
        }
        let steps = shippedProtocol.ladder(with: lozenge).steps
        let start = steps[dice.hits(70) ? 0 : 1]
        let maximum = dice.pick(steps.filter { $0 >= start })
        let terms = CourseTerms(
            titration: shippedProtocol, form: lozenge, start: start, maximum: maximum,
            standingOrder: dice.hits(80),
            eligibilityRules: dice.hits(10) ? ["E7"] : dice.hits(10) ? ["E11"] : [],
            indications: [dice.pick(["depression", "anxiety", "ptsd"])],
            baseline: .init(
                phq9: dice.pick([nil, 4, 12, 20]), gad7: dice.pick([nil, 12]), item9: dice.pick([0, 1])),
            firstDay: firstDay, zone: .gmt)
        let isCalm = dice.hits(50)
        let reported = (0..<count).compactMap { day -> ReportedDay? in
            dice.hits(88) ? .madeUp(firstDay + day, isCalm: isCalm, &dice) : nil
        }
        return TitrationHistory(
            terms: terms, supply: Milligrams(supply ?? dice.pick([300, 900, 1215, 1800, 9000])),
            nextArrival: dice.hits(20) ? firstDay + dice.pick([10, 31, 40]) : nil,
            acknowledges: dice.hits(85),
            agrees: dice.hits(70), lastDay: firstDay + (count - 1), days: reported)
    }

    /// The same with other days.
    func with(days: [ReportedDay], through lastDay: LocalDate? = nil) -> TitrationHistory {
        TitrationHistory(
            terms: terms, supply: supply, nextArrival: nextArrival, acknowledges: acknowledges,
            agrees: agrees,
            lastDay: lastDay ?? self.lastDay, days: days)
    }

    var handle: String { "history of \(days.count) days, \(terms.start) to \(terms.maximum)" }
}

extension TitrationHistory.ReportedDay {
    static func madeUp(_ date: LocalDate, isCalm: Bool, _ dice: inout Dice) -> Self {
        let rare = isCalm ? 1 : 6
        var effects = EffectGrades()
        for effect in Effect.allCases where dice.hits(isCalm ? 10 : 25) {
            effects[effect] = dice.hits(rare) ? 3 : dice.hits(rare * 5) ? 2 : dice.pick([0, 1])
        }
        var report = CheckIn(taken: .planned, effects: effects, reportedAt: Instant(microsecondsSince1970: 0))
        if dice.hits(80) { report.wish = dice.pick([.more, .more, .more, .same, .less]) }
        if dice.hits(70) {
            report.benefit = dice.pick([CheckIn.Benefit.none, .none, .some, .some, .clear, .worse])
        }
        report.sedative = dice.hits(rare)
        report.selfHarm = dice.hits(rare)
        if report.selfHarm == true, dice.hits(70) { report.asq = dice.pick([.negative, .positive, .acute]) }
        if dice.hits(rare) { report.warnings = [dice.pick(WarningSign.allCases)] }
        if dice.hits(rare) { report.newMedicines = [dice.pick(NewMedicine.allCases)] }
        if dice.hits(40) {
            report.reading = Reading(
                systolic: dice.hits(rare) ? dice.pick([85, 165, 185]) : dice.pick([110, 125, 138, 145]),
                diastolic: dice.hits(rare) ? 101 : 80, pulse: dice.hits(rare) ? dice.pick([40, 125]) : 70,
                at: Instant(microsecondsSince1970: 0))
        }
        if dice.hits(14) {
            report.phq9 = dice.pick([3, 8, 12, 18, 26])
            report.item9 = dice.hits(rare) ? dice.pick([1, 2, 3]) : 0
            report.gad7 = dice.pick([2, 7, 14])
        }
        let taken: TitrationHistory.Taken? =
            dice.hits(85)
            ? nil
            : dice.hits(rare)
                ? .amount(Milligrams(dice.pick([45, 90, 200]))) : dice.pick([.amount(.zero), .planned])
        return Self(
            date: date, taken: taken, report: report,
            resume: dice.hits(15) ? Milligrams(dice.pick([15, 30, 45, 60])) : nil, flagsClosed: dice.hits(25))
    }
}
