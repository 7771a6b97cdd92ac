import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Flag.Severity: PostgresEncodable, PostgresDecodable {}
extension Flag.State.Name: PostgresEncodable, PostgresDecodable {}

extension Flag {
    /// Raises a flag and gives its id. The same rule about the same patient on the same local date adds its
    /// reasons to the one that is open (`flag_one_per_cause`), which takes the graver severity and the earlier
    /// deadlines.
    package static func raise(
        _ rule: String, _ severity: Severity, of patient: UUID, on date: LocalDate, reasons: [String],
        deadlines: (acknowledge: Instant, close: Instant), by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> ID<Flag> {
        let raised = try connection.fetchFirst(
            """
            INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                acknowledge_by, close_by, version)
            VALUES (\(ID<Flag>(at: now)), \(patient), \(rule), \(date), \(severity), \(State.Name.open),
                \(reasons), \(now), \(actor.databaseSetting), \(deadlines.acknowledge), \(deadlines.close), 1)
            ON CONFLICT (patient_id, rule, local_date) WHERE state <> 'closed' DO UPDATE
            SET severity = least(flag.severity, excluded.severity),
                reasons = (
                    SELECT coalesce(array_agg(DISTINCT reason ORDER BY reason), '{}')
                    FROM unnest(flag.reasons || excluded.reasons) AS reason),
                acknowledge_by = least(flag.acknowledge_by, excluded.acknowledge_by),
                close_by = least(flag.close_by, excluded.close_by),
                version = flag.version + 1
            RETURNING id
            """, "flag.raise"
        ) { row in
            let id: ID<Flag> = try row["id"]
            return id
        }
        guard let raised else { preconditionFailure("An upsert gives its row back.") }
        return raised
    }

    /// The flag, locked until the transaction ends.
    package static func lock(_ id: ID<Flag>, on connection: Connection) throws -> Flag? {
        try connection.fetchFirst(
            """
            SELECT id, patient_id, rule, severity, state, outcome, version FROM flag WHERE id = \(id) FOR UPDATE
            """, "flag.lock"
        ) { row in
            Flag(
                id: try row["id"], patient: try row["patient_id"], rule: try row["rule"],
                severity: try row["severity"], state: try state(row), version: try row["version"])
        }
    }

    /// Writes the state that it has come to, queued.
    ///
    /// - Parameter note: at its end only; sealed with a key of the program's.
    package func save(
        note: String?, by actor: Actor, keyring: Keyring, on connection: Connection, now: Instant
    ) throws {
        let acknowledged = state.name == .acknowledged
        var outcome: String?
        if case .closed(let how) = state { outcome = how }
        let sealed = try note.map { text in
            try Sealed(text, with: keyring.derivedKey(for: "flag"), at: Self.notePlace(id))
        }
        try connection.execute(
            """
            UPDATE flag
            SET state = \(state.name),
                acknowledged_at = CASE WHEN \(acknowledged) THEN \(now) ELSE acknowledged_at END,
                acknowledged_by = CASE WHEN \(acknowledged) THEN \(actor.databaseSetting) ELSE acknowledged_by END,
                closed_at = \(outcome.map { _ in now }), closed_by = \(outcome.map { _ in actor.databaseSetting }),
                outcome = \(outcome), note = coalesce(\(sealed), note), version = \(version)
            WHERE id = \(id)
            """, "flag.save")
    }

    /// A flag that was seen is due when it must be closed: its task moves there, queued.
    package static func putOffTask(of flag: ID<Flag>, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE work_item
            SET due_at = flag.close_by, version = work_item.version + 1
            FROM flag
            WHERE flag.id = \(flag) AND work_item.kind = \(WorkItem.Kind.safetyFlag)
                AND work_item.cause = \(flag.description) AND work_item.state <> \(WorkItem.State.Name.resolved)
            """, "flag.putOffTask")
    }

    /// The state of a row with the columns `state` and `outcome`.
    package static func state(_ row: Row) throws -> State {
        let name: State.Name = try row["state"]
        switch name {
        case .open: return .open
        case .acknowledged: return .acknowledged
        case .closed:
            // A CHECK holds that a closed flag has its outcome.
            let outcome: String = try row["outcome"]
            return .closed(outcome: outcome)
        }
    }

    /// What was written at its end; `nil` while it is open.
    package static func openNote(_ row: Row, of id: ID<Flag>, keyring: Keyring) throws -> String? {
        let sealed: Sealed<String>? = try row["note"]
        return try sealed?.open(with: keyring, at: notePlace(id))
    }

    private static func notePlace(_ id: ID<Flag>) -> SealedPlace {
        SealedPlace(table: "flag", column: "note", row: id.description)
    }
}
