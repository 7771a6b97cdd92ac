import Clinic
import Clocks
import Foundation
import Patients
import Treatments

/// One decision of titration as people read it: in the answer to what caused it, and later in the patient's record.
package struct DecisionLine: Sendable {
    package let id: UUID
    /// The date on which it was asked, in the patient's zone.
    package let date: LocalDate
    package let occasion: TitrationOccasion
    package let decision: TitrationDecision
    /// Of the lozenge that the dose is taken in.
    package let strength: Milligrams
    /// `daily-low-dose|1`: by which it was decided.
    package let titrationProtocol: String
    package let decidedAt: Instant
    /// The actor's kind: `patient`, `staff`, `system`.
    package let askedBy: String
    /// A rise that it offered, as it stands now.
    package let offer: DoseChange?

    package init(
        id: UUID, date: LocalDate, occasion: TitrationOccasion, decision: TitrationDecision,
        strength: Milligrams, titrationProtocol: String, decidedAt: Instant, askedBy: String,
        offer: DoseChange?
    ) {
        self.id = id
        self.date = date
        self.occasion = occasion
        self.decision = decision
        self.strength = strength
        self.titrationProtocol = titrationProtocol
        self.decidedAt = decidedAt
        self.askedBy = askedBy
        self.offer = offer
    }

    /// The decision in one or more sentences: what it is, then each reason.
    package func words(_ book: WordBook, in language: Language) -> String {
        let dose = decision.kind == .increase ? offer?.to ?? decision.to : decision.to
        let kind = book.said(
            "decision.\(decision.kind.rawValue)", in: language, ["dose": "\(dose.count)"])
        return ([kind] + decision.rules.map { book.said("rule.\($0.rawValue)", in: language) })
            .joined(separator: " ")
    }
}

extension DoseChange {
    /// Why the dose changes, rule by rule, in words.
    package func words(_ book: WordBook, in language: Language) -> String {
        rules.map { book.said("rule.\($0.rawValue)", in: language) }.joined(separator: " ")
    }
}

extension TitrationDecision {
    /// The keys that `Schema/messages/titration.json` must have.
    package static var sentences: [String] {
        Kind.allCases.map { "decision.\($0.rawValue)" } + TitrationRule.allCases.map { "rule.\($0.rawValue)" }
            + ["offer.agreement", "offer.acknowledgement"]
    }
}
