import Clinic
import Clocks
import Foundation
import Postgres

/// The dose in force from a date on: a dated row, never overwritten. Of the rows that have begun, the one written last
/// counts.
package struct DosePlan: Sendable, Hashable {
    /// From 1, in the order in which they were written.
    package let seq: Int
    package let from: LocalDate
    package let dose: Milligrams
    /// Every how many days, counted from the anchor.
    package let every: Int
    package let anchor: LocalDate
    package let cause: Cause
    package let rules: [TitrationRule]
    /// The offer that a rise comes from.
    package let change: UUID?
    package let decidedAt: Instant

    /// A CHECK of the dose_plan table holds the same words.
    package enum Cause: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case start, increase, decrease, recomputed, resume, prescriber, taper, prescription
    }

    package init(
        seq: Int, from: LocalDate, dose: Milligrams, every: Int = 1, anchor: LocalDate? = nil, cause: Cause,
        rules: [TitrationRule], change: UUID? = nil, decidedAt: Instant
    ) {
        self.seq = seq
        self.from = from
        self.dose = dose
        self.every = every
        self.anchor = anchor ?? from
        self.cause = cause
        self.rules = rules
        self.change = change
        self.decidedAt = decidedAt
    }

    /// Whether a dose is due on `date`.
    package func isDoseDate(_ date: LocalDate) -> Bool {
        let days = date - anchor
        return days >= 0 ? days.isMultiple(of: every) : (-days).isMultiple(of: every)
    }
}

/// A change of the dose as the patient is shown it. A rise is an offer until it is acknowledged and, where needed, agreed
/// to; everything else is in force at once and waits to be read.
package struct DoseChange: Sendable, Hashable {
    package let id: UUID
    package let kind: Kind
    package let from: Milligrams
    package let to: Milligrams
    package let decidedOn: LocalDate
    /// The first date on which it can count.
    package let firstDate: LocalDate
    package let rules: [TitrationRule]
    /// The first day of the missed run that caused it (T8, T9).
    package let missedSince: LocalDate?
    package let needsAgreement: Bool
    package let decidedAt: Instant
    /// Of an offer: 72 h later.
    package let expiresAt: Instant?
    package var state: State
    package var agreedAt: Instant?
    package var acknowledgedAt: Instant?
    package var endedAt: Instant?
    /// A rule's id, `expired`, `superseded`, `prescriber`.
    package var endCode: String?

    package enum Kind: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case increase, decrease, set, resume
    }

    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case offered, inForce, withdrawn, expired
    }

    package init(
        id: UUID, kind: Kind, from: Milligrams, to: Milligrams, decidedOn: LocalDate, firstDate: LocalDate,
        rules: [TitrationRule], missedSince: LocalDate? = nil, needsAgreement: Bool = false,
        decidedAt: Instant,
        expiresAt: Instant? = nil, state: State, agreedAt: Instant? = nil, acknowledgedAt: Instant? = nil,
        endedAt: Instant? = nil, endCode: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.from = from
        self.to = to
        self.decidedOn = decidedOn
        self.firstDate = firstDate
        self.rules = rules
        self.missedSince = missedSince
        self.needsAgreement = needsAgreement
        self.decidedAt = decidedAt
        self.expiresAt = expiresAt
        self.state = state
        self.agreedAt = agreedAt
        self.acknowledgedAt = acknowledgedAt
        self.endedAt = endedAt
        self.endCode = endCode
    }
}

/// From a date on no increase is possible before another.
package struct IncreaseHold: Sendable, Hashable {
    package let rule: TitrationRule
    package let decidedOn: LocalDate
    package let notBefore: LocalDate

    package init(rule: TitrationRule, decidedOn: LocalDate, notBefore: LocalDate) {
        self.rule = rule
        self.decidedOn = decidedOn
        self.notBefore = notBefore
    }
}

extension IncreaseHold {
    /// Lozenges of another pharmacy or formulation came on `date`: for some days nothing rises.
    package static func newProduct(on date: LocalDate, by titration: TitrationProtocol) -> IncreaseHold {
        IncreaseHold(
            rule: .newProduct, decidedOn: date,
            notBefore: date + titration.titration.newProduct.noIncreaseDays + 1)
    }
}

/// From when nothing is taken, and how that ended.
package struct CoursePause: Sendable, Hashable {
    package let id: UUID
    /// A pause of the patient's own becomes the rule's that fires meanwhile.
    package internal(set) var cause: Cause
    /// More, where more rules fire meanwhile.
    package internal(set) var rules: [TitrationRule]
    package let from: LocalDate
    /// The dose in force when it began: what one may at most resume with.
    package let before: Milligrams
    /// The patient's own plan.
    package let until: LocalDate?
    package let beganAt: Instant
    package var resumedFrom: LocalDate?
    package var resumeDose: Milligrams?
    package var endedAt: Instant?

    /// A CHECK of the treatment_pause table holds the same words.
    package enum Cause: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case rule, patient, prescriber, refillReview
    }

    package init(
        id: UUID, cause: Cause, rules: [TitrationRule], from: LocalDate, before: Milligrams,
        until: LocalDate? = nil, beganAt: Instant, resumedFrom: LocalDate? = nil,
        resumeDose: Milligrams? = nil, endedAt: Instant? = nil
    ) {
        self.id = id
        self.cause = cause
        self.rules = rules
        self.from = from
        self.before = before
        self.until = until
        self.beganAt = beganAt
        self.resumedFrom = resumedFrom
        self.resumeDose = resumeDose
        self.endedAt = endedAt
    }
}

/// A flag that is open, by whatever raised it.
package struct OpenFlag: Sendable, Hashable {
    /// `T4`, `E16`, `H-notReceived`.
    package let rule: String
    /// 1 to 3.
    package let severity: Int
    package let date: LocalDate
    /// Why it was raised, in codes.
    package var reasons: Set<String>

    package init(rule: String, severity: Int, date: LocalDate, reasons: Set<String> = []) {
        self.rule = rule
        self.severity = severity
        self.date = date
        self.reasons = reasons
    }
}
