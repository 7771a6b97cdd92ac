import Clocks
import Postgres

extension JobLine {
    /// A page of jobs in one state: dead letters with the latest first (`job_dead`), others with the longest due
    /// first (`job_waiting`).
    package static func select(
        _ state: JobState, kind: String? = nil, after place: Position? = nil, limit: Int
    ) -> SQL {
        let ofKind: SQL = kind.map { "AND kind = \($0)" } ?? ""
        // The state stands in the statement, so that the index of that state alone can serve it.
        switch state {
        case .dead:
            let further: SQL = place.map { "AND (died_at, id) < (\($0.at), \($0.id))" } ?? ""
            return """
                \(fragment: selection) WHERE state = 'dead' \(fragment: ofKind) \(fragment: further)
                ORDER BY died_at DESC, id DESC
                LIMIT \(limit)
                """
        case .waiting: return upcoming("state = 'waiting'", ofKind, place, limit)
        case .running: return upcoming("state = 'running'", ofKind, place, limit)
        }
    }

    private static func upcoming(_ state: SQL, _ ofKind: SQL, _ place: Position?, _ limit: Int) -> SQL {
        let further: SQL = place.map { "AND (run_at, id) > (\($0.at), \($0.id))" } ?? ""
        return """
            \(fragment: selection) WHERE \(fragment: state) \(fragment: ofKind) \(fragment: further)
            ORDER BY run_at, id
            LIMIT \(limit)
            """
    }

    /// One job that has not ended, locked for a person's decision about it.
    package static func lock(_ id: JobID) -> SQL {
        "\(fragment: selection) WHERE id = \(id) FOR NO KEY UPDATE"
    }

    private static let selection: SQL = """
        SELECT id, kind, state, run_at, attempt, failures, max_attempts, last_failure, enqueued_at, died_at FROM job
        """

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], state: try row["state"], runAt: try row["run_at"],
            attempts: try row["attempt"], failures: try row["failures"], maxAttempts: try row["max_attempts"],
            lastFailure: try row["last_failure"], enqueuedAt: try row["enqueued_at"],
            diedAt: try row["died_at"])
    }
}
