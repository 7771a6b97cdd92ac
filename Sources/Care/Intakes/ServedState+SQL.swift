import Clinic
import Clocks
import Foundation
import Postgres

extension ServedState {
    /// The states served on `date`.
    package static func select(on date: LocalDate) -> SQL {
        """
        SELECT state FROM served_state
        WHERE since <= \(date) AND (until IS NULL OR until > \(date))
        ORDER BY state
        """
    }

    /// Reads a row of `select`; a state the program no longer knows is left out.
    package static func read(_ row: Row) throws -> StateCode? { StateCode(try row["state"] as String) }

    /// Writes the spell that begins on `since`, or changes its end.
    ///
    /// - Throws: `ServedStateRefusal.overlapsAnother` where the database's exclusion says so.
    package func save(by actor: Actor, on connection: Connection, now: Instant) throws {
        do {
            try connection.run(
                """
                INSERT INTO served_state (state, since, until, changed_at, changed_by)
                VALUES (\(state.code), \(since), \(until), \(now), \(actor.databaseSetting))
                ON CONFLICT (state, since) DO UPDATE
                SET until = excluded.until, changed_at = excluded.changed_at, changed_by = excluded.changed_by
                """, "servedState.save")
        } catch let fault as PostgresError where fault.violates("served_state_once_at_a_time") {
            throw ServedStateRefusal.overlapsAnother
        }
    }
}
