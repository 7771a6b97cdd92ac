import Clinic
import Postgres

/// What one rule says of a person, in rising order.
package enum FindingOutcome: String, Sendable, CaseIterable, Comparable, Codable {
    /// Worth knowing; nothing follows.
    case noted
    /// A prescriber answers it in writing.
    case prescriberDecides
    /// Another clinician's letter is needed, then a prescriber's answer.
    case clearance
    /// Something that a rule needs is missing.
    case incomplete
    /// Not now, and nobody may override it.
    case ineligible

    private var rank: Int {
        switch self {
        case .noted: 0
        case .prescriberDecides: 1
        case .clearance: 2
        case .incomplete: 3
        case .ineligible: 4
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    /// Whether a prescriber answers it, at once or after a letter.
    package var asks: Bool {
        switch self {
        case .prescriberDecides, .clearance: true
        case .noted, .incomplete, .ineligible: false
        }
    }
}

/// What all rules together say: the highest finding, and `eligible` where there is none or nothing but notes. A
/// CHECK of the table holds the same words.
package enum EligibilityOutcome: String, Sendable, CaseIterable, Codable, PostgresEncodable, PostgresDecodable
{
    case eligible, prescriberDecides, clearance, incomplete, ineligible

    package init(highestOf findings: [FindingOutcome]) {
        self =
            switch findings.max() {
            case nil, .noted?: .eligible
            case .prescriberDecides?: .prescriberDecides
            case .clearance?: .clearance
            case .incomplete?: .incomplete
            case .ineligible?: .ineligible
            }
    }
}
