import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

/// A patient's consents: each document in force, and whether they have signed it.
package struct ConsentsView: Sendable {
    package let documents: [Line]

    /// One document, and the signature under the version in force.
    package struct Line: Sendable {
        package let document: ConsentDocument
        package let signedAt: Instant?
        /// When the last signature was taken back, where none holds.
        package let withdrawnAt: Instant?
    }

    init(_ signed: [Consent], _ book: ConsentBook) {
        documents = book.documents.map { document in
            let own = signed.filter { $0.document == document.name }
            let held = own.first { $0.version == document.version && $0.withdrawnAt == nil }
            return Line(
                document: document, signedAt: held?.signedAt,
                withdrawnAt: held == nil ? own.lazy.compactMap(\.withdrawnAt).first : nil)
        }
    }
}

extension CarePath {
    /// What a patient has signed and what is due. The reading is audited; a patient's own does not wait for the disk.
    package func consents(of patient: ID<Patient>, by actor: Actor) async throws -> ConsentsView {
        let audit = AuditEntry(
            "consents.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let signed = try await database.read(
            by: actor, Consent.select(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "consent.list", decode: Consent.init)
        return ConsentsView(signed, program.consents)
    }

    /// A patient signs one document: the version in force, the very text that they were shown, with their name as they
    /// type it.
    package func signConsent(
        _ name: String, version: Int, sha256: String, as signature: String, of patient: ID<Patient>,
        once: Once<ConsentsView>?, by actor: Actor
    ) async throws -> OnceOutcome<ConsentsView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let document = program.consents[name] else { throw NotFound() }
            guard document.version == version, let language = document.language(of: sha256) else {
                throw ConsentRefusal.notTheTextInForce
            }
            let person = try lockPerson(patient, on: connection, now: now)
            try Consent.sign(
                document, in: language, as: signature, of: person.id, person.key, on: connection, now: now)
            try tell(
                .consentSigned, ["document": document.title.said(in: person.patient.preferences.language)],
                to: patient, on: connection, now: now)
            return try changedConsents(
                "sign", document, of: person, by: actor, on: connection, now: now)
        }
    }

    /// A patient takes a consent back, where that may be.
    package func withdrawConsent(
        _ name: String, of patient: ID<Patient>, once: Once<ConsentsView>?, by actor: Actor
    ) async throws -> OnceOutcome<ConsentsView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let document = program.consents[name] else { throw NotFound() }
            guard document.isWithdrawable else { throw ConsentRefusal.notWithdrawable }
            let person = try lockPerson(patient, on: connection, now: now)
            guard try Consent.withdraw(name, of: person.id, on: connection, now: now) > 0 else {
                throw ConsentRefusal.notSigned
            }
            try tell(
                .consentWithdrawn, ["document": document.title.said(in: person.patient.preferences.language)],
                to: patient, on: connection, now: now)
            return try changedConsents(
                "withdraw", document, of: person, by: actor, on: connection, now: now)
        }
    }

    private func changedConsents(
        _ verb: String, _ document: ConsentDocument, of person: IntakePerson, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> ConsentsView {
        try AuditEntry(
            "consent.\(verb)", .init("consent"), patient: person.id,
            detail: ["document": "\(document.name)|\(document.version)"], by: actor, at: now
        ).record(on: connection)
        let signed = try connection.fetch(
            Consent.select(of: person.id), "consent.list", decode: Consent.init)
        return ConsentsView(signed, program.consents)
    }
}
