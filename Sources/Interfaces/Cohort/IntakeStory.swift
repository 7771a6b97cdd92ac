/// What a made-up person answers at the intake beyond what the screening knows, and so what the eligibility rules must
/// say of them (program.md, Eligibility).
enum IntakeStory: String, CaseIterable, Sendable {
    /// Nothing that a rule minds.
    case plain
    case antidepressant
    case benzodiazepine
    case anticonvulsant
    case raisedBloodPressure
    case highBloodPressure
    case unknownMedicine
    case passingThoughts
    case urgentThoughts
    case littleToTreat
    case drinksMuch
    case livesAlone
    case bipolar
    case bladder
    case earlierSubstanceUse

    /// Chance's choice for people whose screening said nothing of it; most answer nothing that a rule minds.
    private static let drawn: [IntakeStory] =
        Array(repeating: .plain, count: 8) + Array(repeating: .antidepressant, count: 4)
        + [
            .benzodiazepine, .anticonvulsant, .raisedBloodPressure, .highBloodPressure, .unknownMedicine,
            .passingThoughts, .urgentThoughts, .littleToTreat, .drinksMuch, .livesAlone,
        ]

    /// Who told a story at the screening tells the same at the intake.
    static func of(_ story: Story, drawing chance: inout SeededChance) -> IntakeStory {
        let drawn = chance.pick(drawn)
        return switch story {
        case .thoughtsOfSelfHarm: .passingThoughts
        case .uncontrolledBloodPressure: .raisedBloodPressure
        case .bipolarDisorder: .bipolar
        case .bladderDisease: .bladder
        case .substanceUse: .earlierSubstanceUse
        case .depression, .anxietyAndPTSD, .depressionInSpanish, .tooYoung, .stateNotServed, .pregnant,
            .psychosis, .maniaNow, .ketamineReaction, .painOnly:
            drawn
        }
    }

    /// What the rules must say: the outcome, and every rule that fires.
    var verdict: (outcome: String, rules: Set<String>) {
        switch self {
        case .plain: ("eligible", [])
        case .antidepressant: ("eligible", ["E20"])
        case .benzodiazepine: ("prescriberDecides", ["E11"])
        case .anticonvulsant: ("prescriberDecides", ["E12"])
        case .raisedBloodPressure: ("clearance", ["E7"])
        case .highBloodPressure: ("ineligible", ["E6"])
        case .unknownMedicine: ("incomplete", ["E19"])
        case .passingThoughts: ("prescriberDecides", ["E16"])
        case .urgentThoughts: ("ineligible", ["E15"])
        case .littleToTreat: ("prescriberDecides", ["E18"])
        case .drinksMuch: ("clearance", ["E10"])
        case .livesAlone: ("prescriberDecides", ["E17"])
        case .bipolar: ("clearance", ["E5"])
        case .bladder: ("clearance", ["E13"])
        case .earlierSubstanceUse: ("prescriberDecides", ["E10"])
        }
    }

    /// Whether the answers call for the crisis words at once.
    var speaksOfSelfHarm: Bool { self == .passingThoughts || self == .urgentThoughts }
}
