import Clinic
import Clocks
import Foundation
import Prescriptions
import Testing

/// Prescriptions and facts that are right, to be spoiled one thing at a time.
enum Fixture {
    /// A Saturday in November 2026.
    static let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)
    static let person = UUID()
    static let prescriber = UUID()
    static let hash = Data(repeating: 7, count: 32)
    static let end = Prescription.End(by: "staff:x", at: now, reason: "why")

    static func terms(maximum: Int = 45, quantity: Int = 81, adult: String? = nil) throws -> PrescriptionTerms
    {
        PrescriptionTerms(
            lozenge: try Delivered.lozenge(15), start: Milligrams(15), maximum: Milligrams(maximum),
            quantity: quantity, refills: 5, standingOrder: true, legalBasis: .telemedicineFlexibility,
            content: PrescriptionContent(
                directions: "In the cheek.", reasonForCompounding: "None approved.", adultPresent: adult))
    }

    static func prescription(
        _ state: Prescription.State = .ready, terms: PrescriptionTerms? = nil, shipState: String = "AZ",
        attestedState: String = "AZ", replaces: ID<Prescription>? = nil
    ) throws -> Prescription {
        Prescription(
            id: ID(at: now), patient: person, prescriber: prescriber, consult: UUID(),
            dosingProtocol: "daily-low-dose|1", shipState: try #require(StateCode(shipState)),
            attestedState: try #require(StateCode(attestedState)), replaces: replaces,
            terms: try terms ?? Self.terms(),
            state: state, ready: state == .draft ? nil : .init(by: "staff:x", at: now, sha256: hash))
    }

    static func facts(_ prescription: Prescription? = nil) throws -> SigningFacts {
        SigningFacts(
            signer: prescriber, now: now, today: try #require(LocalDate("2026-11-21")),
            prescription: try prescription ?? Self.prescription(), dosing: try Delivered.dosing,
            basis: try Delivered.bases[.telemedicineFlexibility],
            prescriber: .init(
                licence: "AZ-1001", shipStateLicence: "AZ-1001", registration: "BL1234563",
                anyRegistration: "BL1234563"),
            consult: .init(
                patient: person, prescriber: prescriber, completedAt: now - .hours(2), isByVideo: true,
                hasSignedNote: true, isIdentityConfirmed: true, attestedState: "AZ"),
            pdmpQueriedAt: now - .hours(1),
            eligibility: .init(
                evaluatedAt: now - .hours(24), allows: true, unanswered: [], rejected: [],
                areConsentsCurrent: true),
            hasSevereFlag: false, hasSupervisedConsent: false, isFirst: true, others: [],
            contentSHA256: hash, pharmacyCoversBoth: true)
    }
}
