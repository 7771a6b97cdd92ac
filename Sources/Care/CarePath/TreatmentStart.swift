import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Shipments
import Treatments

/// A treatment as people read it, today: as much of it as there is.
package struct TreatmentView: Sendable {
    /// Today in the patient's zone.
    package let date: LocalDate
    /// None before the first parcel has come.
    package let treatment: Treatment?
    /// The parcel that it begins with is there, and nobody says otherwise.
    package let hasArrived: Bool
    package let prescribed: Prescribed?
    package let supply: Supply?

    /// What the prescription in force says of the dose.
    package struct Prescribed: Sendable {
        package let strength: Milligrams
        /// The protocol's lowest step, where the signed range begins.
        package let lowest: Milligrams
        package let start: Milligrams
        package let maximum: Milligrams
    }

    /// What is in the patient's hands.
    package struct Supply: Sendable {
        package let lozenges: Int
        package let strength: Milligrams
        package let useBy: LocalDate?

        package var amount: Milligrams { strength * lozenges }
    }

    /// Today's dose: the start dose, from the first day on.
    package var dose: DoseInLozenges? {
        guard let treatment, let prescribed, treatment.cycleDay(on: date) != nil else { return nil }
        return DoseInLozenges(prescribed.start, of: prescribed.strength)
    }
}

extension CarePath {
    /// The patient chooses the first day: today, tomorrow, or within two weeks of the parcel's arrival.
    package func startTreatment(
        on day: LocalDate, once: Once<TreatmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<TreatmentView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            guard var treatment = try Treatment.lock(of: patient.uuid, on: connection) else {
                throw TreatmentRefusal.notArrived
            }
            let parcels = try connection.fetch(
                Shipment.selectArrival(ofFill: treatment.firstFill), "treatment.arrival",
                decode: Shipment.init)
            guard parcels.contains(where: { $0.hasArrived && $0.isUsable }) else {
                throw TreatmentRefusal.notArrived
            }
            let effect = try treatment.firstDayChosen(
                day, hasReportedDose: false, rules: program.treatmentStart, now: now)
            if effect == .applied {
                try treatment.save(on: connection, now: now)
                try tell(.firstDayChosen, ["date": day.description], to: patient, on: connection, now: now)
                try WorkItem.settle(
                    .startNotChosen, about: treatment.id.description, as: "done", by: actor, on: connection,
                    now: now)
                try AuditEntry(
                    "treatment.start", .init("treatment", treatment.id.uuid), patient: patient.uuid,
                    by: actor,
                    at: now
                ).record(on: connection)
            }
            let view = try connection.fetchFirst(Self.selectTreatment(of: patient), "treatment.view") {
                try treatmentView($0, now: now)
            }
            guard let view else { throw NotFound() }
            return view
        }
    }

    /// A patient's treatment today. The reading is audited; a patient's own does not wait for the disk.
    package func treatment(of patient: ID<Patient>, by actor: Actor) async throws -> TreatmentView {
        let now = clock.now
        let audit = AuditEntry(
            "treatment.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let found = try await database.read(
            by: actor, Self.selectTreatment(of: patient), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "treatment.view"
        ) { try treatmentView($0, now: now) }
        guard let view = found.first else { throw NotFound() }
        return view
    }
}
