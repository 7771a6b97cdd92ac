import Clinic
import Foundation
import Medications
import Questionnaires

extension EligibilityCondition {
    /// The verdict on these facts. The same facts give the same verdict, always.
    func verdict(on facts: EligibilityFacts, _ terms: EligibilityTerms) -> Verdict {
        switch self {
        case .all(let conditions): Self.all(conditions, facts, terms)
        case .any(let conditions): Self.any(conditions, facts, terms)
        case .not(let condition): condition.negated(on: facts, terms)
        case .known(let condition): condition.certain(on: facts, terms)
        case .open(let condition): condition.unsettled(on: facts, terms)
        case .equals(let linkId, let coding):
            chosen(linkId, facts, terms) { $0.count == 1 && $0[0] == coding }
        case .includes(let linkId, let codings):
            chosen(linkId, facts, terms) { $0.contains(where: codings.contains) }
        case .mentions(let linkId, let names): mentioned(linkId, names, facts)
        case .ageBelow(let years): young(than: years, facts)
        case .notServed: unserved(facts)
        case .atLeast(let name, let least):
            measured(name, facts, terms) { low, high, _ in low >= least ? true : high < least ? false : nil }
        case .below(let name, let limit):
            measured(name, facts, terms) { low, high, _ in high < limit ? true : low >= limit ? false : nil }
        case .band(let name, let bands):
            measured(name, facts, terms) { _, _, band in band.map(bands.contains) ?? false }
        case .absent(let name):
            terms.reading(of: name, in: facts) == .absent
                ? .holds(terms.evidence(for: name, in: facts)) : .fails
        case .takes(let classes):
            medicines(facts, terms) { $0.classes.contains(where: classes.contains) }
        case .takesIngredient(let names):
            medicines(facts, terms) { $0.ingredients.contains(where: names.contains) }
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

    private func certain(on facts: EligibilityFacts, _ terms: EligibilityTerms) -> Verdict {
        switch verdict(on: facts, terms) {
        case .holds(let answers): .holds(answers)
        case .fails, .unknown: .fails
        }
    }

    private func unsettled(on facts: EligibilityFacts, _ terms: EligibilityTerms) -> Verdict {
        switch verdict(on: facts, terms) {
        case .unknown(let answers): .holds(answers)
        case .holds, .fails: .fails
        }
    }

    private static func all(
        _ conditions: [EligibilityCondition], _ facts: EligibilityFacts, _ terms: EligibilityTerms
    ) -> Verdict {
        var (evidence, open): ([FindingAnswer], [FindingAnswer]) = ([], [])
        for condition in conditions {
            switch condition.verdict(on: facts, terms) {
            case .fails: return .fails
            case .holds(let answers): evidence.add(answers)
            case .unknown(let answers): open.add(answers)
            }
        }
        return open.isEmpty ? .holds(evidence) : .unknown(open)
    }

    private static func any(
        _ conditions: [EligibilityCondition], _ facts: EligibilityFacts, _ terms: EligibilityTerms
    ) -> Verdict {
        var (evidence, open): ([FindingAnswer], [FindingAnswer]) = ([], [])
        var isHeld = false
        for condition in conditions {
            switch condition.verdict(on: facts, terms) {
            case .fails: break
            case .holds(let answers):
                isHeld = true
                evidence.add(answers)
            case .unknown(let answers): open.add(answers)
            }
        }
        return isHeld ? .holds(evidence) : open.isEmpty ? .fails : .unknown(open)
    }

    private func young(than years: Int, _ facts: EligibilityFacts) -> Verdict {
        guard let born = facts.birthDate else {
            return .unknown([FindingAnswer(linkId: "profile.birthDate", values: [])])
        }
        guard born.age(on: facts.today) < years else { return .fails }
        return .holds([FindingAnswer(linkId: "profile.birthDate", values: [born.description])])
    }

    private func unserved(_ facts: EligibilityFacts) -> Verdict {
        let place = facts.state.map(\.code)
        guard let place, let isServed = facts.isServed else {
            return .unknown([FindingAnswer(linkId: "profile.state", values: [])])
        }
        return isServed ? .fails : .holds([FindingAnswer(linkId: "profile.state", values: [place])])
    }

    private func chosen(
        _ linkId: String, _ facts: EligibilityFacts, _ terms: EligibilityTerms, _ fits: ([Coding]) -> Bool
    ) -> Verdict {
        guard facts.isAsked(linkId) else { return .fails }
        let codings = facts.codings(linkId)
        if fits(codings) { return .holds([facts.evidence(linkId, codings)]) }
        return codings.isEmpty || codings.contains(where: terms.unknownCodes.contains)
            ? .unknown([facts.evidence(linkId, codings)]) : .fails
    }

    private func mentioned(_ linkId: String, _ names: [String], _ facts: EligibilityFacts) -> Verdict {
        let texts = facts.answers.answers(to: linkId).compactMap { answer -> String? in
            guard case .string(let text) = answer.value else { return nil }
            let folded = text.lowercased()
            return names.contains(where: folded.contains) ? text : nil
        }
        return texts.isEmpty ? .fails : .holds([FindingAnswer(linkId: linkId, values: texts)])
    }

    /// - Parameter fits: whether all that the measure may be fits, or nothing of it; `nil` where that hangs on what is
    ///   not known.
    private func measured(
        _ name: String, _ facts: EligibilityFacts, _ terms: EligibilityTerms,
        _ fits: (_ low: Decimal, _ high: Decimal, _ band: String?) -> Bool?
    ) -> Verdict {
        switch terms.reading(of: name, in: facts) {
        case .value(let low, let high, let band):
            switch fits(low, high, band) {
            case true?: .holds(terms.evidence(for: name, in: facts))
            case false?: .fails
            case nil: .unknown(terms.evidence(for: name, in: facts))
            }
        case .absent: .fails
        case .unknown(let answers): .unknown(answers)
        }
    }

    private func medicines(
        _ facts: EligibilityFacts, _ terms: EligibilityTerms, _ fits: (MedicineFact) -> Bool
    ) -> Verdict {
        let names = facts.medicines.filter(fits).map(\.name)
        if !names.isEmpty {
            return .holds([FindingAnswer(linkId: terms.medicines.linkId, values: names)])
        }
        // Nobody has said whether there are any, or which.
        let asked = terms.medicines.asked
        if facts.isAsked(asked), facts.codings(asked).isEmpty, facts.medicines.isEmpty {
            return .unknown([FindingAnswer(linkId: asked, values: [])])
        }
        // Those that were named and have been stopped since are an answer.
        if facts.isAsked(terms.medicines.linkId), facts.medicines.isEmpty,
            facts.answers.answers(to: terms.medicines.linkId).isEmpty
        {
            return .unknown([FindingAnswer(linkId: terms.medicines.linkId, values: [])])
        }
        return .fails
    }
}

extension [FindingAnswer] {
    /// Each answer once, in the order in which it was met.
    fileprivate mutating func add(_ answers: [FindingAnswer]) {
        for answer in answers where !contains(answer) { append(answer) }
    }
}
