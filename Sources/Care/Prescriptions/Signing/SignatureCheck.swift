import Clinic
import Clocks
import Crypto
import Foundation

/// Whether a signed prescription is still what was signed.
package struct SignatureCheck: Sendable, Hashable {
    /// Whether the archive could be opened with the patient's key and read.
    package let isArchiveReadable: Bool
    /// Whether its bytes have the stored SHA-256.
    package let isHashRight: Bool
    /// Whether the stored signature is the key's over the bytes; `nil` for a key that this installation has not.
    package let isSignatureRight: Bool?
    /// Columns of the record that say something else than the archive.
    package let differences: [String]

    package var isIntact: Bool {
        isArchiveReadable && isHashRight && isSignatureRight == true && differences.isEmpty
    }

    /// - Parameter archive: the opened bytes; `nil` where they could not be opened.
    package init(
        _ record: PrescriptionRecord, _ signature: PrescriptionRecord.Signature, archive: Data?,
        key: PrescriptionSigningKey
    ) {
        let content = archive.flatMap { try? JSONDecoder().decode(PrescriptionArchive.self, from: $0) }
        isArchiveReadable = content != nil
        isHashRight = archive.map { Data(SHA256.hash(data: $0)) == signature.sha256 } ?? false
        isSignatureRight = archive.map { key.verifies(signature.bytes, over: $0, by: signature.key) } ?? false
        differences = content.map { Self.differences(of: record, signature, from: $0) } ?? []
    }

    private static func differences(
        of record: PrescriptionRecord, _ signature: PrescriptionRecord.Signature,
        from archive: PrescriptionArchive
    ) -> [String] {
        let stored = PrescriptionArchive.Face(
            record.prescription, drug: record.drug, form: record.form, daysSupply: record.daysSupply,
            delivery: record.delivery.rawValue, patient: archive.face.patient,
            prescriber: archive.face.prescriber)
        func pair<Value: Equatable>(
            _ name: String, _ left: Value, _ right: Value
        ) -> String? { left == right ? nil : name }
        let (signed, event) = (archive.face, archive.event)
        return [
            pair("id", stored.id, signed.id), pair("patient", stored.patientId, signed.patientId),
            pair("prescriber", stored.prescriberId, signed.prescriberId),
            pair("consult", stored.consultId, signed.consultId),
            pair("protocol", stored.dosingProtocol, signed.dosingProtocol),
            pair("drug", stored.drug, signed.drug),
            pair("form", stored.form, signed.form), pair("strengthMg", stored.strengthMg, signed.strengthMg),
            pair("pieces", stored.pieces, signed.pieces), pair("startMg", stored.startMg, signed.startMg),
            pair("maximumMg", stored.maximumMg, signed.maximumMg),
            pair("quantity", stored.quantity, signed.quantity),
            pair("daysSupply", stored.daysSupply, signed.daysSupply),
            pair("refills", stored.refills, signed.refills),
            pair("standingOrder", stored.standingOrder, signed.standingOrder),
            pair("legalBasis", stored.legalBasis, signed.legalBasis),
            pair("shipState", stored.shipState, signed.shipState),
            pair("attestedState", stored.attestedState, signed.attestedState),
            pair("delivery", stored.delivery, signed.delivery),
            pair("directions", stored.directions, signed.directions),
            pair("reasonForCompounding", stored.reasonForCompounding, signed.reasonForCompounding),
            pair("adultPresent", stored.adultPresent, signed.adultPresent),
            pair("replaces", stored.replaces, signed.replaces),
            pair("pdmpQuery", signature.monitoringQuery.lowercase, archive.evidence.pdmpQueryId),
            pair("signedAt", signature.signedAt.rfc3339, event.signedAt),
            pair("issuedOn", signature.issuedOn.description, event.issuedOn),
            pair("lastFillOn", signature.lastFillOn.description, event.lastFillOn),
            pair("secondFactorStep", signature.secondFactorStep, event.secondFactorStep),
        ].compactMap(\.self)
    }
}
