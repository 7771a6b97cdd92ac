import Clinic
import Clocks
import Postgres
import Safety

extension CarePath {
    /// How a flag is spoken of.
    static func handle(of flag: ID<Flag>, on connection: Connection) throws -> String {
        try connection.fetchFirst("SELECT handle FROM flag WHERE id = \(flag)", "flag.itsHandle") { row in
            try row["handle"] as String
        } ?? ""
    }

    /// Whether the time in which a flag must be closed is over.
    static func mustBeClosed(_ flag: ID<Flag>, by now: Instant, on connection: Connection) throws -> Bool {
        try connection.fetchFirst(
            "SELECT close_by <= \(now) AS is_due FROM flag WHERE id = \(flag)", "flag.closeDue"
        ) { row in try row["is_due"] as Bool } ?? false
    }

    /// Flags that should have been closed, and of which no work tells, along `flag_by_deadline`.
    static func selectFlagsOverdue(at now: Instant) -> SQL {
        """
        SELECT id FROM flag
        WHERE state <> 'closed' AND close_by <= \(now) AND NOT EXISTS (
            SELECT FROM work_item WHERE kind = \(WorkItem.Kind.flagOverdue) AND cause = flag.id::text)
        ORDER BY close_by, id
        LIMIT 1000
        """
    }

    /// Each call for somebody about a flag, whom it paged and what became of that, the first call first.
    static func selectAlarms(of flag: ID<Flag>) -> SQL {
        """
        SELECT alarm.step, alarm.level, alarm.rung_at, alarm.next_at, page.account_id, account.handle AS account_handle,
            account.name AS account_name, message.channel, message.state AS message_state, message.settled_at
        FROM flag_alarm AS alarm
        LEFT JOIN flag_page AS page ON page.flag_id = alarm.flag_id AND page.step = alarm.step
        LEFT JOIN account ON account.id = page.account_id
        LEFT JOIN outbox_message AS message ON message.id = page.message_id
        WHERE alarm.flag_id = \(flag)
        ORDER BY alarm.step, account.number
        """
    }
}
