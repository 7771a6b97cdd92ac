/// What a screening says, from best to worst; the worst that any rule found is the result.
package enum ScreeningOutcome: String, Sendable, CaseIterable, Comparable, Codable {
    /// May register.
    case qualified
    /// May register, and a person of the care team looks at the answers.
    case needsReview
    /// May not register now.
    case notQualified

    package var mayRegister: Bool { self != .notQualified }

    private var rank: Int {
        switch self {
        case .qualified: 0
        case .needsReview: 1
        case .notQualified: 2
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
