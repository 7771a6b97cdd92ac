import Access
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety
import Sealing

extension CarePath {
    /// A person becomes a patient: account, record, timeline, the review where the screening needs one, and the
    /// first sign-in code on its way, in one transaction.
    ///
    /// Where a patient has this e-mail already, nothing is made and that patient gets the code; the answer is the
    /// same, so that nobody learns from it who is a patient. Of many registrations with one e-mail or on one
    /// screening at the same time, the database lets a single one through.
    package func register(_ registration: Registration, once: Once<CodeRequested>?) async throws
        -> OnceOutcome<CodeRequested>
    {
        let (key, wrapped) = try keyring.makeDataKey()
        return try await exactlyOnce(once, by: .anonymous) { connection, now in
            let kept = try Screening.find(ID(registration.screening), keyring: keyring, on: connection)
            guard var screening = kept?.screening else { throw RegistrationRefusal.screeningUnknown }
            let patient = ID<Patient>(at: now)
            let admission = try screening.used(by: patient.uuid, at: now)
            try registration.check(
                screenedBirthDate: kept?.birthDate, screenedState: kept?.state,
                zones: program.zones.zones(of: registration.state))
            let opening = try PatientAccount.open(
                id: patient.uuid, email: registration.contact.email, phone: registration.contact.phone,
                keyring: keyring, on: connection, now: now)
            switch opening {
            case .opened:
                let standing: Standing = if case .openReview = admission { .inReview } else { .qualified }
                do {
                    try Patient.insert(
                        registration, as: patient, standing: standing, sealedWith: key, kept: wrapped,
                        keyring: keyring, on: connection, now: now)
                } catch PostgresError.uniqueViolation("patient_screening_key") {
                    throw Screening.Refusal.usedByAnother
                }
                try welcome(patient, standing, because: screening.result.ruleIds, on: connection, now: now)
            case .emailTaken:
                break
            }
            let address = SignInAddress.email(registration.contact.email)
            return try sendCode(to: address, in: registration.preferences.language, on: connection, now: now)
        }
    }

    /// What a new patient finds: the first lines of the timeline, and the care team's task if there is one.
    private func welcome(
        _ patient: ID<Patient>, _ standing: Standing, because rules: [String], on connection: Connection,
        now: Instant
    ) throws {
        try tell(.registered, to: patient, on: connection, now: now)
        if standing == .inReview {
            try WorkItem.open(
                .screeningReview, about: patient.description, of: patient.uuid, reasons: rules,
                due: try program.workItems.due(.screeningReview, arisingAt: now), on: connection, now: now)
            try tell(.screeningInReview, to: patient, on: connection, now: now)
        }
        try lookForDuplicates(of: patient, on: connection, now: now)
        try AuditEntry(
            "patient.register", .init("patient", patient.uuid), patient: patient.uuid,
            detail: ["standing": standing.rawValue], by: .anonymous, at: now
        ).record(on: connection)
    }
}
