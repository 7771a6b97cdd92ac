import Foundation
import Postgres

extension AuditEntry {
    /// The row as a statement: queued in a transaction, or sent along with a reading.
    package var insert: SQL {
        get throws {
            """
            INSERT INTO audit_event (at, id, actor, action, subject_kind, subject_id, patient_id, detail, hash)
            VALUES (\(at), \(id), \(actor.databaseSetting), \(action), \(subject.kind), \(subject.id), \(patient),
                \(try JSONText(encoding: detail)), \(try hash))
            """
        }
    }

    /// Queues the row; it travels with the change it speaks of.
    package func record(on connection: Connection) throws {
        try connection.execute(insert, "audit.record")
    }
}
