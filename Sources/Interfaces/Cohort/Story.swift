/// What a made-up person answers at the screening, and so what the rules must say of them: for each rule one story, so
/// that a run of some length has met each of them.
enum Story: String, CaseIterable, Sendable {
    case depression
    case anxietyAndPTSD
    case depressionInSpanish
    case thoughtsOfSelfHarm
    case uncontrolledBloodPressure
    case bipolarDisorder
    case bladderDisease
    case substanceUse
    case tooYoung
    case stateNotServed
    case pregnant
    case psychosis
    case maniaNow
    case ketamineReaction
    case painOnly

    /// How many of a hundred people tell it; most who ask are let in.
    var share: Int {
        switch self {
        case .depression: 28
        case .anxietyAndPTSD: 18
        case .depressionInSpanish: 8
        case .thoughtsOfSelfHarm, .uncontrolledBloodPressure, .stateNotServed: 6
        case .bipolarDisorder, .bladderDisease, .substanceUse: 4
        case .tooYoung, .pregnant, .painOnly: 3
        case .psychosis, .maniaNow, .ketamineReaction: 2
        }
    }

    /// The story of person `number`: of the first ones each has another, in an order of chance, so that a small cohort
    /// too shows what every rule does; then as the shares say.
    static func of(number: Int, seed: Int, drawing chance: inout SeededChance) -> Story {
        var order = SeededChance(seed: UInt64(bitPattern: Int64(seed)))
        let drawn = chance.pick(hundred)
        return number < allCases.count ? allCases.shuffled(using: &order)[number] : drawn
    }

    private static let hundred: [Story] = allCases.flatMap { Array(repeating: $0, count: $0.share) }

    /// What the screening must say, after `program.md`: result and the rule that says so.
    var verdict: (result: String, rule: String?) {
        switch self {
        case .depression, .anxietyAndPTSD, .depressionInSpanish: ("qualified", nil)
        case .thoughtsOfSelfHarm: ("needsReview", "E16")
        case .uncontrolledBloodPressure: ("needsReview", "E7")
        case .bipolarDisorder: ("needsReview", "E5")
        case .bladderDisease: ("needsReview", "E13")
        case .substanceUse: ("needsReview", "E10")
        case .tooYoung: ("notQualified", "E1")
        case .stateNotServed: ("notQualified", "E2")
        case .pregnant: ("notQualified", "E3")
        case .psychosis: ("notQualified", "E4")
        case .maniaNow: ("notQualified", "E5")
        case .ketamineReaction: ("notQualified", "E9")
        case .painOnly: ("notQualified", "E24")
        }
    }
}
