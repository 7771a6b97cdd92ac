import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

extension CarePath {
    /// A navigator corrects a name or a birth date, having seen a document. The rules are asked again (E1), drafts are
    /// voided, and a signed prescription is to be replaced; until then nothing is released under it.
    ///
    /// - Throws: `CorrectionRefusal`; `RecordEnded`; `NotFound`.
    package func correct(
        _ patient: ID<Patient>, _ correction: Correction, once: Once<CorrectionRecord>?, by caller: Caller
    ) async throws -> OnceOutcome<CorrectionRecord> {
        let actor = caller.actor
        return try await exactlyOnce(once, by: actor) { connection, now in
            let person = try changing(patient, on: connection)
            try correction.check(against: person.patient, today: program.today(at: now))
            let id = ID<Correction>(at: now).uuid
            try correction.apply(
                as: id, to: person, by: caller.accountID, keyring: keyring, on: connection, now: now)
            let reason = "\(correction.change.field.rawValue)Corrected"
            let written = try connection.fetchFirst(
                Self.selectWrittenFor(patient), "correction.written"
            ) { row in (drafts: try row["drafts"] as [UUID], signed: try row["signed"] as [UUID]) }
            try voidDrafts(written?.drafts ?? [], because: reason, by: actor, on: connection, now: now)
            for prescription in written?.signed ?? [] {
                try askForReplacement(
                    of: prescription, patient: patient, because: reason, on: connection, now: now)
            }
            try tell(.recordCorrected, to: patient, on: connection, now: now)
            try AuditEntry(
                "patient.correct", .init("patientCorrection", id), patient: patient.uuid,
                detail: [
                    "field": correction.change.field.rawValue, "document": correction.document.rawValue,
                ],
                by: actor, at: now
            ).record(on: connection)
            try evaluateIfKnown(patient, by: actor, on: connection, now: now)
            try lookForDuplicates(of: patient, on: connection, now: now)
            let record = try connection.fetchFirst(
                CorrectionRecord.select(of: patient), "correction.list",
                decode: { try CorrectionRecord($0, keyring: keyring) })
            guard let record else { throw NotFound() }
            return record
        }
    }

    /// What of a record was corrected, the latest first. The reading is audited.
    package func corrections(of patient: ID<Patient>, by actor: Actor) async throws -> [CorrectionRecord] {
        let audit = AuditEntry(
            "correction.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now
        )
        return try await database.read(
            by: actor, CorrectionRecord.select(of: patient), audit: audit.insert, "correction.list"
        ) { try CorrectionRecord($0, keyring: keyring) }
    }
}
