import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Postgres
import Prescriptions
import Sealing

/// What a signature needs of the people and the program around it.
extension TestClinic {
    /// An authenticator of somebody of the care team, as enrolment leaves it.
    package func authenticator(of caller: Caller) async throws -> TOTPSecret {
        let totp = TOTPSecret()
        let hash = try await carePath.access.passwords.hash("seven quiet herons \(caller.accountID)")
        let credential = StaffCredential(account: caller.accountID, password: hash, totp: totp)
        let (now, keyring) = (clock.now, keyring)
        try await database.transaction(by: Actor.system("test")) { connection in
            try credential.save(step: 0, keyring: keyring, on: connection, now: now)
        }
        return totp
    }

    /// What an authenticator shows now.
    package func code(of totp: TOTPSecret) -> String { totp.code(atStep: TOTPSecret.step(at: clock.now)) }

    /// A medical director approves the protocol that the program has.
    package func approveProtocol() async throws {
        let director = try await colleague("dana-\(UUID().uuidString.prefix(8))", [.medicalDirector])
        let dosing = carePath.program.dosing
        _ = try await carePath.approveProtocol(
            dosing.slug, version: dosing.version, sha256: carePath.program.dosingSHA256, once: nil,
            by: director)
    }

    /// Somebody looks into the state's monitoring program for a patient, now.
    package func lookIntoMonitoring(of person: Person, in state: String = "AZ") async throws {
        guard let state = StateCode(state) else { throw Unexpected() }
        _ = try await carePath.recordMonitoring(
            MonitoringReport(
                state: state, queriedAt: clock.now,
                content: .init(reference: "AZ-1", finding: "Nothing controlled in 12 months.")),
            of: person.patient, once: nil, by: person.prescriber)
    }

    /// A prescription ready for the signature, with all that the gates ask for.
    package func readyPrescription(of person: Person) async throws -> ID<Prescription> {
        try await approveProtocol()
        try await lookIntoMonitoring(of: person)
        let drafted = try await carePath.draftPrescription(
            for: person.consult, once: nil, by: person.prescriber)
        guard case .fresh(let view, _) = drafted else { throw Unexpected() }
        _ = try await carePath.markPrescriptionReady(view.prescription.id, once: nil, by: person.prescriber)
        return view.prescription.id
    }
}
