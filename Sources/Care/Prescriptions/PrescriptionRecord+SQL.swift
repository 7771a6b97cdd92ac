import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension PrescriptionRecord {
    /// Opens a row of `Prescription.columns` with the patient's key.
    package init(_ row: Row, sealedWith key: SealingKey) throws {
        let id: ID<Prescription> = try row["id"]
        let content: Sealed<PrescriptionContent> = try row["content"]
        guard let lozenge = LozengeForm(strength: try row["strength_mg"], pieces: try row["pieces"]),
            let shipState = StateCode(try row["ship_state"] as String),
            let attestedState = StateCode(try row["attested_state"] as String)
        else { throw PrescriptionRowBroken() }
        let terms = PrescriptionTerms(
            lozenge: lozenge, start: try row["start_mg"], maximum: try row["maximum_mg"],
            quantity: try row["quantity"], refills: try row["refills"],
            standingOrder: try row["standing_order"], legalBasis: try row["legal_basis"],
            content: try content.open(with: key, at: PrescriptionContent.place(of: id.description)))
        prescription = Prescription(
            id: id, patient: try row["patient_id"], prescriber: try row["prescriber_id"],
            consult: try row["consult_id"], dosingProtocol: try row["protocol"], shipState: shipState,
            attestedState: attestedState, replaces: try row["replaces"], terms: terms,
            state: try row["state"], ready: try Self.ready(row), end: try Self.end(row),
            version: try row["version"])
        handle = try row["handle"]
        drug = try row["drug"]
        form = try row["form"]
        daysSupply = try row["days_supply"]
        delivery = try row["delivery"]
        draftedBy = try row["drafted_by"]
        draftedAt = try row["drafted_at"]
        signature = try Self.signature(row)
    }

    private static func ready(_ row: Row) throws -> Prescription.ReadyMark? {
        let by: String? = try row["ready_by"]
        let at: Instant? = try row["ready_at"]
        let sha256: Data? = try row["ready_sha256"]
        guard let by, let at, let sha256 else { return nil }
        return .init(by: by, at: at, sha256: sha256)
    }

    private static func end(_ row: Row) throws -> Prescription.End? {
        let by: String? = try row["ended_by"]
        let at: Instant? = try row["ended_at"]
        guard let by, let at else { return nil }
        let reason: String? = try row["end_reason"]
        return .init(by: by, at: at, reason: reason ?? "")
    }

    /// A CHECK holds that a signature is whole or not there.
    private static func signature(_ row: Row) throws -> Signature? {
        let signedAt: Instant? = try row["signed_at"]
        guard let signedAt else { return nil }
        return Signature(
            signedAt: signedAt, issuedOn: try row["issued_on"], lastFillOn: try row["last_fill_on"],
            monitoringQuery: try row["pdmp_query_id"], secondFactorStep: try row["second_factor_step"],
            sha256: try row["archive_sha256"], bytes: try row["signature"], key: try row["signing_key"])
    }
}

/// A prescription's row lacks what its state needs, though a CHECK forbids it.
package struct PrescriptionRowBroken: Error {}
