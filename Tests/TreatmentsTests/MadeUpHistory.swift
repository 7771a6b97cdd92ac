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

    mutating func below(_ count: Int) -> Int { Int(next() >> 33) % count }

    /// Whether one of so many hundred times has come.
    mutating func hits(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// How eventful a made-up life is.
enum Theme: CaseIterable {
    /// More of everything than in life.
    case eventful
    /// Few effects and the wish for more, so that doses rise high.
    case rising
    /// Many silent dates.
    case silent
    /// A month and more at a low maximum, without benefit.
    case inVain
}

extension TitrationHistory {
    static let firstDay = LocalDate(daysSince1970: 20_454)

    private static let forms: [LozengeForm] = [(15, 1), (15, 1), (30, 1), (30, 2), (10, 1), (20, 2)]
        .compactMap {
            LozengeForm(strength: Milligrams($0.0), pieces: $0.1)
        }

    /// A history in which anything may happen; which, its seed tells.
    static func madeUp(seed: UInt64, days: Int? = nil, supply: Int? = nil) -> TitrationHistory {
        var dice = Dice(seed: seed)
        let theme = dice.hits(4) ? .inVain : dice.pick([Theme.eventful, .rising, .rising, .silent])
        let form = dice.pick(forms)
        let steps = shippedProtocol.ladder(with: form).steps
        let start =
            theme == .rising && dice.hits(30) ? steps[min(2, steps.count - 1)] : steps[dice.hits(70) ? 0 : 1]
        let maximum = theme == .inVain ? start : dice.pick(steps.filter { $0 >= start })
        let count = days ?? (theme == .inVain ? 30 : 8 + dice.below(14))
        let terms = CourseTerms(
            titration: shippedProtocol, form: form, start: start, maximum: maximum,
            standingOrder: dice.hits(80),
            eligibilityRules: dice.hits(10) ? ["E7"] : dice.hits(10) ? ["E11"] : [],
            indications: [dice.pick(["depression", "anxiety", "ptsd"])],
            baseline: .init(
                phq9: dice.pick([nil, 4, 12, 20]), gad7: dice.pick([nil, 12]), item9: dice.pick([0, 1]),
                pcl5: dice.pick([nil, 45])),
            firstDay: firstDay, zone: .gmt)
        let reported = (0..<count).compactMap { day -> ReportedDay? in
            dice.hits(theme == .silent ? 45 : theme == .inVain ? 99 : 90)
                ? .madeUp(firstDay + day, theme, &dice) : nil
        }
        return TitrationHistory(
            terms: terms, supply: Milligrams(supply ?? dice.pick([300, 900, 1215, 1800, 9000])),
            nextArrival: dice.hits(20) ? firstDay + dice.pick([10, 31, 40]) : nil,
            acknowledges: dice.hits(85), agrees: dice.hits(70), lastDay: firstDay + (count - 1),
            days: reported)
    }

    /// The same with other days.
    func with(days: [ReportedDay], through lastDay: LocalDate? = nil) -> TitrationHistory {
        TitrationHistory(
            terms: terms, supply: supply, nextArrival: nextArrival, acknowledges: acknowledges,
            agrees: agrees,
            lastDay: lastDay ?? self.lastDay, days: days)
    }
}

extension TitrationHistory.ReportedDay {
    static func madeUp(_ date: LocalDate, _ theme: Theme, _ dice: inout Dice) -> Self {
        let rare = theme == .eventful ? 6 : theme == .inVain ? 0 : 1
        var effects = EffectGrades()
        for _ in 0..<(theme == .eventful ? 3 : 1) {
            let grade = dice.hits(rare) ? 3 : dice.hits(rare * 5) ? 2 : dice.below(2)
            effects[dice.pick(Effect.allCases)] = grade
        }
        var report = CheckIn(taken: .planned, effects: effects, reportedAt: Instant(microsecondsSince1970: 0))
        if dice.hits(80) { report.wish = dice.pick([.more, .more, .more, .same, .less]) }
        if dice.hits(70) {
            report.benefit =
                theme == .inVain
                ? CheckIn.Benefit.none
                : dice.pick([CheckIn.Benefit.none, .none, .some, .some, .clear, .worse])
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
            report.pcl5 = dice.pick([nil, 20, 40])
        }
        let isOdd = dice.hits(theme == .inVain ? 0 : 15)
        let taken: TitrationHistory.Taken? =
            !isOdd
            ? nil
            : dice.hits(rare * 3)
                ? .amount(Milligrams(dice.pick([20, 45, 90, 200]))) : dice.pick([.amount(.zero), .planned])
        return Self(
            date: date, taken: taken, report: report,
            resume: dice.hits(15) ? Milligrams(dice.pick([15, 30, 45, 60])) : nil, flagsClosed: dice.hits(25))
    }
}
