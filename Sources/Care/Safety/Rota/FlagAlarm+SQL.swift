import Clinic
import Clocks
import Foundation
import Postgres

extension PagingLadder.Level: PostgresEncodable, PostgresDecodable {}

/// One call for somebody about a flag: a step of the ladder, with the pages that went out for it.
package struct FlagAlarm: Sendable, Equatable {
    package let flag: ID<Flag>
    /// Counts from 1; each exists once (`flag_alarm_step_once`).
    package let step: Int
    package let level: PagingLadder.Level
    package let rungAt: Instant
    /// When the next one is due; `nil` where none follows.
    package let nextAt: Instant?

    package init(flag: ID<Flag>, step: Int, level: PagingLadder.Level, rungAt: Instant, nextAt: Instant?) {
        self.flag = flag
        self.step = step
        self.level = level
        self.rungAt = rungAt
        self.nextAt = nextAt
    }

    /// Writes it, and waits: whoever comes second with the same step is refused.
    package func insert(on connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO flag_alarm (flag_id, step, level, rung_at, next_at)
            VALUES (\(flag), \(step), \(level), \(rungAt), \(nextAt))
            """, "flagAlarm.insert")
    }

    /// Writes whom it paged, queued.
    package func page(_ account: UUID, by message: UUID, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO flag_page (message_id, flag_id, step, account_id)
            VALUES (\(message), \(flag), \(step), \(account))
            """, "flagPage.insert")
    }

    /// How often a flag has called so far, and how far it has come on the ladder.
    package static func standing(
        of flag: ID<Flag>, on connection: Connection
    ) throws -> (steps: Int, level: PagingLadder.Level?) {
        let found = try connection.fetchFirst(
            """
            SELECT coalesce(max(step), 0) AS steps,
                (array_agg(level ORDER BY step DESC) FILTER (WHERE level <> 'closeDue'))[1] AS level
            FROM flag_alarm WHERE flag_id = \(flag)
            """, "flagAlarm.standing"
        ) { row in (steps: try row["steps"] as Int, level: try row["level"] as PagingLadder.Level?) }
        return found ?? (0, nil)
    }

    /// Flags of severity 1 that nobody has seen and whose next call is neither over nor ahead within its time: a job of
    /// theirs was lost, or a clock that had gone ahead came back.
    package static func selectLost(now: Instant, every: Duration) -> SQL {
        """
        SELECT flag.id, coalesce(last.step, 0) AS step
        FROM flag LEFT JOIN LATERAL (
            SELECT step, next_at FROM flag_alarm WHERE flag_id = flag.id ORDER BY step DESC LIMIT 1) AS last ON true
        WHERE flag.severity = 1 AND flag.state = 'open'
            AND (last.next_at IS NULL OR last.next_at <= \(now) OR last.next_at > \(now + every))
        ORDER BY flag.raised_at
        LIMIT 1000
        """
    }

    /// The alarm that a message went out for, if it was a page: what it needs to go on where that message cannot be
    /// delivered. `stands` says whether a page of the same alarm may still reach somebody.
    package static func behind(
        message: UUID, on connection: Connection
    ) throws -> (flag: ID<Flag>, step: Int, level: PagingLadder.Level, stands: Bool)? {
        try connection.fetchFirst(
            """
            SELECT alarm.flag_id, alarm.step, alarm.level, EXISTS (
                SELECT FROM flag_page AS other JOIN outbox_message ON outbox_message.id = other.message_id
                WHERE other.flag_id = alarm.flag_id AND other.step = alarm.step AND other.message_id <> page.message_id
                    AND outbox_message.state IN ('queued', 'sent')) AS stands
            FROM flag_page AS page JOIN flag_alarm AS alarm ON alarm.flag_id = page.flag_id AND alarm.step = page.step
            WHERE page.message_id = \(message)
            """, "flagPage.behind"
        ) { row in
            (
                flag: try row["flag_id"], step: try row["step"], level: try row["level"],
                stands: try row["stands"]
            )
        }
    }

    /// Somebody has seen the flag: pages that nobody has taken to their carrier yet stay unsent, queued.
    package static func silence(_ flag: ID<Flag>, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE outbox_message SET state = 'outdated', settled_at = \(now), content = NULL
            WHERE state = 'queued' AND id IN (SELECT message_id FROM flag_page WHERE flag_id = \(flag))
            """, "flagPage.silence")
    }
}
