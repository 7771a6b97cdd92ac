/// What happens to a made-up person on the program beside the everyday: one thing each, so that the table can be read.
enum Fate: String, CaseIterable, Codable, Sendable {
    /// Wants more until the top, has few effects.
    case climbs
    /// Thoughts of self-harm one evening; the ASQ stays unanswered (T1): paused, then resumed.
    case selfHarm
    /// Answers nothing any more from a day on.
    case goesSilent
    /// Ends the treatment.
    case stops
    /// One evening 182 over 112 (T2): paused, then resumed with a reading within bounds.
    case highPressure
    /// A severe effect (T4).
    case severeNausea
    /// Four days of silence (T9), then back.
    case shortSilence
    /// Pauses a few days for a journey, then goes on.
    case travels
    /// A severe dissociation (T3): paused, then resumed.
    case dissociates
    /// Takes twice the dose once (T0).
    case tookTwice
    /// Thoughts of self-harm, ASQ answered at once and not acute (T1).
    case passingThoughts
    /// Nine days of silence (T8), then back.
    case longSilence
    /// Urinary symptoms on three days (T6).
    case bladder
    /// Drinks one evening.
    case drinks
    /// Leaves half of the lozenges on a train: asked about, counted, replaced by an early fill.
    case losesSome
    /// Books the review's visit too late: dates without medicine, which are theirs.
    case booksLate
    /// Goes on under a changed prescription, with a higher maximum.
    case changes
    /// Is well, and goes down step by step until it ends.
    case tapers
    /// Has no benefit: the prescriber ends it at the review.
    case discharged
    /// Nothing.
    case quiet

    /// How many of a hundred people have it.
    private var share: Int {
        switch self {
        case .climbs: 22
        case .quiet: 18
        case .shortSilence: 8
        case .goesSilent, .travels: 6
        case .stops, .severeNausea, .longSilence: 5
        case .selfHarm, .highPressure, .dissociates, .passingThoughts, .bladder: 2
        case .tookTwice, .losesSome, .booksLate, .changes, .tapers, .discharged: 2
        case .drinks: 3
        }
    }

    private static let hundred: [Fate] = allCases.flatMap { Array(repeating: $0, count: $0.share) }

    /// The first who are treated have one each, in this order, so that a small cohort too shows a second supply, a pause
    /// that ends, somebody who stops and somebody who goes silent; the others as the shares say.
    ///
    /// - Parameter rank: the how many-th of the people that the rules let in; `nil` where nobody knows that beforehand.
    static func of(rank: Int?, drawing chance: inout SeededChance) -> Fate {
        let drawn = chance.pick(hundred)
        guard let rank, rank < allCases.count else { return drawn }
        return allCases[rank]
    }

    /// Whether a rule's pause ends when the prescriber has spoken with them, and how many days that takes.
    var daysUntilWell: Int {
        switch self {
        case .selfHarm: 4
        case .highPressure, .dissociates, .tookTwice: 2
        default: 1
        }
    }
}
