import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

/// What lies on the prescriber's desk at the signature: the prescription, the people on it, and all that it rests on.
struct SigningDesk {
    let record: PrescriptionRecord
    let patient: Patient
    let key: SealingKey
    let face: PrescriptionArchive.Face
    let prescriber: SigningFacts.PrescriberFacts
    let consult: SigningFacts.ConsultFacts?
    let query: (id: UUID, at: Instant)?
    let hasSevereFlag: Bool
    let isFirst: Bool
    let others: [ID<Prescription>]
    let pharmacyCoversBoth: Bool
    let consents: [PrescriptionArchive.Consent]
    let isProtocolApproved: Bool
    /// A treatment is under way, which goes on under what is signed.
    let hasTreatment: Bool
}

extension CarePath {
    /// Reads the desk; the rows were locked before, so what it says holds until the transaction ends.
    func signingDesk(
        of id: ID<Prescription>, on connection: Connection, now: Instant
    ) throws -> SigningDesk? {
        let people = try connection.fetch(
            Patient.select(among: Self.selectPatient(of: id)), "prescription.patient"
        ) { row in (try Patient(row, keyring: keyring), try keyring.unwrap(try row["data_key"])) }
        guard let (patient, key) = people.first else { return nil }
        return try connection.fetchFirst(
            Self.selectSigningDesk(
                of: id, on: program.today(at: now), under: program.dosing, sha256: program.dosingSHA256),
            "prescription.desk"
        ) { row in
            try SigningDesk(
                row, of: patient, prescriberName: prescriberName(row, of: try row["prescriber_id"]),
                sealedWith: key)
        }
    }

    /// The desk as the gates see it, for this signer at this moment.
    func signingFacts(
        _ desk: SigningDesk, signer: UUID, eligibility: SigningFacts.EligibilityFacts?, now: Instant
    ) throws -> SigningFacts {
        SigningFacts(
            signer: signer, now: now, today: program.today(at: now), prescription: desk.record.prescription,
            dosing: program.dosing, basis: program.legalBases[desk.record.prescription.terms.legalBasis],
            prescriber: desk.prescriber, consult: desk.consult, pdmpQueriedAt: desk.query?.at,
            eligibility: eligibility, hasSevereFlag: desk.hasSevereFlag,
            hasSupervisedConsent: desk.consents.contains {
                $0.document == program.dosing.supervisedConsent
            },
            isFirst: desk.isFirst, others: desk.others, contentSHA256: try desk.face.sha256,
            pharmacyCoversBoth: desk.pharmacyCoversBoth)
    }
}

extension SigningDesk {
    init(_ row: Row, of patient: Patient, prescriberName: String, sealedWith key: SealingKey) throws {
        let record = try PrescriptionRecord(row, sealedWith: key)
        let address: JSONText = try row["prescriber_address"]
        self.record = record
        self.patient = patient
        self.key = key
        face = PrescriptionArchive.Face(
            record.prescription, drug: record.drug, form: record.form, daysSupply: record.daysSupply,
            delivery: record.delivery.rawValue,
            patient: .init(
                name: patient.name.full, address: patient.address, birthDate: patient.birthDate.description),
            prescriber: .init(
                name: prescriberName, address: try address.decoded(), npi: try row["npi"]))
        prescriber = .init(
            licence: try row["licence"], shipStateLicence: try row["ship_licence"],
            registration: try row["registration"], anyRegistration: try row["any_registration"])
        consult = try Self.consult(row)
        let queryID: UUID? = try row["query_id"]
        let queriedAt: Instant? = try row["queried_at"]
        query = queryID.flatMap { id in queriedAt.map { (id, $0) } }
        hasSevereFlag = try row["has_severe_flag"]
        isFirst = try row["is_first"]
        others = try row["others"]
        pharmacyCoversBoth = try row["pharmacy_covers"]
        let consents: JSONText = try row["consents"]
        self.consents = try consents.decoded()
        isProtocolApproved = try row["is_protocol_approved"]
        hasTreatment = try row["has_treatment"]
    }

    private static func consult(_ row: Row) throws -> SigningFacts.ConsultFacts? {
        let patient: UUID? = try row["consult_patient"]
        guard let patient else { return nil }
        return .init(
            patient: patient, prescriber: try row["consult_prescriber"],
            completedAt: try row["consult_completed_at"], isByVideo: try row["is_by_video"],
            hasSignedNote: try row["has_note"], isIdentityConfirmed: try row["is_identified"],
            attestedState: try row["consult_state"])
    }
}
