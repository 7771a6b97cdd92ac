import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

extension CarePath {
    /// How much of the queue is somebody's, anybody's, and late. Walks the index of what is not resolved.
    static func countQueue(for account: UUID, now: Instant) -> SQL {
        """
        SELECT count(*) FILTER (WHERE owner_id = \(account) AND claimed_until > \(now)) AS mine,
            count(*) AS team,
            count(*) FILTER (WHERE due_at < \(now)) AS late
        FROM work_item
        WHERE state <> 'resolved' AND (snoozed_until IS NULL OR snoozed_until <= \(now))
        """
    }

    /// A page of the queue, read along `work_item_by_due`.
    static func selectQueue(
        _ filter: QueueFilter, in kinds: WorkItemKinds, after cursor: QueuePage.Position?, limit: Int,
        now: Instant
    ) -> SQL {
        let later: SQL =
            if let cursor { "AND (item.due_at, item.id) > (\(cursor.due), \(cursor.id))" } else { "" }
        let kind: SQL = if let kind = filter.kind { "AND item.kind = \(kind)" } else { "" }
        let owner: SQL =
            if let owner = filter.owner {
                "AND item.owner_id = \(owner) AND item.claimed_until > \(now)"
            } else { "" }
        let state: SQL = if let state = filter.state { "AND patient.state = \(state.code)" } else { "" }
        let role: SQL =
            if let role = filter.role {
                """
                AND ((item.kind = ANY (\(kinds.kinds(of: role))) AND item.escalated_at IS NULL)
                    OR (\(role == WorkItemKinds.lead) AND item.escalated_at IS NOT NULL))
                """
            } else { "" }
        let awake: SQL =
            filter.snoozed ? "" : "AND (item.snoozed_until IS NULL OR item.snoozed_until <= \(now))"
        return """
            \(fragment: selection)
            WHERE item.state <> 'resolved'
                \(fragment: later) \(fragment: kind) \(fragment: owner) \(fragment: state) \(fragment: awake)
                \(fragment: role)
            ORDER BY item.due_at, item.id
            LIMIT \(limit)
            """
    }

    /// One item, whatever its state.
    static func selectWorkItem(_ id: ID<WorkItem>) -> SQL { "\(fragment: selection) WHERE item.id = \(id)" }

    /// The items of one patient that wait to be done.
    static func selectOpenWork(of patient: ID<Patient>) -> SQL {
        """
        \(fragment: selection)
        WHERE item.patient_id IN (SELECT person FROM same_person(\(patient)) AS person) AND item.state <> 'resolved'
        ORDER BY item.due_at, item.id
        """
    }

    /// The id behind a handle such as `wi-q3f8k`.
    static func selectWorkItemID(handle: String) -> SQL {
        "SELECT id FROM work_item WHERE handle = \(handle)"
    }

    private static let selection: SQL = """
        SELECT item.id, item.handle, item.kind, item.reasons, item.due_at, item.state, item.owner_id,
            item.claimed_until, item.snoozed_until, item.escalated_at, item.outcome, item.version, item.patient_id,
            patient.handle AS patient_handle, patient.data_key AS patient_data_key, patient.name AS patient_name,
            patient.state AS patient_state, patient.time_zone AS patient_time_zone,
            owner.handle AS owner_handle, owner.name AS owner_name
        FROM work_item AS item
        LEFT JOIN patient ON patient.id = item.patient_id
        LEFT JOIN account AS owner ON owner.id = item.owner_id
        """
}
