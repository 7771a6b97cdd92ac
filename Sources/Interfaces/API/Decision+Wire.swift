import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import Treatments
import Wire

extension DecisionAnswer {
    init(_ line: DecisionLine, program: ProgramData, in language: Language) {
        let decision = line.decision
        self.init(
            id: line.id.uuidString.lowercased(), date: line.date.description, kind: decision.kind.rawValue,
            permission: decision.permission.rawValue, forDate: decision.forDate.description,
            doseMg: decision.dose.count, toMg: decision.to.count,
            label: program.label(of: decision.to, strength: line.strength, in: language),
            noIncreaseBefore: decision.noIncreaseBefore?.description, needs: decision.needs.rawValue,
            rules: decision.rules.map(\.rawValue),
            reasons: decision.rules.map {
                Reason(
                    rule: $0.rawValue,
                    words: program.titrationWords.said("rule.\($0.rawValue)", in: language))
            },
            words: line.words(program.titrationWords, in: language), onHandMg: decision.onHand.count,
            runOut: decision.runOut?.description, decidedAt: line.decidedAt.rfc3339, askedBy: line.askedBy,
            occasion: line.occasion.rawValue, titrationProtocol: line.titrationProtocol,
            offer: line.offer.map {
                DoseChangeAnswer($0, strength: line.strength, program: program, in: language)
            })
    }
}

extension DoseChangeAnswer {
    init(_ change: DoseChange, strength: Milligrams, program: ProgramData, in language: Language) {
        self.init(
            id: change.id.uuidString.lowercased(), kind: change.kind.rawValue, state: change.state.rawValue,
            fromMg: change.from.count, toMg: change.to.count,
            label: program.label(of: change.to, strength: strength, in: language),
            firstDate: change.firstDate.description, rules: change.rules.map(\.rawValue),
            needsAgreement: change.needsAgreement, isAgreed: change.agreedAt != nil,
            isAcknowledged: change.acknowledgedAt != nil, expiresAt: change.expiresAt?.rfc3339,
            words: change.words(program.titrationWords, in: language))
    }
}

extension ProgramData {
    /// `1½ lozenges of 30 mg`; the milligrams alone where the lozenge does not make them up.
    func label(of dose: Milligrams, strength: Milligrams, in language: Language) -> String {
        guard let pieces = DoseInLozenges(dose, of: strength) else { return "\(dose.count) mg" }
        return treatment.said(
            pieces.isOneOrLess ? "dose.one" : "dose.more", in: language,
            ["count": pieces.count, "strength": "\(strength.count)"])
    }
}
