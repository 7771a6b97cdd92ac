import Foundation
import Medications

/// A value that lies so near to a limit of the rules that another reading, or one answer more, would say something else.
package struct JudgedBorder: Sendable, Hashable {
    /// `systolic`.
    package let measure: String
    package let value: Decimal
    package let limit: Decimal
}

/// The limits that the rules set to readings and scores.
struct RuleLimits: Sendable {
    /// By measure, from the lowest up; and how near a value must be.
    private let limits: [(measure: String, limits: [(limit: Decimal, margin: Decimal)])]

    init(_ rules: EligibilityRules) {
        var found: [String: Set<Decimal>] = [:]
        for entry in rules.cases {
            for (measure, limit) in entry.condition.limits {
                switch rules.terms.measures[measure] {
                case .mean?, .score?: found[measure, default: []].insert(limit)
                // Days and single answers have no way of being nearly something else.
                case .daysSince?, .ordinal?, .count?, nil: break
                }
            }
        }
        limits = found.sorted { $0.key < $1.key }.map { measure, limits in
            (measure, limits.sorted().map { ($0, max(1, $0 / 50)) })
        }
    }

    /// Values within 2 % of a limit, or within 1 where that is more.
    func near(_ facts: EligibilityFacts, _ terms: EligibilityTerms) -> [JudgedBorder] {
        limits.flatMap { measure, limits -> [JudgedBorder] in
            guard case .value(let value, let most, _) = terms.reading(of: measure, in: facts), value == most
            else { return [] }
            return limits.filter { abs(value - $0.limit) <= $0.margin }.map {
                JudgedBorder(measure: measure, value: value, limit: $0.limit)
            }
        }
    }
}

extension EligibilityCondition {
    /// The limits to measures in it.
    fileprivate var limits: [(measure: String, limit: Decimal)] {
        switch self {
        case .all(let conditions), .any(let conditions): conditions.flatMap(\.limits)
        case .not(let condition), .known(let condition), .open(let condition): condition.limits
        case .atLeast(let measure, let limit), .below(let measure, let limit): [(measure, limit)]
        case .equals, .includes, .mentions, .ageBelow, .notServed, .band, .absent, .takes, .takesIngredient,
            .unrecognizedMedicine:
            []
        }
    }
}

extension JudgedLine {
    /// How hard it is to judge: a point for each rule that fired, two for each further outcome among them, for each value
    /// near a limit and for each rule that misses an answer, and one for each medicine that nobody knows. Half of it where
    /// two rules or more say no: then nobody hesitates.
    package var difficulty: Int {
        let missing = Set(findings.filter { $0.outcome == .incomplete }.map(\.rule)).count
        let points =
            rules.count + 2 * max(0, Set(findings.map(\.outcome)).count - 1) + 2 * borders.count + 2 * missing
            + medications.count { !$0.match.isRecognized }
        let noes = Set(findings.filter { $0.outcome == .ineligible }.map(\.rule)).count
        return noes >= 2 ? points / 2 : points
    }
}
