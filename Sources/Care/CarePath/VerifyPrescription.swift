import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

extension CarePath {
    /// Whether a signed prescription is still what was signed, check by check. The reading is audited.
    ///
    /// - Throws: `PrescriptionRefusal.notSigned` where there is nothing to verify.
    package func verifyPrescription(_ id: ID<Prescription>, by actor: Actor) async throws -> SignatureCheck {
        let audit = AuditEntry(
            "prescription.verify", .init("prescription", id.uuid), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectArchive(of: id), audit: audit.insert, "prescription.archive"
        ) { row in
            let key = try keyring.unwrap(try row["data_key"])
            let sealed: Sealed<Data>? = try row["archive"]
            return (
                try PrescriptionRecord(row, sealedWith: key),
                try? sealed?.open(with: key, at: PrescriptionArchive.place(of: id))
            )
        }
        guard let (record, archive) = found.first else { throw NotFound() }
        guard let signature = record.signature else { throw PrescriptionRefusal.notSigned }
        return SignatureCheck(record, signature, archive: archive, key: prescriptionOffice.key)
    }
}
