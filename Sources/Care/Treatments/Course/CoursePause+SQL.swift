import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension CoursePause {
    /// Writes it as it now is, queued: new, or with more rules. `treatment_pause_one_open` refuses a second one beside it.
    package func save(of treatment: ID<Treatment>, by actor: Actor, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO treatment_pause (id, treatment_id, cause, rules, from_date, before_mg, until_date, began_at,
                began_by)
            VALUES (\(id), \(treatment), \(cause), \(rules), \(from), \(before), \(until), \(beganAt),
                \(actor.databaseSetting))
            ON CONFLICT (id) DO UPDATE SET cause = excluded.cause, rules = excluded.rules
            """, "treatmentPause.save")
    }

    /// Ends it, queued.
    package func saveEnd(by actor: Actor, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE treatment_pause
            SET resumed_from = \(resumedFrom), resume_mg = \(resumeDose), ended_at = \(endedAt),
                ended_by = \(endedAt.map { _ in actor.databaseSetting })
            WHERE id = \(id)
            """, "treatmentPause.end")
    }

    /// Keeps why somebody paused, in their words, sealed with the patient's key; queued.
    package static func keep(
        reason: String, of pause: UUID, sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let sealed = try Sealed(reason, with: key, at: place(pause))
        try connection.execute(
            "UPDATE treatment_pause SET reason = \(sealed) WHERE id = \(pause)", "treatmentPause.reason")
    }

    /// All of a patient's treatment under way; the open one last.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT id, cause, rules, from_date, before_mg, until_date, began_at, resumed_from, resume_mg, ended_at
        FROM treatment_pause
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
        ORDER BY ended_at IS NULL, began_at, id
        """
    }

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], cause: try row["cause"], rules: try row["rules"], from: try row["from_date"],
            before: try row["before_mg"], until: try row["until_date"], beganAt: try row["began_at"],
            resumedFrom: try row["resumed_from"], resumeDose: try row["resume_mg"],
            endedAt: try row["ended_at"])
    }

    /// The columns of a pause that a wider row reads under `alias`.
    package static func columns(_ alias: SQL) -> SQL {
        .columns(
            [
                "id", "cause", "rules", "from_date", "before_mg", "until_date", "began_at", "resumed_from",
                "resume_mg",
                "ended_at",
            ], of: alias)
    }

    /// Reads `columns`; `nil` where the row has none.
    package init?(_ row: Row, _ alias: String) throws {
        guard let id: UUID = try row["\(alias)_id"] else { return nil }
        self.init(
            id: id, cause: try row["\(alias)_cause"], rules: try row["\(alias)_rules"],
            from: try row["\(alias)_from_date"], before: try row["\(alias)_before_mg"],
            until: try row["\(alias)_until_date"], beganAt: try row["\(alias)_began_at"],
            resumedFrom: try row["\(alias)_resumed_from"], resumeDose: try row["\(alias)_resume_mg"],
            endedAt: try row["\(alias)_ended_at"])
    }

    /// Where the reason is sealed.
    package static func place(_ pause: UUID) -> SealedPlace {
        SealedPlace(table: "treatment_pause", column: "reason", row: pause.uuidString.lowercased())
    }
}
