import Clinic
import Clocks
import Foundation

/// A prescriber's word on one rule about one intake.
package enum EligibilityDecision: String, Sendable, CaseIterable {
    case accepted, notAccepted
}

/// One rule of the evaluation in force that waits for somebody, and what has come of it.
///
///     asked ─────────────── answer ─▶ answered
///     waits for a letter ── receive ─▶ asked ── answer ─▶ answered
///
/// An answer covers the facts that it weighed: one more asks anew, and so does a letter that is too old.
package struct EligibilityQuestion: Sendable {
    package let rule: String
    package let outcome: FindingOutcome
    /// Keyed hashes of what an answer must have weighed.
    package let facts: [String]
    package let clearance: Clearance?
    package let answer: Answer?

    /// The letter of another clinician.
    package struct Clearance: Sendable {
        package let id: UUID
        package let specialties: [String]
        package let state: State
        package let requestedAt: Instant
        package let dueAt: Instant?
        package let receivedAt: Instant?
        /// The letter's own date, and the last one on which it counts.
        package let dated: LocalDate?
        package let validUntil: LocalDate?
        package let reviewedAt: Instant?
        /// What came, and from whom; `nil` until then, and for those who may not read it.
        package let letter: Letter?

        /// The column `state`; a CHECK holds the same words.
        package enum State: String, Sendable, CaseIterable {
            case requested, received
            /// A prescriber has answered with it.
            case reviewed
            /// It counts no more.
            case expired
            /// Another request has taken its place.
            case withdrawn
        }
    }

    /// Where the letter is kept, and who wrote it.
    package struct Letter: Sendable, Codable, Hashable {
        package let document: String
        package let from: String
        /// What they are, as the rules name who may write it: `cardiology`.
        package let specialty: String?

        package init(document: String, from: String, specialty: String? = nil) {
            self.document = document
            self.from = from
            self.specialty = specialty
        }
    }

    package struct Answer: Sendable {
        package let decision: EligibilityDecision
        /// In writing, for the record.
        package let words: String
        package let by: UUID
        package let at: Instant
    }

    /// Whether a prescriber may answer it now.
    ///
    /// - Parameter result: the whole evaluation.
    package func checkAnswerable(in result: EligibilityResult) throws(RuleRefusal) {
        switch result.outcome {
        case .ineligible: throw RuleRefusal(.ineligible, result.ineligibleRules)
        // Answers count for the whole intake; what is still to come might be what they should weigh.
        case .incomplete: throw RuleRefusal(.incomplete, result.incompleteRules)
        case .eligible, .prescriberDecides, .clearance: break
        }
        if let clearance, clearance.state == .requested { throw RuleRefusal(.clearanceMissing, [rule]) }
        if answer != nil { throw RuleRefusal(.alreadyAnswered, [rule]) }
    }

    /// Whether its letter is still to come.
    package func checkReceivable() throws(RuleRefusal) {
        guard let clearance else { throw RuleRefusal(.noClearance, [rule]) }
        switch clearance.state {
        case .requested: break
        case .received, .reviewed, .expired, .withdrawn: throw RuleRefusal(.alreadyReceived, [rule])
        }
    }

    /// Whether a letter counts on `today`: it has a date that has come and is not too old, and comes from somebody who
    /// may write it.
    ///
    /// - Parameters:
    ///   - dated: the letter's own date.
    ///   - days: how long one counts.
    /// - Returns: the last date on which it counts.
    package func validity(
        of letter: Letter, dated: LocalDate, on today: LocalDate, days: Int
    ) throws(RuleRefusal) -> LocalDate {
        guard dated <= today, dated + days >= today else { throw RuleRefusal(.letterOutOfDate, [rule]) }
        if let specialty = letter.specialty, clearance?.specialties.contains(specialty) == false {
            throw RuleRefusal(.letterOfAnother, [rule])
        }
        return dated + days
    }
}

/// Why a question of the rules could not be settled.
package enum EligibilityRefusal: Refusing, CaseIterable {
    case notEvaluated
    /// Nobody overrides that; only another version of the rules does.
    case ineligible
    case incomplete
    /// This rule asks nothing of this patient.
    case noQuestion
    case noClearance
    case clearanceMissing
    case alreadyReceived
    case alreadyAnswered
    /// A letter from a date to come, or too old to count.
    case letterOutOfDate
    /// From a clinician of another kind than the rule asks for.
    case letterOfAnother
    /// A version of the rules is approved by the hash of the file that is here.
    case rulesUnknown

    package var code: String {
        switch self {
        case .notEvaluated: "eligibility_not_evaluated"
        case .ineligible: "eligibility_ineligible"
        case .incomplete: "eligibility_incomplete"
        case .noQuestion: "eligibility_no_question"
        case .noClearance: "eligibility_no_clearance"
        case .clearanceMissing: "eligibility_clearance_missing"
        case .alreadyReceived: "eligibility_clearance_received"
        case .alreadyAnswered: "eligibility_already_answered"
        case .letterOutOfDate: "eligibility_letter_out_of_date"
        case .letterOfAnother: "eligibility_letter_of_another"
        case .rulesUnknown: "eligibility_rules_unknown"
        }
    }
}

/// The same refusal with the rules that it is about.
package struct RuleRefusal: Refusing {
    package let refusal: EligibilityRefusal
    /// `E7`.
    package let rules: [String]

    package init(_ refusal: EligibilityRefusal, _ rules: [String]) {
        self.refusal = refusal
        self.rules = rules
    }

    package var code: String { refusal.code }
}
