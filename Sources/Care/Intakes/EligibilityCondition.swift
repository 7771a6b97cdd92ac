import Clinic
import Foundation
import Medications
import Questionnaires

/// A condition over what is known of a person, as the eligibility rules' data writes it.
///
///     {"all": [{"atLeast": {"measure": "systolic", "value": 140}}, {"takes": ["opioid"]}]}
///
/// It holds, fails, or cannot be told because an answer it needs is missing, refused or not known. What follows from it
/// stands beside it in the data.
package indirect enum EligibilityCondition: Sendable, Hashable {
    case all([EligibilityCondition])
    case any([EligibilityCondition])
    case not(EligibilityCondition)
    /// The one answer is this option.
    case equals(linkId: String, Coding)
    /// One of the options chosen is one of these.
    case includes(linkId: String, anyOf: [Coding])
    /// The person on record is not that old yet.
    case ageBelow(years: Int)
    /// Nobody may prescribe or nobody may ship in the state of residence.
    case notServed
    /// The measure is that much or more.
    case atLeast(measure: String, Decimal)
    /// The measure is less than that.
    case below(measure: String, Decimal)
    /// The score lies in one of these bands.
    case band(measure: String, anyOf: [String])
    /// There is no such measure: nothing was measured or asked.
    case absent(measure: String)
    /// A medicine counts as one of these.
    case takes([MedicationClass])
    /// A medicine is not in the list.
    case unrecognizedMedicine

    /// What became of it, and the answers behind that.
    package enum Verdict: Sendable, Hashable {
        case holds([FindingAnswer])
        case fails
        case unknown([FindingAnswer])
    }

    /// The verdict on these facts. The same facts give the same verdict, always.
    func verdict(on facts: EligibilityFacts, _ terms: EligibilityTerms) -> Verdict {
        switch self {
        case .all(let conditions): Self.all(conditions.map { $0.verdict(on: facts, terms) })
        case .any(let conditions): Self.any(conditions.map { $0.verdict(on: facts, terms) })
        case .not(let condition): condition.negated(on: facts, terms)
        case .equals(let linkId, let coding):
            chosen(linkId, facts, terms) { $0 == [coding] }
        case .includes(let linkId, let codings):
            chosen(linkId, facts, terms) { $0.contains(where: codings.contains) }
        case .ageBelow(let years):
            facts.birthDate.age(on: facts.today) < years
                ? .holds([FindingAnswer(linkId: "profile.birthDate", values: [facts.birthDate.description])])
                : .fails
        case .notServed:
            facts.isServed
                ? .fails : .holds([FindingAnswer(linkId: "profile.state", values: [facts.state.code])])
        case .atLeast(let name, let least):
            measured(name, facts, terms) { value, _ in value >= least }
        case .below(let name, let limit):
            measured(name, facts, terms) { value, _ in value < limit }
        case .band(let name, let bands):
            measured(name, facts, terms) { _, band in band.map(bands.contains) ?? false }
        case .absent(let name):
            terms.reading(of: name, in: facts) == .absent
                ? .holds([FindingAnswer(linkId: name, values: [])]) : .fails
        case .takes(let classes):
            medicines(facts, terms) { $0.classes.contains(where: classes.contains) }
        case .unrecognizedMedicine: medicines(facts, terms) { !$0.isRecognized }
        }
    }

    /// What a negation says rests on the same answers.
    private func negated(on facts: EligibilityFacts, _ terms: EligibilityTerms) -> Verdict {
        switch verdict(on: facts, terms) {
        case .holds: .fails
        case .fails: .holds([])
        case .unknown(let answers): .unknown(answers)
        }
    }

    private static func all(_ verdicts: [Verdict]) -> Verdict {
        if verdicts.contains(.fails) { return .fails }
        let open = verdicts.flatMap(\.open)
        return open.isEmpty ? .holds(once(verdicts.flatMap(\.evidence))) : .unknown(once(open))
    }

    private static func any(_ verdicts: [Verdict]) -> Verdict {
        let held = verdicts.filter { if case .holds = $0 { true } else { false } }
        if !held.isEmpty { return .holds(once(held.flatMap(\.evidence))) }
        let open = verdicts.flatMap(\.open)
        return open.isEmpty ? .fails : .unknown(once(open))
    }

    private static func once(_ answers: [FindingAnswer]) -> [FindingAnswer] {
        answers.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func chosen(
        _ linkId: String, _ facts: EligibilityFacts, _ terms: EligibilityTerms, _ fits: ([Coding]) -> Bool
    ) -> Verdict {
        guard facts.answers.isAsked(linkId) else { return .fails }
        let codings = facts.answers.codings(linkId)
        let answer = FindingAnswer(linkId: linkId, values: codings.map(\.code))
        if fits(codings) { return .holds([answer]) }
        return codings.isEmpty || codings.contains(where: terms.unknownCodes.contains)
            ? .unknown([answer]) : .fails
    }

    private func measured(
        _ name: String, _ facts: EligibilityFacts, _ terms: EligibilityTerms,
        _ fits: (Decimal, _ band: String?) -> Bool
    ) -> Verdict {
        switch terms.reading(of: name, in: facts) {
        case .value(let value, let band, let answers): fits(value, band) ? .holds(answers) : .fails
        case .absent: .fails
        case .unknown(let answers): .unknown(answers)
        }
    }

    private func medicines(
        _ facts: EligibilityFacts, _ terms: EligibilityTerms, _ fits: (MedicineFact) -> Bool
    ) -> Verdict {
        let names = facts.medicines.filter(fits).map(\.name)
        return names.isEmpty ? .fails : .holds([FindingAnswer(linkId: terms.medicineLinkId, values: names)])
    }
}

extension EligibilityCondition.Verdict {
    fileprivate var evidence: [FindingAnswer] { if case .holds(let answers) = self { answers } else { [] } }

    fileprivate var open: [FindingAnswer] { if case .unknown(let answers) = self { answers } else { [] } }
}
