import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

/// A prescription as the care team and its patient see it: with the people on it and its fills.
package struct PrescriptionView: Sendable {
    package let record: PrescriptionRecord
    package let patient: Patient
    package let prescriber: Prescriber
    package let fills: [FillLine]
    /// Lozenges that may be written for these doses.
    package let quantities: ClosedRange<Int>

    package var prescription: Prescription { record.prescription }

    /// Whom it is for.
    package struct Patient: Sendable {
        package let id: ID<Patients.Patient>
        package let handle: String
        package let name: PersonName
    }

    /// Whose it is.
    package struct Prescriber: Sendable {
        package let id: UUID
        package let handle: String
        /// With credentials: `Mei Lin, MD`.
        package let name: String
    }

    /// One supply under it.
    package struct FillLine: Sendable, Decodable {
        package let id: String
        package let number: Int
        package let state: String
        package let quantity: Int?
        package let notBefore: String
        package let hold: String?
    }
}

/// A page of prescriptions, the latest first.
package struct PrescriptionPage: Sendable {
    package let prescriptions: [PrescriptionView]
    /// Where the next page starts; `nil` on the last.
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: UUID
    }
}

extension CarePath {
    /// Reads a row of the corridor's view of prescriptions.
    func prescriptionView(_ row: Row) throws -> PrescriptionView {
        let key = try keyring.unwrap(try row["patient_data_key"])
        let record = try PrescriptionRecord(row, sealedWith: key)
        let patient = ID<Patient>(record.prescription.patient)
        let fills: JSONText = try row["fills"]
        let terms = record.prescription.terms
        return PrescriptionView(
            record: record,
            patient: .init(
                id: patient, handle: try row["patient_handle"],
                name: try Patient.openName(row, of: patient, keyring: keyring)),
            prescriber: .init(
                id: record.prescription.prescriber, handle: try row["prescriber_handle"],
                name: try prescriberName(row, of: record.prescription.prescriber)),
            fills: try fills.decoded(),
            quantities: program.dosing.quantities(from: terms.start, to: terms.maximum, with: terms.lozenge))
    }

    /// A prescriber's name as it stands on a prescription, from a row that joined `account` and `prescriber`.
    func prescriberName(_ row: Row, of prescriber: UUID) throws -> String {
        let name = try StaffMember.openName(
            row, column: "prescriber_name", of: prescriber, keyring: keyring)
        return "\(name), \(try row["credentials"] as String)"
    }

    /// A prescription as it now stands, for the answer to a change.
    func prescriptionView(
        of id: ID<Prescription>, on connection: Connection
    ) throws -> PrescriptionView {
        let view = try connection.fetchFirst(
            Self.selectPrescription(id), "prescription.view", decode: prescriptionView)
        guard let view else { throw NotFound() }
        return view
    }

    /// One prescription. The reading is audited.
    package func prescription(_ id: ID<Prescription>, by actor: Actor) async throws -> PrescriptionView {
        let audit = AuditEntry(
            "prescription.read", .init("prescription", id.uuid), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectPrescription(id), audit: audit.insert, "prescription.one",
            decode: prescriptionView)
        guard let view = found.first else { throw NotFound() }
        return view
    }

    /// A patient's prescriptions, the latest first; to the patient only what was signed. The reading is audited.
    package func prescriptions(
        of patient: ID<Patient>, after cursor: PrescriptionPage.Position?, limit: Int, by actor: Actor
    ) async throws -> PrescriptionPage {
        let isOwn = actor == .patient(patient.uuid)
        let audit = AuditEntry(
            "prescription.list", .init("prescription"), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor,
            Self.selectPrescriptions(of: patient, signedOnly: isOwn, after: cursor, limit: limit + 1),
            audit: audit.insert, durable: !isOwn, "prescription.page", decode: prescriptionView)
        return PrescriptionPage(
            prescriptions: Array(found.prefix(limit)),
            next: found.count > limit
                ? found.prefix(limit).last.map { .init(at: $0.record.draftedAt, id: $0.prescription.id.uuid) }
                : nil)
    }

    /// The id behind a handle such as `rx-4m9xd`.
    package func prescriptionID(handle: String, by actor: Actor) async throws -> ID<Prescription> {
        let found = try await database.read(
            by: actor, Prescription.selectID(handle: handle), "prescription.handle"
        ) { row in
            let id: ID<Prescription> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }
}
