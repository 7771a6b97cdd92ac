import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Patients
import Postgres
import Safety

/// What a person says that an unknown medicine is.
package enum MedicationResolution: Sendable {
    /// Its ingredients, each in the list.
    case ingredients([String])
    /// What it counts as, where the list does not know its ingredients; none for one that counts as nothing.
    case classes([MedicationClass], reason: String)
}

extension CarePath {
    /// A navigator found out what a medicine is; the rules are asked again, since it may be one that matters.
    package func resolveMedication(
        _ id: ID<IntakeMedication>, as resolution: MedicationResolution, once: Once<EligibilityView>?,
        by actor: Actor
    ) async throws -> OnceOutcome<EligibilityView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let patient = try IntakeMedication.patient(of: id, on: connection) else { throw NotFound() }
            let person = try lockPerson(ID(patient), on: connection, now: now)
            let inForce = try connection.fetchFirst(Intake.selectInForce(of: patient), "intake.inForce") {
                row in try Intake(row, keyring: keyring)
            }
            if inForce == nil { throw IntakeRefusal.notSubmitted }
            var medicines = try connection.fetch(
                IntakeMedication.selectCurrent(of: patient), "medication.current"
            ) { row in try IntakeMedication(row, keyring: keyring) }
            // One of an earlier intake is history.
            guard let index = medicines.firstIndex(where: { $0.id == id }) else {
                throw MedicationRefusal.notUnknown
            }
            let (ingredients, classes, reason) = try meaning(of: resolution)
            try medicines[index].resolve(as: ingredients, classes)
            try medicines[index].save(reason: reason, person.key, by: actor, on: connection, now: now)
            try WorkItem.settle(
                .medicationUnknown, about: id.description, as: "resolved", by: actor, on: connection, now: now
            )
            try AuditEntry(
                "medication.resolve", .init("medication", id.uuid), patient: patient,
                detail: ["classes": classes.map(\.rawValue).joined(separator: " ")], by: actor, at: now
            ).record(on: connection)
            guard
                let evaluation = try reevaluate(
                    person, because: .medicineNamed, by: actor, on: connection, now: now)
            else { throw IntakeRefusal.notSubmitted }
            try medicineNamed(
                medicines[index], evaluation, of: person, by: actor, on: connection, now: now)
            return evaluation.view
        }
    }

    private func meaning(
        of resolution: MedicationResolution
    ) throws(MedicationRefusal) -> (ingredients: [String], classes: [MedicationClass], reason: String?) {
        switch resolution {
        case .ingredients(let names):
            guard let classes = program.medications.classes(of: names) else { throw .ingredientUnknown }
            return (names.map { $0.lowercased() }, classes, nil)
        case .classes(let classes, let reason): return ([], classes, reason)
        }
    }
}
