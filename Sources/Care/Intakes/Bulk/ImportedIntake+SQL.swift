import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension ImportedIntake {
    /// Takes lines over, all of them in one statement; those whose name the source has already are left as they are.
    ///
    /// - Returns: which were taken over.
    package static func insert(
        _ lines: [ImportedIntake], from source: String, rulesVersion: String, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> Set<UUID> {
        let found = try connection.fetch(
            """
            INSERT INTO imported_intake (id, source, ref, digest, status, outcome, rules, rules_version, flag, answers,
                imported_at, imported_by)
            SELECT id, \(source), ref, digest, status, outcome, string_to_array(rules, ' '), \(rulesVersion),
                nullif(flag, 0)::integer, answers, \(now), \(actor.databaseSetting)
            FROM unnest(\(lines.map(\.id.uuid)), \(lines.map(\.ref)), \(lines.map(\.digest)),
                \(lines.map(\.status.rawValue)), \(lines.map(\.outcome.rawValue)),
                \(lines.map { $0.rules.joined(separator: " ") }), \(lines.map { $0.flag?.severity ?? 0 }),
                \(lines.map(\.answers))) AS line (id, ref, digest, status, outcome, rules, flag, answers)
            ON CONFLICT ON CONSTRAINT imported_intake_once DO NOTHING
            RETURNING id
            """, "importedIntake.insert"
        ) { row in try row["id"] as UUID }
        return Set(found)
    }

    /// What the source has under these names: the hash of each line.
    package static func selectDigests(_ refs: [String], from source: String) -> SQL {
        "SELECT ref, digest FROM imported_intake WHERE source = \(source) AND ref = ANY (\(refs))"
    }

    /// One that is to become a patient's, locked: its id, its answers, and whether it is somebody's already.
    package static func lock(
        _ ref: String, from source: String, keyring: Keyring, on connection: Connection
    ) throws -> (id: ID<ImportedIntake>, answers: String, isClaimed: Bool)? {
        try connection.fetchFirst(
            """
            SELECT id, answers, patient_id IS NOT NULL AS is_claimed FROM imported_intake
            WHERE source = \(source) AND ref = \(ref)
            FOR UPDATE
            """, "importedIntake.lock"
        ) { row in
            let id: ID<ImportedIntake> = try row["id"]
            let answers: Sealed<String> = try row["answers"]
            return (id, try answers.open(with: keyring, at: place(id)), try row["is_claimed"])
        }
    }

    /// It is the patient's from now on, queued.
    package static func claim(
        _ id: ID<ImportedIntake>, as intake: UUID, of patient: UUID, by actor: Actor,
        on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE imported_intake
            SET patient_id = \(patient), intake_id = \(intake), claimed_at = \(now),
                claimed_by = \(actor.databaseSetting)
            WHERE id = \(id)
            """, "importedIntake.claim")
    }
}
