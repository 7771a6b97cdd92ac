import Clinic
import Foundation
import Questionnaires

/// The words of a rule file: how its measures are taken from the answers, and which codes mean "not known".
struct EligibilityTerms: Sendable {
    let measures: [String: Measure]
    let unknownCodes: [Coding]
    /// The question under which a medicine is named.
    let medicineLinkId: String

    /// How a number is taken from the answers.
    enum Measure: Sendable, Hashable {
        /// Of the readings that there are.
        case mean([String])
        /// Days from the date answered to today.
        case daysSince(String)
        /// An instrument's total.
        case score(String)
        /// What the chosen option counts.
        case ordinal(String)
        /// How often an option was chosen over all repetitions.
        case count(linkId: String, Coding)
    }

    /// What a measure gives.
    enum Reading: Sendable, Hashable {
        case value(Decimal, band: String?, [FindingAnswer])
        /// Nothing was measured or asked: no rule needs it, unless it asks for just that.
        case absent
        /// It was asked, and these answers are missing, refused or not known.
        case unknown([FindingAnswer])
    }

    func reading(of name: String, in facts: EligibilityFacts) -> Reading {
        if let later = facts.later(name) {
            return .value(
                Decimal(later), band: nil, [FindingAnswer(linkId: "later.\(name)", values: ["\(later)"])])
        }
        return switch measures[name] {
        case .mean(let linkIds): mean(linkIds, facts)
        case .daysSince(let linkId):
            facts.answers.date(linkId).map { date in
                .value(
                    Decimal(facts.today - date), band: nil,
                    [FindingAnswer(linkId: linkId, values: [date.description])])
            } ?? .absent
        case .score(let instrument): score(instrument, facts)
        case .ordinal(let linkId): ordinal(linkId, facts)
        case .count(let linkId, let coding):
            .value(
                Decimal(facts.answers.answers(to: linkId).count { $0.value == .coding(coding) }), band: nil,
                [FindingAnswer(linkId: linkId, values: facts.answers.codings(linkId).map(\.code))])
        case nil: preconditionFailure("Rules were loaded that name an unknown measure.")
        }
    }

    private func mean(_ linkIds: [String], _ facts: EligibilityFacts) -> Reading {
        let read = linkIds.compactMap { linkId in facts.answers.decimal(linkId).map { (linkId, $0) } }
        if read.isEmpty { return .absent }
        let sum = read.reduce(Decimal(0)) { $0 + $1.1 }
        return .value(
            sum / Decimal(read.count), band: nil,
            read.map { FindingAnswer(linkId: $0.0, values: ["\($0.1)"]) })
    }

    private func score(_ instrument: String, _ facts: EligibilityFacts) -> Reading {
        switch facts.scores[instrument] {
        case .scored(let score)?:
            .value(
                Decimal(score.total), band: score.band,
                [FindingAnswer(linkId: instrument, values: ["\(score.total)", score.band])])
        case .missing(let items)?: .unknown(items.map { FindingAnswer(linkId: $0, values: []) })
        case nil: .absent
        }
    }

    private func ordinal(_ linkId: String, _ facts: EligibilityFacts) -> Reading {
        guard facts.answers.isAsked(linkId) else { return .absent }
        let answer = FindingAnswer(linkId: linkId, values: facts.answers.codings(linkId).map(\.code))
        return facts.answers.ordinal(linkId).map { .value($0, band: nil, [answer]) } ?? .unknown([answer])
    }
}
