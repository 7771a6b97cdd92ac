import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Flag.Severity: PostgresEncodable, PostgresDecodable {}
extension Flag.State.Name: PostgresEncodable, PostgresDecodable {}

extension Flag {
    /// Raises a flag and gives its id. The same rule of the same severity adds its reasons to the one that is open, of
    /// whatever date; so does the same rule on the same local date (`flag_one_per_cause`), which takes the graver
    /// severity and, where that is new, must be seen again.
    package static func raise(
        _ rule: String, _ severity: Severity, of patient: UUID, on date: LocalDate, reasons: [String],
        deadlines: (acknowledge: Instant, close: Instant), by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> Raised {
        // Two at once would each miss the other's.
        try connection.execute("SELECT FROM patient WHERE id = \(patient) FOR UPDATE", "flag.raisePatient")
        let raised = try connection.fetchFirst(
            """
            WITH standing AS (
                UPDATE flag SET reasons = (
                        SELECT coalesce(array_agg(DISTINCT reason ORDER BY reason), '{}')
                        FROM unnest(flag.reasons || \(reasons)::text[]) AS reason),
                    acknowledge_by = least(acknowledge_by, \(deadlines.acknowledge)),
                    close_by = least(close_by, \(deadlines.close)), version = version + 1
                WHERE id = (
                    SELECT id FROM flag
                    WHERE patient_id = \(patient) AND rule = \(rule) AND severity = \(severity) AND state <> 'closed'
                    ORDER BY raised_at LIMIT 1)
                RETURNING id, severity, state, close_by
            ), raised AS (
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                SELECT \(ID<Flag>(at: now)), \(patient), \(rule), \(date), \(severity), \(State.Name.open),
                    \(reasons), \(now), \(actor.databaseSetting), \(deadlines.acknowledge), \(deadlines.close), 1
                WHERE NOT EXISTS (SELECT FROM standing)
                ON CONFLICT (patient_id, rule, local_date) WHERE state <> 'closed' DO UPDATE
                SET severity = least(flag.severity, excluded.severity),
                    state = CASE WHEN excluded.severity < flag.severity THEN 'open' ELSE flag.state END,
                    acknowledged_at = CASE WHEN excluded.severity >= flag.severity THEN flag.acknowledged_at END,
                    acknowledged_by = CASE WHEN excluded.severity >= flag.severity THEN flag.acknowledged_by END,
                    reasons = (
                        SELECT coalesce(array_agg(DISTINCT reason ORDER BY reason), '{}')
                        FROM unnest(flag.reasons || excluded.reasons) AS reason),
                    acknowledge_by = CASE WHEN excluded.severity < flag.severity THEN excluded.acknowledge_by
                        ELSE least(flag.acknowledge_by, excluded.acknowledge_by) END,
                    close_by = least(flag.close_by, excluded.close_by),
                    version = flag.version + 1
                RETURNING id, severity, state, close_by
            )
            SELECT id, severity, state, close_by FROM standing UNION ALL SELECT id, severity, state, close_by FROM raised
            """, "flag.raise"
        ) { row in
            Raised(
                flag: try row["id"], severity: try row["severity"], state: try row["state"],
                closeBy: try row["close_by"])
        }
        guard let raised else { preconditionFailure("An upsert gives its row back.") }
        return raised
    }

    /// What a concern that was raised has become part of.
    package struct Raised: Sendable {
        package let flag: ID<Flag>
        package let severity: Severity
        package let state: State.Name
        package let closeBy: Instant

        package init(flag: ID<Flag>, severity: Severity, state: State.Name, closeBy: Instant) {
            self.flag = flag
            self.severity = severity
            self.state = state
            self.closeBy = closeBy
        }
    }

    /// Writes that it has become graver, with new deadlines, queued; its task is due when it must be seen.
    package func saveEscalation(
        deadlines: (acknowledge: Instant, close: Instant), on connection: Connection
    ) throws {
        try connection.execute(
            """
            UPDATE flag
            SET severity = \(severity), state = \(state.name), acknowledged_at = NULL, acknowledged_by = NULL,
                acknowledge_by = \(deadlines.acknowledge), close_by = least(close_by, \(deadlines.close)),
                version = \(version)
            WHERE id = \(id)
            """, "flag.escalate")
        try connection.execute(
            """
            UPDATE work_item SET due_at = \(deadlines.acknowledge), version = version + 1
            WHERE kind = \(WorkItem.Kind.safetyFlag) AND cause = \(id.description)
                AND state <> \(WorkItem.State.Name.resolved)
            """, "flag.escalateTask")
    }

    /// Keeps what a person wrote when raising a flag or making it graver, queued; sealed with a key of the program's.
    package static func remark(
        _ words: String, on flag: ID<Flag>, _ severity: Severity, by actor: Actor, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws {
        let id = ID<FlagRemark>(at: now)
        let sealed = try Sealed(words, with: keyring.derivedKey(for: "flag"), at: remarkPlace(id))
        try connection.execute(
            """
            INSERT INTO flag_remark (id, flag_id, severity, words, made_at, made_by)
            VALUES (\(id), \(flag), \(severity), \(sealed), \(now), \(actor.databaseSetting))
            """, "flagRemark.insert")
    }

    /// The latest of what people wrote on it, out of the columns `remark_id` and `remark`; `nil` where nobody did.
    package static func openRemark(_ row: Row, keyring: Keyring) throws -> String? {
        let id: ID<FlagRemark>? = try row["remark_id"]
        let sealed: Sealed<String>? = try row["remark"]
        guard let id else { return nil }
        return try sealed?.open(with: keyring, at: remarkPlace(id))
    }

    private static func remarkPlace(_ id: ID<FlagRemark>) -> SealedPlace {
        SealedPlace(table: "flag_remark", column: "words", row: id.description)
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

/// What a person wrote on a flag, once; a name for its ids.
package enum FlagRemark {}
