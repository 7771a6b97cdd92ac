import Clinic
import Clocks
import Crypto
import Foundation
import Sealing

/// What was signed, whole and readable without the database: kept as canonical JSON (RFC 8785), never written again.
///
/// Milligrams and counts are integers, dates and instants text, so that equal content has equal bytes.
package struct PrescriptionArchive: Sendable, Hashable, Codable {
    package var face: Face
    package var evidence: Evidence
    package var event: Event

    package init(face: Face, evidence: Evidence, event: Event) {
        self.face = face
        self.evidence = evidence
        self.event = event
    }

    /// What stands on the prescription itself; its hash is what `ready` fixes and P10 compares.
    package struct Face: Sendable, Hashable, Codable {
        package var id, patientId, prescriberId, consultId, dosingProtocol: String
        package var drug, form, schedule, route: String
        package var strengthMg, pieces, startMg, maximumMg: Int
        package var startLabel, maximumLabel: String
        package var quantity, daysSupply, refills: Int
        package var standingOrder: Bool
        package var legalBasis, shipState, attestedState, delivery: String
        package var directions, reasonForCompounding: String
        package var adultPresent, replaces: String?
        package var patient: Person
        package var prescriber: Person

        /// SHA-256 of the canonical JSON.
        package var sha256: Data { get throws { Data(SHA256.hash(data: try CanonicalJSON.encode(self))) } }
    }

    /// A person as of the day.
    package struct Person: Sendable, Hashable, Codable {
        package var name: String
        package var address: PostalAddress
        /// Of the patient.
        package var birthDate: String?
        /// Of the prescriber.
        package var npi: String?

        package init(name: String, address: PostalAddress, birthDate: String? = nil, npi: String? = nil) {
            self.name = name
            self.address = address
            self.birthDate = birthDate
            self.npi = npi
        }
    }

    /// On what the signature rests.
    package struct Evidence: Sendable, Hashable, Codable {
        package var deaNumber, licenceState, licenceNumber: String
        package var pdmpQueryId, pdmpQueriedAt: String
        package var consultCompletedAt, eligibilityEvaluatedAt: String
        package var legalBasisWords: String
        package var consents: [Consent]
        package var protocolSha256: String

        package init(
            deaNumber: String, licenceState: String, licenceNumber: String, pdmpQueryId: String,
            pdmpQueriedAt: String, consultCompletedAt: String, eligibilityEvaluatedAt: String,
            legalBasisWords: String, consents: [Consent], protocolSha256: String
        ) {
            self.deaNumber = deaNumber
            self.licenceState = licenceState
            self.licenceNumber = licenceNumber
            self.pdmpQueryId = pdmpQueryId
            self.pdmpQueriedAt = pdmpQueriedAt
            self.consultCompletedAt = consultCompletedAt
            self.eligibilityEvaluatedAt = eligibilityEvaluatedAt
            self.legalBasisWords = legalBasisWords
            self.consents = consents
            self.protocolSha256 = protocolSha256
        }
    }

    /// A consent in force, by version and hash of its document.
    package struct Consent: Sendable, Hashable, Codable {
        package var document: String
        package var version: Int
        package var sha256: String
        package var signedAt: String
    }

    /// The act of signing.
    package struct Event: Sendable, Hashable, Codable {
        package var signedBy, signedAt, issuedOn, lastFillOn: String
        /// `totp`, and the step of the authenticator.
        package var secondFactor: String
        package var secondFactorStep: Int64
        package var gatesPassed: [String]

        package init(
            signedBy: String, signedAt: String, issuedOn: String, lastFillOn: String, secondFactor: String,
            secondFactorStep: Int64, gatesPassed: [String]
        ) {
            self.signedBy = signedBy
            self.signedAt = signedAt
            self.issuedOn = issuedOn
            self.lastFillOn = lastFillOn
            self.secondFactor = secondFactor
            self.secondFactorStep = secondFactorStep
            self.gatesPassed = gatesPassed
        }
    }

    /// Where the archived bytes are sealed.
    package static func place(of id: ID<Prescription>) -> SealedPlace {
        SealedPlace(table: "prescription", column: "archive", row: id.description)
    }
}

extension PrescriptionArchive.Face {
    /// The face of a prescription for these two people.
    package init(
        _ prescription: Prescription, drug: String, form: String, daysSupply: Int, delivery: String,
        patient: PrescriptionArchive.Person, prescriber: PrescriptionArchive.Person
    ) {
        let terms = prescription.terms
        self.init(
            id: prescription.id.description, patientId: prescription.patient.lowercase,
            prescriberId: prescription.prescriber.lowercase, consultId: prescription.consult.lowercase,
            dosingProtocol: prescription.dosingProtocol, drug: drug, form: form, schedule: "III",
            route: "sublingual", strengthMg: terms.lozenge.strength.count, pieces: terms.lozenge.pieces,
            startMg: terms.start.count, maximumMg: terms.maximum.count,
            startLabel: terms.lozenge.label(of: terms.start),
            maximumLabel: terms.lozenge.label(of: terms.maximum), quantity: terms.quantity,
            daysSupply: daysSupply, refills: terms.refills, standingOrder: terms.standingOrder,
            legalBasis: terms.legalBasis.rawValue, shipState: prescription.shipState.code,
            attestedState: prescription.attestedState.code, delivery: delivery,
            directions: terms.content.directions, reasonForCompounding: terms.content.reasonForCompounding,
            adultPresent: terms.content.adultPresent, replaces: prescription.replaces?.description,
            patient: patient, prescriber: prescriber)
    }
}

extension UUID {
    /// As PostgreSQL and the wire write it.
    package var lowercase: String { uuidString.lowercased() }
}
