import Clinic
import Clocks
import Foundation
import Postgres

extension OnCallShift.Duty: PostgresEncodable, PostgresDecodable {}
extension OnCallShift.State: PostgresEncodable, PostgresDecodable {}

extension OnCallShift {
    /// Writes a new shift, and waits for what the tables say of it: `on_call_shift_one_at_a_time`,
    /// `on_call_shift_person_is_active`, `on_call_shift_backup_is_active`.
    package func insert(by actor: Actor, on connection: Connection, now: Instant) throws {
        try connection.run(
            """
            INSERT INTO on_call_shift (id, role, person_id, backup_id, starts_at, ends_at, during, state, added_at,
                added_by, version)
            VALUES (\(id), \(role), \(person), \(backup), \(starts), \(ends), tstzrange(\(starts), \(ends)),
                \(state), \(now), \(actor.databaseSetting), \(version))
            """, "onCallShift.insert")
    }

    /// Writes its end, queued.
    package func saveEnd(on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE on_call_shift
            SET state = \(state), ends_at = \(ends), during = tstzrange(starts_at, \(ends)), version = \(version)
            WHERE id = \(id)
            """, "onCallShift.end")
    }

    /// The shift, locked until the transaction ends.
    package static func lock(_ id: ID<OnCallShift>, on connection: Connection) throws -> OnCallShift? {
        try connection.fetchFirst(
            "\(fragment: selection) WHERE id = \(id) FOR UPDATE", "onCallShift.lock", decode: OnCallShift.init
        )
    }

    /// What covers some of the time between two moments, and the last one of each role before it.
    package static func select(from: Instant, to: Instant) -> SQL {
        """
        \(fragment: selection)
        WHERE state <> 'removed' AND starts_at < \(to)
            AND (ends_at > \(from) OR id IN (
                SELECT DISTINCT ON (role) id FROM on_call_shift
                WHERE state <> 'removed' AND ends_at <= \(from) ORDER BY role, ends_at DESC))
        ORDER BY starts_at, role
        """
    }

    /// Whether somebody has a shift under way or ahead. Those that are over are left behind first, so that the account
    /// can go.
    package static func hasAhead(
        _ account: UUID, as duties: [Duty], on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE on_call_shift SET state = 'over', version = version + 1
            WHERE (person_id = \(account) OR backup_id = \(account)) AND state = 'planned' AND ends_at <= \(now)
            """, "onCallShift.leaveBehind")
        return try connection.fetchFirst(
            """
            SELECT true AS has FROM on_call_shift
            WHERE (person_id = \(account) OR backup_id = \(account)) AND state = 'planned' AND role = ANY (\(duties))
            LIMIT 1
            """, "onCallShift.ahead", decode: { _ in true }) == true
    }

    private static let selection: SQL = """
        SELECT id, role, person_id, backup_id, starts_at, ends_at, state, version FROM on_call_shift
        """

    /// Reads a row of `select` or `lock`.
    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], role: try row["role"], person: try row["person_id"],
            backup: try row["backup_id"],
            starts: try row["starts_at"], ends: try row["ends_at"], state: try row["state"],
            version: try row["version"])
    }
}
