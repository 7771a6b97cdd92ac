import Clinic
import Clocks

/// What titration says of the next dose date, with its reasons: four parts, each composed over all rules that fired.
package struct TitrationDecision: Sendable, Hashable {
    /// The first that applies.
    package enum Kind: String, Sendable, CaseIterable { case pause, skip, decrease, hold, increase }

    /// Whether the dose may be taken on `forDate`; pause over skip over take.
    package enum Permission: String, Sendable, CaseIterable, Comparable {
        case take, skip, pause

        package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

        private var place: Int {
            switch self {
            case .take: 0
            case .skip: 1
            case .pause: 2
            }
        }
    }

    /// Whose agreement or attention it needs, the most senior.
    package enum Needs: String, Sendable, CaseIterable, Comparable {
        case none, navigator, prescriber

        package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

        private var place: Int {
            switch self {
            case .none: 0
            case .navigator: 1
            case .prescriber: 2
            }
        }
    }

    /// A flag that the decision raises.
    package struct RaisedFlag: Sendable, Hashable {
        /// 1 to 3.
        package let severity: Int
        package let rule: TitrationRule

        package init(severity: Int, rule: TitrationRule) {
            self.severity = severity
            self.rule = rule
        }
    }

    package var kind: Kind
    package var permission: Permission
    /// The date that permission and `to` are about: today while today's dose is not reported taken, else tomorrow.
    package var forDate: LocalDate
    /// The dose in force on the date of the evaluation, and on `forDate`. An increase that lacks agreement or
    /// acknowledgement leaves `to` where it was.
    package var dose: Milligrams
    package var to: Milligrams
    package var noIncreaseBefore: LocalDate?
    package var needs: Needs
    /// Sorted; never empty.
    package var rules: [TitrationRule]
    package var flags: [RaisedFlag]
    package var onHand: Milligrams
    /// The last date that the usable medicine covers; `nil` where it covers none.
    package var runOut: LocalDate?

    package init(
        kind: Kind, permission: Permission, forDate: LocalDate, dose: Milligrams, to: Milligrams,
        noIncreaseBefore: LocalDate?, needs: Needs, rules: [TitrationRule], flags: [RaisedFlag],
        onHand: Milligrams, runOut: LocalDate?
    ) {
        self.kind = kind
        self.permission = permission
        self.forDate = forDate
        self.dose = dose
        self.to = to
        self.noIncreaseBefore = noIncreaseBefore
        self.needs = needs
        self.rules = rules
        self.flags = flags
        self.onHand = onHand
        self.runOut = runOut
    }
}
