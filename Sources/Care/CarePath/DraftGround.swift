import Clinic
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

/// What a draft begins with, as visit, patient and pharmacies have it.
struct DraftGround {
    let patient: ID<Patient>
    let dataKey: WrappedKey
    let prescriber: UUID
    let shipState: StateCode
    let attestedState: StateCode
    let isApproved: Bool
    let inForce: ID<Prescription>?
    /// A rule fired with which no dose rises without the prescriber (E7, E11).
    let needsAgreement: Bool
    /// Lozenges that can be had there: strength and pieces.
    let lozenges: [LozengeForm]

    init(_ row: Row) throws {
        patient = try row["patient_id"]
        dataKey = try row["data_key"]
        prescriber = try row["prescriber_id"]
        isApproved = try row["is_approved"]
        inForce = try row["in_force"]
        needsAgreement = try row["needs_agreement"]
        let attested: String? = try row["attested_state"]
        guard let shipState = StateCode(try row["ship_state"] as String) else { throw NotFound() }
        self.shipState = shipState
        // A visit that was never begun has no place; it is not approved either.
        attestedState = attested.flatMap { StateCode($0) } ?? shipState
        let codes: [Int] = try row["lozenges"]
        lozenges = codes.compactMap { code in
            LozengeForm(strength: Milligrams(code / 10), pieces: code % 10)
        }
    }

    /// The protocol's preferred strength among those that can be had, whole where the start is whole; the first one
    /// where none can.
    func lozenge(for dosing: DosingProtocol) -> LozengeForm {
        let candidates = dosing.strengthsMg.map(Milligrams.init).flatMap { strength in
            lozenges.filter { $0.strength == strength }.flatMap { made in
                (1...made.pieces).compactMap { LozengeForm(strength: strength, pieces: $0) }
            }
        }
        let (start, maximum) = (Milligrams(dosing.startMg), Milligrams(dosing.automaticCeilingMg))
        let fitting = candidates.first { $0.represents(start) && $0.represents(maximum) }
        if let fitting { return fitting }
        guard let first = dosing.strengthsMg.first,
            let whole = LozengeForm(strength: Milligrams(first), pieces: 1)
        else { preconditionFailure("a protocol without strengths does not load") }
        return whole
    }
}
