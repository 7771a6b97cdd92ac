/// Where an order stands at a pharmacy, in the words of its messages and answers.
package enum PharmacyStage: String, Codable, Sendable, CaseIterable {
    case received, acknowledged, compounding, verified, ready, dispensed, shipped
    case triaged, rejected, cancelled

    /// Whether a pharmacist's hands are not in it yet, so that it can be called off.
    var canBeCancelled: Bool {
        switch self {
        case .received, .acknowledged, .triaged: true
        case .compounding, .verified, .ready, .dispensed, .shipped, .rejected, .cancelled: false
        }
    }
}

/// What becomes of an order that was taken; decided when it is.
package enum PharmacyCourse: Codable, Sendable, Hashable {
    case usual
    /// Put aside with a code; goes on once somebody releases it on the control page.
    case triage(code: String)
    case reject(code: String)
}
