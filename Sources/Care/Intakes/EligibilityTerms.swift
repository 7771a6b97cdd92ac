import Clinic
import Foundation
import Questionnaires

/// The words of a rule file: how its measures are taken from the answers, and which codes mean "not known".
struct EligibilityTerms: Sendable {
    let measures: [String: Measure]
    let unknownCodes: [Coding]
    let medicines: Medicines

    /// Where medicines are asked for.
    struct Medicines: Sendable {
        /// The question under which each is named.
        let linkId: String
        /// The question whether there are any.
        let asked: String
    }

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

    /// Whether an answer is a number that was measured or scored, by its measure or its question.
    func isMeasured(_ linkId: String) -> Bool {
        if measures[linkId] != nil || linkId.hasPrefix("profile.") { return true }
        return measures.values.contains { measure in
            switch measure {
            case .mean(let linkIds): linkIds.contains(linkId)
            case .daysSince(let dated): dated == linkId
            case .score, .ordinal, .count: false
            }
        }
    }

    /// What a measure gives.
    enum Reading: Sendable, Hashable {
        /// It lies between these; they are the same where nothing of it is left open.
        case value(Decimal, Decimal, band: String?)
        /// Nothing was measured or asked: no rule needs it, unless it asks for just that.
        case absent
        /// It was asked, and these answers are missing, refused or not known.
        case unknown([FindingAnswer])
    }

    func reading(of name: String, in facts: EligibilityFacts) -> Reading {
        if let later = later(name, in: facts) { return .value(Decimal(later), Decimal(later), band: nil) }
        return switch measures[name] {
        case .mean(let linkIds): mean(linkIds, facts)
        case .daysSince(let linkId):
            facts.answers.date(linkId).map { date in
                .value(Decimal(facts.today - date), Decimal(facts.today - date), band: nil)
            } ?? .absent
        case .score(let instrument): score(instrument, facts)
        case .ordinal(let linkId): ordinal(linkId, facts)
        case .count(let linkId, let coding): count(linkId, coding, facts)
        case nil: preconditionFailure("Rules were loaded that name an unknown measure.")
        }
    }

    /// The answers that a measure was taken from, for a finding that rests on it.
    func evidence(for name: String, in facts: EligibilityFacts) -> [FindingAnswer] {
        if let later = later(name, in: facts) {
            return [FindingAnswer(linkId: FindingAnswer.later + name, values: ["\(later)"])]
        }
        switch measures[name] {
        case .mean(let linkIds):
            return linkIds.compactMap { linkId in
                facts.answers.decimal(linkId).map { FindingAnswer(linkId: linkId, values: ["\($0)"]) }
            }
        case .daysSince(let linkId):
            return [
                FindingAnswer(
                    linkId: linkId, values: facts.answers.date(linkId).map { [$0.description] } ?? [])
            ]
        case .score(let instrument):
            guard case .scored(let score)? = facts.scores[instrument] else {
                return [FindingAnswer(linkId: instrument, values: [])]
            }
            return [FindingAnswer(linkId: instrument, values: ["\(score.total)", score.band])]
        case .ordinal(let linkId), .count(let linkId, _):
            return [
                FindingAnswer(linkId: linkId, values: facts.answers.codings(linkId).map(\.code))
            ]
        case nil: return []
        }
    }

    /// A reading on record, where it is not older than the one answered.
    private func later(_ name: String, in facts: EligibilityFacts) -> Int? {
        guard let pressure = facts.pressure, let later = facts.later(name) else { return nil }
        if case .daysSince(let linkId) = measures["bloodPressureAge"],
            let answered = facts.answers.date(linkId), answered > pressure.on, answered <= facts.today
        {
            return nil
        }
        return later
    }

    private func mean(_ linkIds: [String], _ facts: EligibilityFacts) -> Reading {
        var (sum, count) = (Decimal(0), 0)
        for linkId in linkIds {
            guard let value = facts.answers.decimal(linkId) else { continue }
            sum += value
            count += 1
        }
        if count > 0 { return .value(sum / Decimal(count), sum / Decimal(count), band: nil) }
        let open = linkIds.filter(facts.answers.isAsked)
        return open.isEmpty ? .absent : .unknown(open.map { FindingAnswer(linkId: $0, values: []) })
    }

    private func score(_ instrument: String, _ facts: EligibilityFacts) -> Reading {
        switch facts.scores[instrument] {
        case .scored(let score)?: .value(Decimal(score.total), Decimal(score.total), band: score.band)
        case .missing(let items)?: .unknown(items.map { FindingAnswer(linkId: $0, values: []) })
        case nil: .absent
        }
    }

    private func ordinal(_ linkId: String, _ facts: EligibilityFacts) -> Reading {
        guard facts.answers.isAsked(linkId) else { return .absent }
        if let value = facts.answers.ordinal(linkId) { return .value(value, value, band: nil) }
        return .unknown([
            FindingAnswer(linkId: linkId, values: facts.answers.codings(linkId).map(\.code))
        ])
    }

    /// How often an option was chosen, at least and at most: an answer "not known" may have been that one, and where the
    /// question that opens the repetitions was left out, any number may.
    private func count(_ linkId: String, _ coding: Coding, _ facts: EligibilityFacts) -> Reading {
        let chosen = facts.answers.codings(linkId)
        let certain = chosen.count { $0 == coding }
        let open = chosen.count(where: unknownCodes.contains)
        if chosen.isEmpty, facts.answers.isAsked(linkId) {
            return .unknown([FindingAnswer(linkId: linkId, values: [])])
        }
        return .value(Decimal(certain), Decimal(certain + open), band: nil)
    }
}
