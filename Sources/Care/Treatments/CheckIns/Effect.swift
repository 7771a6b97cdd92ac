/// An effect that a patient is asked about each day, graded 0 none, 1 mild, 2 moderate, 3 severe (program.md, Cycle).
package enum Effect: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
    case nausea, dizziness, drowsiness, dissociation, anxiety, headache, sleep, urinary, agitation,
        coordination
    case numbness, lowMood, other
}

/// What somebody answered to each effect; an effect without an answer has no grade. Four bits an effect, so that a
/// day costs no memory of its own: 0 not answered, else the grade and one.
package struct EffectGrades: Sendable, Hashable {
    private var bits: UInt64 = 0

    package static let none = EffectGrades()

    package init() {}

    package init(_ grades: [Effect: Int]) {
        for (effect, grade) in grades { self[effect] = grade }
    }

    /// Reads the column `effects`: a digit an effect in their order, `-` for none; `nil` for anything else.
    package init?(column: String) {
        guard column.utf8.count == Effect.allCases.count else { return nil }
        for (place, letter) in column.utf8.enumerated() {
            switch letter {
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "3"):
                bits |= UInt64(letter - UInt8(ascii: "0") + 1) << (place * 4)
            default: return nil
            }
        }
    }

    package var column: String { Effect.allCases.map { self[$0].map(String.init) ?? "-" }.joined() }

    package subscript(effect: Effect) -> Int? {
        get {
            let answer = Int(bits >> (effect.place * 4) & 0xF)
            return answer == 0 ? nil : answer - 1
        }
        set {
            bits &= ~(0xF << (effect.place * 4))
            if let newValue { bits |= UInt64(newValue + 1) << (effect.place * 4) }
        }
    }

    /// The effects that have at least this grade.
    package func effects(atLeast grade: Int) -> [Effect] {
        bits == 0 ? [] : Effect.allCases.filter { (self[$0] ?? 0) >= grade }
    }

    /// The highest grade of all; `nil` where nothing was answered.
    package var worst: Int? { bits == 0 ? nil : Effect.allCases.compactMap { self[$0] }.max() }
}

extension Effect {
    fileprivate var place: Int {
        switch self {
        case .nausea: 0
        case .dizziness: 1
        case .drowsiness: 2
        case .dissociation: 3
        case .anxiety: 4
        case .headache: 5
        case .sleep: 6
        case .urinary: 7
        case .agitation: 8
        case .coordination: 9
        case .numbness: 10
        case .lowMood: 11
        case .other: 12
        }
    }
}
