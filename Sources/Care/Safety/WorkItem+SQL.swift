import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension WorkItem.Kind: PostgresEncodable, PostgresDecodable {}
extension WorkItem.State.Name: PostgresEncodable, PostgresDecodable {}

extension WorkItem {
    /// Puts something on the queue, queued. While an item of this kind and cause is not resolved, there is no
    /// second (`work_item_one_per_cause`): the later one adds its reasons and keeps the earlier due time.
    package static func open(
        _ kind: Kind, about cause: String, of patient: UUID?, reasons: [String], due: Instant,
        on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO work_item AS item (id, kind, cause, patient_id, reasons, due_at, state, created_at, version)
            VALUES (\(ID<WorkItem>(at: now)), \(kind), \(cause), \(patient), \(reasons), \(due),
                \(State.Name.open), \(now), 1)
            ON CONFLICT (kind, cause) WHERE state <> 'resolved' DO UPDATE
            SET reasons = (
                    SELECT coalesce(array_agg(DISTINCT reason ORDER BY reason), '{}')
                    FROM unnest(item.reasons || excluded.reasons) AS reason),
                due_at = least(item.due_at, excluded.due_at),
                version = item.version + 1
            """, "workItem.open")
    }

    /// The item, locked until the transaction ends.
    package static func lock(_ id: ID<WorkItem>, on connection: Connection) throws -> WorkItem? {
        try connection.fetchFirst(
            """
            SELECT id, kind, patient_id, state, owner_id, claimed_until, snoozed_until, outcome, version
            FROM work_item WHERE id = \(id) FOR UPDATE
            """, "workItem.lock", decode: WorkItem.init)
    }

    /// Writes the item's state, queued. `work_item_owner_is_active` refuses an owner who is not.
    package func save(
        by actor: Actor, note: String?, keyring: Keyring, on connection: Connection, now: Instant
    ) throws {
        let columns = StateColumns(state)
        let sealed = try note.map { text in
            try Sealed(text, with: keyring.derivedKey(for: "work_item"), at: Self.notePlace(id))
        }
        let end: (at: Instant, by: String)? = columns.name == .resolved ? (now, actor.databaseSetting) : nil
        try connection.execute(
            """
            UPDATE work_item
            SET state = \(columns.name), owner_id = coalesce(\(columns.owner), CASE WHEN \(end != nil) THEN owner_id END),
                claimed_until = \(columns.claimedUntil), snoozed_until = \(columns.snoozedUntil),
                outcome = \(columns.outcome), note = coalesce(\(sealed), note),
                resolved_at = \(end?.at), resolved_by = \(end?.by), version = \(version)
            WHERE id = \(id)
            """, "workItem.save")
    }

    /// The thing that an item was about has been done elsewhere in the program: the item goes with it, queued,
    /// whoever has it in hand. Without such an item nothing happens.
    package static func settle(
        _ kind: Kind, about cause: String, as outcome: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE work_item
            SET state = \(State.Name.resolved), outcome = \(outcome), claimed_until = NULL, snoozed_until = NULL,
                resolved_at = \(now), resolved_by = \(actor.databaseSetting), version = version + 1
            WHERE kind = \(kind) AND cause = \(cause) AND state <> \(State.Name.resolved)
            """, "workItem.settle")
    }

    /// All items of these kinds about a patient are done with, queued: what they hung on holds no longer.
    package static func settleAll(
        _ kinds: [Kind], of patient: UUID, as outcome: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE work_item
            SET state = \(State.Name.resolved), outcome = \(outcome), claimed_until = NULL, snoozed_until = NULL,
                resolved_at = \(now), resolved_by = \(actor.databaseSetting), version = version + 1
            WHERE patient_id = \(patient) AND kind = ANY (\(kinds)) AND state <> \(State.Name.resolved)
            """, "workItem.settleAll")
    }

    /// The same where there was never one about this cause, resolved or not: what a look at the clock finds again and
    /// again is said once.
    package static func openOnce(
        _ kind: Kind, about cause: String, of patient: UUID?, reasons: [String], due: Instant,
        on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.run(
            """
            INSERT INTO work_item (id, kind, cause, patient_id, reasons, due_at, state, created_at, version)
            SELECT \(ID<WorkItem>(at: now)), \(kind), \(cause), \(patient), \(reasons), \(due), \(State.Name.open),
                \(now), 1
            WHERE NOT EXISTS (SELECT FROM work_item WHERE kind = \(kind) AND cause = \(cause))
            ON CONFLICT (kind, cause) WHERE state <> 'resolved' DO NOTHING
            """, "workItem.openOnce") == 1
    }

    /// Items of a kind whose cause holds no longer are done with, queued.
    package static func settleOthers(
        _ kind: Kind, than causes: [String], as outcome: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE work_item
            SET state = \(State.Name.resolved), outcome = \(outcome), claimed_until = NULL, snoozed_until = NULL,
                resolved_at = \(now), resolved_by = \(actor.databaseSetting), version = version + 1
            WHERE kind = \(kind) AND cause <> ALL (\(causes)) AND state <> \(State.Name.resolved)
            """, "workItem.settleOthers")
    }

    /// Whatever was not done in time goes to the role's lead, once an item, and gives what went: along
    /// `work_item_to_escalate`. What is put off until later waits.
    package static func escalateOverdue(
        on connection: Connection, now: Instant
    ) throws -> [(id: ID<WorkItem>, patient: UUID?)] {
        try connection.fetch(
            """
            UPDATE work_item SET escalated_at = \(now), version = version + 1
            WHERE state <> 'resolved' AND escalated_at IS NULL AND due_at < \(now)
                AND (snoozed_until IS NULL OR snoozed_until <= \(now))
            RETURNING id, patient_id
            """, "workItem.escalateOverdue"
        ) { row in (id: try row["id"], patient: try row["patient_id"]) }
    }

    /// Puts back all that `account` has in hand, queued, so that they can leave; called before the account goes.
    package static func releaseAll(of account: UUID, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE work_item
            SET state = \(State.Name.open), owner_id = NULL, claimed_until = NULL, version = version + 1
            WHERE owner_id = \(account) AND state = \(State.Name.claimed)
            """, "workItem.releaseAll")
    }

    private init(_ row: Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], patient: try row["patient_id"],
            state: try StateColumns(row).state, version: try row["version"])
    }

    private static func notePlace(_ id: ID<WorkItem>) -> SealedPlace {
        SealedPlace(table: "work_item", column: "note", row: id.description)
    }
}

extension WorkItem {
    /// The state as the table's columns have it, there and back.
    package struct StateColumns: Sendable {
        package let name: State.Name
        package let owner: UUID?
        package let claimedUntil: Instant?
        package let snoozedUntil: Instant?
        package let outcome: String?

        init(_ state: State) {
            switch state {
            case .open: (name, owner, claimedUntil, snoozedUntil, outcome) = (.open, nil, nil, nil, nil)
            case .claimed(let by, let until):
                (name, owner, claimedUntil, snoozedUntil, outcome) = (.claimed, by, until, nil, nil)
            case .snoozed(let until):
                (name, owner, claimedUntil, snoozedUntil, outcome) = (.snoozed, nil, nil, until, nil)
            case .resolved(let how):
                (name, owner, claimedUntil, snoozedUntil, outcome) = (.resolved, nil, nil, nil, how)
            }
        }

        /// Reads the columns `state, owner_id, claimed_until, snoozed_until, outcome`.
        package init(_ row: Row) throws {
            name = try row["state"]
            owner = try row["owner_id"]
            claimedUntil = try row["claimed_until"]
            snoozedUntil = try row["snoozed_until"]
            outcome = try row["outcome"]
        }

        /// The table's CHECKs hold that each state has what it needs; a row without it is a broken database.
        package var state: State {
            get throws(WorkItemRowBroken) {
                switch name {
                case .open: return .open
                case .claimed:
                    guard let owner, let claimedUntil else { throw WorkItemRowBroken() }
                    return .claimed(by: owner, until: claimedUntil)
                case .snoozed:
                    guard let snoozedUntil else { throw WorkItemRowBroken() }
                    return .snoozed(until: snoozedUntil)
                case .resolved:
                    guard let outcome else { throw WorkItemRowBroken() }
                    return .resolved(outcome: outcome)
                }
            }
        }
    }
}

/// A work item's row lacks what its state needs, though a CHECK forbids it.
package struct WorkItemRowBroken: Error {}
