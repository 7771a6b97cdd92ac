import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// A signature under one document: which version and text, when, and until when it held.
package struct Consent: Sendable {
    package let id: ID<Consent>
    package let document: String
    package let version: Int
    package let sha256: String
    package let signedAt: Instant
    package let withdrawnAt: Instant?
}

extension Consent {
    /// A signature; waits for the database's word.
    ///
    /// - Throws: `ConsentRefusal.alreadySigned` where `consent_once` says so.
    package static func sign(
        _ document: ConsentDocument, in language: Language, as signature: String, of patient: UUID,
        _ key: SealingKey, on connection: Connection, now: Instant
    ) throws {
        let id = ID<Consent>(at: now)
        let sealed = try Sealed(
            signature, with: key,
            at: SealedPlace(table: "consent", column: "signature", row: id.description))
        do {
            try connection.run(
                """
                INSERT INTO consent (id, patient_id, document, document_version, sha256, language, signature, signed_at)
                VALUES (\(id), \(patient), \(document.name), \(document.version),
                    \(document.sha256(in: language)), \(language), \(sealed), \(now))
                """, "consent.sign")
        } catch PostgresError.uniqueViolation("consent_once") {
            throw ConsentRefusal.alreadySigned
        }
    }

    /// Takes back every version of a document that holds, and says how many there were.
    package static func withdraw(
        _ document: String, of patient: UUID, on connection: Connection, now: Instant
    ) throws -> Int {
        try connection.run(
            """
            UPDATE consent SET withdrawn_at = \(now)
            WHERE patient_id = \(patient) AND document = \(document) AND withdrawn_at IS NULL
            """, "consent.withdraw")
    }

    /// Every signature of a patient, the latest first.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT id, document, document_version, sha256, signed_at, withdrawn_at FROM consent
        WHERE patient_id = \(patient)
        ORDER BY signed_at DESC, id DESC
        """
    }

    /// Reads a row of `select`.
    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], document: try row["document"], version: try row["document_version"],
            sha256: try row["sha256"], signedAt: try row["signed_at"], withdrawnAt: try row["withdrawn_at"])
    }
}
