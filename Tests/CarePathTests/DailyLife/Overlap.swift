import CareSupport
import Clinic
import Locks
import Postgres
import Support

/// Two transactions on two connections at once.
extension TestClinic {
    /// What the database said: `committed`, or what refused.
    enum Answer: Hashable, CustomStringConvertible {
        case committed
        case refused(String)

        var description: String {
            switch self {
            case .committed: "committed"
            case .refused(let constraint): constraint
            }
        }
    }

    /// One transaction's end; any fault but a constraint's or a grant's is the test's own.
    func answer(_ body: @escaping @Sendable (Connection) throws -> Void) async throws -> Answer {
        do {
            try await database.transaction(by: Actor.system("test")) { try body($0) }
            return .committed
        } catch let error as PostgresError {
            if error.sqlState == .insufficientPrivilege { return .refused("not granted") }
            guard let constraint = error.constraint else { throw error }
            return .refused(constraint)
        }
    }

    func answer(_ statement: SQL) async throws -> Answer { try await answer { try $0.run(statement) } }

    /// `first` has done its part and does not commit before `second` waits for it, or has ended without waiting.
    func overlapping(
        _ first: @escaping @Sendable (Connection) throws -> Void,
        _ second: @escaping @Sendable (Connection) throws -> Void
    ) async throws -> [Answer] {
        let secondEnded = Locked(false)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let one = {
            defer { begin.finish() }
            return try await answer { connection in
                try first(connection)
                begin.finish()
                var isWaitedFor = false
                while !isWaitedFor, !secondEnded.withLock(\.self) {
                    isWaitedFor = try connection.fetch(
                        """
                        SELECT EXISTS (
                            SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                        ) AS waits
                        """, "test.waits"
                    ) { try $0["waits"] as Bool }[0]
                }
            }
        }()
        for await _ in begun {}
        let two: Result<Answer, any Error>
        do { two = .success(try await answer(second)) } catch { two = .failure(error) }
        secondEnded.withLock { $0 = true }
        return [try await one, try two.get()]
    }

    func overlapping(_ first: SQL, _ second: SQL) async throws -> [Answer] {
        try await overlapping({ try $0.run(first) }, { try $0.run(second) })
    }
}
