import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Patients
import Postgres
import Safety
import Treatments

/// What followed from a new fact: what the rules say now, and the dose.
package struct NewFactView: Sendable {
    /// `nil` where no intake is in force.
    package let eligibility: EligibilityView?
    /// `nil` where no dose hangs on it: before the first day, or where titration has nothing to say of it.
    package let consequence: DecisionLine?
}

extension CarePath {
    /// Rules about medicines of which T11 speaks: T19 asks nothing besides.
    static let medicineRules: Set<String> = ["E11", "E12", unknownMedicineRule]

    /// Something new about a person is written down: the rules are asked again, and a treatment under way hears it, all in
    /// the same transaction.
    ///
    /// - Parameters:
    ///   - medicines: what a medicine begun or stopped means to the dose.
    ///   - asks: whether a prescriber is to look at it whatever the rules say.
    func learn(
        _ code: String, because occasion: EligibilityOccasion, medicines: Set<NewMedicine> = [],
        asks: Bool = false, of person: IntakePerson, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> NewFactView {
        let evaluation = try reevaluate(person, because: occasion, by: actor, on: connection, now: now)
        return try hear(
            evaluation, code, medicines: medicines, asks: asks, of: person, by: actor, on: connection,
            now: now)
    }

    /// The same once the rules were asked.
    func hear(
        _ evaluation: Evaluation?, _ code: String, medicines: Set<NewMedicine>, asks: Bool = false,
        of person: IntakePerson, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> NewFactView {
        let view = evaluation?.view
        let patient = person.patient.id
        let leavingOut = medicines.isEmpty ? [] : Self.medicineRules
        let turned = evaluation.flatMap {
            $0.view.eligibility.result.turn(since: $0.before, leavingOut: leavingOut)
        }
        let fact = NewFact(
            medicines: medicines, turn: turned?.turn ?? (asks ? .asks : nil), reasons: turned?.rules ?? [code]
        )
        guard fact.matters else { return NewFactView(eligibility: view, consequence: nil) }
        guard try Self.hasBegun(patient, on: connection) else {
            if asks {
                try WorkItem.open(
                    .eligibilityIncomplete, about: "\(person.id.uuidString.lowercased())/\(code)",
                    of: person.id, reasons: [code],
                    due: try program.workItems.due(.eligibilityIncomplete, arisingAt: now), on: connection,
                    now: now)
            }
            return NewFactView(eligibility: view, consequence: nil)
        }
        let heard = try hear(.newFact, of: patient, by: actor, on: connection, now: now) { course in
            course.learned(fact, now: now)
        }
        return NewFactView(eligibility: view, consequence: heard.line)
    }
}

extension EligibilityResult {
    /// How the rules turned: no where they did not say no, or a question or a gap that was not there. The rules in which
    /// it turned are named.
    ///
    /// - Parameter leavingOut: rules of which another rule of titration speaks.
    func turn(
        since before: EligibilityResult?, leavingOut: Set<String> = []
    ) -> (turn: NewFact.Turn, rules: [String])? {
        func isNew(_ finding: EligibilityFinding) -> Bool {
            before?.findings.contains {
                $0.rule == finding.rule && $0.case == finding.case && $0.outcome == finding.outcome
                    && $0.answers.map(\.values) == finding.answers.map(\.values)
            } != true
        }
        let new = findings.filter(isNew)
        let refusing = new.filter { $0.outcome == .ineligible }
        if !refusing.isEmpty {
            let severity = refusing.compactMap(\.flagInTreatment).min() ?? 2
            return (.ineligible(severity: severity), Self.once(refusing.map(\.rule)))
        }
        let asking = new.filter {
            ($0.outcome.asks || $0.outcome == .incomplete) && !leavingOut.contains($0.rule)
        }
        return asking.isEmpty ? nil : (.asks, Self.once(asking.map(\.rule)))
    }

    private static func once(_ rules: [String]) -> [String] {
        rules.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension NewMedicine {
    /// What a medicine that is begun means to the dose; `nil` for one that means nothing. One that nobody knows yet is
    /// taken with caution.
    init?(begun medicine: IntakeMedication) {
        if medicine.state == .unknown {
            self = .cautious
            return
        }
        let meanings = Set(medicine.classes.compactMap(\.meaningWhenBegun))
        if meanings.contains(.depressant) {
            self = .depressant
        } else if meanings.contains(.cautious) {
            self = .cautious
        } else {
            return nil
        }
    }

    /// The same of one that is stopped.
    init?(stopped medicine: IntakeMedication) {
        guard medicine.classes.contains(.antidepressant) || medicine.classes.contains(.maoi) else {
            return nil
        }
        self = .antidepressantStopped
    }
}

extension MedicationClass {
    /// T11: depressants and MAOI skip, the others of E12 hold.
    fileprivate var meaningWhenBegun: NewMedicine? {
        switch self {
        case .benzodiazepine, .opioid, .otherDepressant, .maoi: .depressant
        case .stimulant, .lithium, .antipsychotic, .anticonvulsant, .thyroid, .theophylline, .strongCYP:
            .cautious
        case .antidepressant, .antihypertensive, .otherCardiac, .herbal: nil
        }
    }
}
