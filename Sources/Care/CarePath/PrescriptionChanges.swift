import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Safety
import Sealing

extension CarePath {
    /// Somebody changes a draft, if it is still at `version`. What was marked ready has to be looked at again.
    ///
    /// - Throws: `Stale` if it is not; `PrescriptionRefusal.termsWrong` for what the protocol does not allow.
    package func changePrescription(
        _ id: ID<Prescription>, by change: PrescriptionChange, from version: Int, actor: Actor
    ) async throws -> PrescriptionView {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            var (prescription, patient) = try lockPrescription(id, on: connection)
            guard prescription.version == version else { throw Stale() }
            try requireProtocol(of: prescription)
            let terms = try prescription.terms.changed(by: change, under: program.dosing)
            if case .changed = try prescription.change(to: terms) {
                try prescription.saveDraft(sealedWith: patient.key, on: connection)
                try auditPrescription("change", prescription, by: actor, on: connection, now: now)
            }
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// Somebody looked at everything and found it ready for its prescriber.
    package func markPrescriptionReady(
        _ id: ID<Prescription>, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            try Self.lock(id, on: connection)
            guard let desk = try signingDesk(of: id, on: connection, now: now) else { throw NotFound() }
            guard desk.isProtocolApproved else { throw PrescriptionRefusal.protocolNotApproved }
            var prescription = desk.record.prescription
            try requireProtocol(of: prescription)
            let mark = Prescription.ReadyMark(
                by: caller.actor.databaseSetting, at: now, sha256: try desk.face.sha256)
            if case .changed = try prescription.markReady(mark) {
                try prescription.saveDraft(sealedWith: desk.key, on: connection)
                try auditPrescription("ready", prescription, by: caller.actor, on: connection, now: now)
            }
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// Nobody will sign this draft; the task to prepare it ends with it.
    package func voidPrescription(
        _ id: ID<Prescription>, because reason: String, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            var (prescription, patient) = try lockPrescription(id, on: connection)
            let end = Prescription.End(by: caller.actor.databaseSetting, at: now, reason: reason)
            if case .changed = try prescription.void(end) {
                try prescription.saveDraft(sealedWith: patient.key, on: connection)
                try settleDraft(of: prescription, as: "void", by: caller.actor, on: connection, now: now)
                try auditPrescription("void", prescription, by: caller.actor, on: connection, now: now)
            }
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// Ends the task to prepare a prescription, queued.
    func settleDraft(
        of prescription: Prescription, as outcome: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        try WorkItem.settle(
            .prescriptionDraft, about: prescription.consult.uuidString.lowercased(), as: outcome, by: actor,
            on: connection, now: now)
    }

    /// Locks patient and prescription, in this order, queued.
    static func lock(_ id: ID<Prescription>, on connection: Connection) throws {
        try connection.execute(lockPatient(of: id), "prescription.lockPatient")
        try Prescription.lock(id, on: connection)
    }

    /// The prescription and its patient's key, both rows locked until the transaction ends.
    func lockPrescription(
        _ id: ID<Prescription>, on connection: Connection
    ) throws -> (Prescription, (id: ID<Patient>, key: SealingKey)) {
        try Self.lock(id, on: connection)
        let found = try connection.fetchFirst(Self.selectArchive(of: id), "prescription.locked") { row in
            let key = try keyring.unwrap(try row["data_key"])
            return (try PrescriptionRecord(row, sealedWith: key).prescription, key)
        }
        guard let (prescription, key) = found else { throw NotFound() }
        return (prescription, (ID(prescription.patient), key))
    }

    /// A draft of an earlier version of the protocol is drafted anew, never carried over.
    func requireProtocol(of prescription: Prescription) throws(PrescriptionRefusal) {
        guard prescription.dosingProtocol == program.dosing.reference else { throw .protocolUnknown }
    }
}
