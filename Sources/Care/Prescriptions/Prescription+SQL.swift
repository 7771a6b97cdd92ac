import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Prescription {
    /// A new draft; waits for the database's word: `prescription_one_of_a_consult` lets a visit lead to one.
    package func insert(
        under dosing: DosingProtocol, delivery: PrescriptionOffice.Delivery, sealedWith key: SealingKey,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        do {
            try connection.run(
                """
                INSERT INTO prescription (id, patient_id, prescriber_id, consult_id, state, protocol, drug, form,
                    strength_mg, pieces, start_mg, maximum_mg, quantity, days_supply, refills, standing_order,
                    legal_basis, ship_state, attested_state, delivery, content, replaces, drafted_by, drafted_at,
                    version)
                VALUES (\(id), \(patient), \(prescriber), \(consult), \(state), \(dosingProtocol), \(dosing.drug),
                    \(dosing.form), \(terms.lozenge.strength), \(terms.lozenge.pieces), \(terms.start),
                    \(terms.maximum), \(terms.quantity), \(dosing.daysSupply), \(terms.refills),
                    \(terms.standingOrder), \(terms.legalBasis), \(shipState.code), \(attestedState.code),
                    \(delivery), \(try sealedContent(with: key)), \(replaces), \(actor.databaseSetting), \(now),
                    \(version))
                """, "prescription.insert")
        } catch PostgresError.uniqueViolation("prescription_one_of_a_consult") {
            throw PrescriptionRefusal.alreadyDrafted
        }
    }

    /// Locks the row until the transaction ends, queued. Lock the patient before it, its fills after it.
    package static func lock(_ id: ID<Prescription>, on connection: Connection) throws {
        try connection.execute("SELECT 1 FROM prescription WHERE id = \(id) FOR UPDATE", "prescription.lock")
    }

    /// The record for reading, or after `lock` for a change.
    package static func select(_ id: ID<Prescription>) -> SQL {
        "SELECT \(fragment: columns) FROM prescription WHERE id = \(id)"
    }

    /// Writes a draft's terms and state, queued.
    package func saveDraft(sealedWith key: SealingKey, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE prescription
            SET state = \(state), strength_mg = \(terms.lozenge.strength), pieces = \(terms.lozenge.pieces),
                start_mg = \(terms.start), maximum_mg = \(terms.maximum), quantity = \(terms.quantity),
                refills = \(terms.refills), standing_order = \(terms.standingOrder),
                legal_basis = \(terms.legalBasis), content = \(try sealedContent(with: key)),
                ready_by = \(ready?.by), ready_at = \(ready?.at), ready_sha256 = \(ready?.sha256),
                ended_by = \(end?.by), ended_at = \(end?.at), end_reason = \(end?.reason), version = \(version)
            WHERE id = \(id)
            """, "prescription.saveDraft")
    }

    /// Writes what a signature fixes, and waits: `prescription_one_in_force` and `prescription_second_factor_once`
    /// have the last word.
    package func saveSigned(
        _ signature: PrescriptionRecord.Signature, archive: Sealed<Data>, on connection: Connection
    ) throws {
        do {
            try connection.run(
                """
                UPDATE prescription
                SET state = \(state), pdmp_query_id = \(signature.monitoringQuery), signed_at = \(signature.signedAt),
                    issued_on = \(signature.issuedOn), last_fill_on = \(signature.lastFillOn), archive = \(archive),
                    archive_sha256 = \(signature.sha256), signature = \(signature.bytes),
                    signing_key = \(signature.key), second_factor_step = \(signature.secondFactorStep),
                    version = \(version)
                WHERE id = \(id)
                """, "prescription.saveSigned")
        } catch PostgresError.uniqueViolation("prescription_one_in_force") {
            throw PrescriptionRefusal.gatesClosed([ClosedGate(.anotherInForce)])
        } catch PostgresError.uniqueViolation("prescription_second_factor_once") {
            throw PrescriptionRefusal.codeUsed
        }
    }

    /// Writes the state of a signed prescription, queued; nothing else of it changes any more.
    package func saveState(on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE prescription
            SET state = \(state), ended_by = \(end?.by), ended_at = \(end?.at), end_reason = \(end?.reason),
                version = \(version)
            WHERE id = \(id)
            """, "prescription.saveState")
    }

    /// The id behind a handle.
    package static func selectID(handle: String) -> SQL {
        "SELECT id FROM prescription WHERE handle = \(handle)"
    }

    /// What `PrescriptionRecord` reads, of the table under its own name.
    package static let columns: SQL = """
        prescription.id, prescription.handle, prescription.patient_id, prescription.prescriber_id,
        prescription.consult_id, prescription.state, prescription.protocol, prescription.drug, prescription.form,
        prescription.strength_mg, prescription.pieces, prescription.start_mg, prescription.maximum_mg,
        prescription.quantity, prescription.days_supply, prescription.refills, prescription.standing_order,
        prescription.legal_basis, prescription.ship_state, prescription.attested_state, prescription.delivery,
        prescription.content, prescription.replaces, prescription.drafted_by, prescription.drafted_at,
        prescription.ready_by, prescription.ready_at, prescription.ready_sha256, prescription.pdmp_query_id,
        prescription.signed_at, prescription.issued_on, prescription.last_fill_on, prescription.archive_sha256,
        prescription.signature, prescription.signing_key, prescription.second_factor_step, prescription.ended_at,
        prescription.ended_by, prescription.end_reason, prescription.version
        """

    private func sealedContent(with key: SealingKey) throws -> Sealed<PrescriptionContent> {
        try Sealed(terms.content, with: key, at: PrescriptionContent.place(of: id.description))
    }
}
