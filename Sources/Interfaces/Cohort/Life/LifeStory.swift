import Foundation

/// How a made-up person's days on the program go: what they feel at which dose, what they want, what they say, and what
/// befalls them. A day depends on the seed, the person and its number alone, so that a run that is taken up again tells
/// the same.
struct LifeStory: Sendable {
    let fate: Fate
    /// When the fate comes.
    let fateDay: Int
    /// The dose at which they feel better, and want no more.
    let targetMg: Int
    /// The dose from which on effects are felt more.
    let toleranceMg: Int
    let acknowledges: Acknowledging
    /// A prescriber who is asked agrees to a higher dose.
    let isAgreedTo: Bool
    let systolic: Int
    let baseline: (phq9: Int, gad7: Int)
    private let seed: Int
    private let person: Int

    enum Acknowledging: Sendable { case atOnce, nextDay, never }

    /// - Parameters:
    ///   - rank: the how many-th of the people that the rules let in; `nil` where nobody knows that beforehand.
    ///   - start: what they measured and scored at the intake.
    init(person number: Int, seed: Int, rank: Int?, start: (systolic: Int, phq9: Int, gad7: Int)) {
        var chance = SeededChance(seed: seed &* 31 &+ 17, person: number)
        fate = Fate.of(rank: rank, drawing: &chance)
        fateDay = Int.random(in: 6...10, using: &chance)
        let wanted = chance.pick([15, 30, 30, 45, 45, 45, 60])
        targetMg = fate == .climbs ? 60 : fate == .selfHarm ? 45 : wanted
        let bearable = chance.pick([30, 45, 60, 90])
        toleranceMg = fate == .climbs ? 90 : bearable
        let habit = Int.random(in: 0..<10, using: &chance)
        acknowledges = fate == .climbs || habit < 7 ? .atOnce : habit < 9 ? .nextDay : .never
        isAgreedTo = Int.random(in: 0..<6, using: &chance) > 0
        // Whose pressure was high has been treated since: there is a letter that says so.
        systolic = start.systolic >= 140 ? start.systolic - 20 : start.systolic
        baseline = (start.phq9, start.gad7)
        self.seed = seed
        person = number
    }

    /// Chance of one day.
    func chance(of day: Int) -> SeededChance {
        SeededChance(seed: seed &* 131 &+ day, person: person &* 1009 &+ 7)
    }

    /// Whether they answer nothing on a day of the treatment, counted from 1.
    func isSilent(on day: Int) -> Bool {
        switch fate {
        case .goesSilent: day >= fateDay + 8
        case .shortSilence: (fateDay + 2..<fateDay + 6).contains(day)
        case .longSilence: (fateDay + 2..<fateDay + 11).contains(day)
        default: false
        }
    }

    /// Whether a prescriber who calls finds them well enough to go on.
    func isWell(on day: Int) -> Bool { day >= fateDay + fate.daysUntilWell }

    /// The day from which on they book the review's visit.
    var bookingDay: Int { fate == .booksLate ? 50 : 1 }

    /// The day on which lozenges are lost.
    var lossDay: Int? { fate == .losesSome ? fateDay + 8 : nil }

    var stopDay: Int? { fate == .stops ? fateDay + 9 : nil }

    /// The days that they pause by themselves.
    var journey: Range<Int>? { fate == .travels ? fateDay + 1..<fateDay + 6 : nil }
}
