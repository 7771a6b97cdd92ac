import CLibpq
import Foundation

/// What was sent and not yet answered, in order; turns libpq's results into replies.
///
/// libpq gives, for each statement, its result and then NULL; for a Sync a single result without NULL after
/// it.
struct AwaitedReplies {
    /// One thing that the server will answer.
    enum Item {
        case preparation(PreparedStatement, StaticString)
        case statement(PreparedStatement?, StaticString)
        case sync
        /// The Sync after a preparation: nobody waits for it.
        case quietSync
    }

    /// What one result from libpq means.
    enum Step {
        case incomplete
        /// Something of our own was answered.
        case quiet
        case reply(ServerLink.Reply)
        case nothingAwaited
        /// The server ended the conversation and said why.
        case ended(PostgresError)
        /// An answer that fits nothing that was asked.
        case nonsense
    }

    private enum Answer {
        case done(ResultTable)
        case failed(PostgresError, isFatal: Bool)
        case skipped
    }

    private var items: [Item] = []
    private var next = 0
    private var answer: Answer?
    private var emptyResults = 0

    var isEmpty: Bool { next == items.count }

    mutating func append(_ item: Item) { items.append(item) }

    /// The function whose statement is answered next.
    var statementName: String? {
        guard !isEmpty else { return nil }
        switch items[next] {
        case .preparation(_, let name), .statement(_, let name): return "\(name)"
        case .sync, .quietSync: return nil
        }
    }

    /// Takes the next result from libpq; frees it, or hands it on in the reply.
    mutating func take(_ result: OpaquePointer?) -> Step {
        guard let result else { return endAnswer() }
        emptyResults = 0
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            guard !isEmpty else { return .nonsense }
            switch items[next] {
            case .sync:
                advance()
                return .reply(.synced)
            case .quietSync:
                advance()
                return .quiet
            case .preparation, .statement: return .nonsense
            }
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            answer = .done(ResultTable(result))
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            answer = .skipped
        case PGRES_FATAL_ERROR:
            let error = PostgresError(result: result, statement: statementName)
            let isFatal = PostgresError.endsConnection(result)
            PQclear(result)
            guard !isEmpty else { return isFatal ? .ended(error) : .nonsense }
            // A commit that fails at a Sync is reported in front of the Sync's own result.
            if case .sync = items[next] { return isFatal ? .ended(error) : .reply(.failed(error)) }
            answer = .failed(error, isFatal: isFatal)
        default:
            // COPY and its kin, which no statement of the program uses.
            PQclear(result)
            return .nonsense
        }
        return .incomplete
    }

    /// libpq's NULL: the statement's answer is whole.
    private mutating func endAnswer() -> Step {
        guard !isEmpty else { return .nothingAwaited }
        guard let answer else {
            emptyResults += 1
            return emptyResults > 2 ? .nonsense : .incomplete
        }
        self.answer = nil
        let item = items[next]
        advance()
        switch item {
        case .preparation(let statement, _): return preparation(of: statement, answered: answer)
        case .statement(let statement, _): return self.statement(statement, answered: answer)
        case .sync, .quietSync: return .nonsense
        }
    }

    private func preparation(of statement: PreparedStatement, answered answer: Answer) -> Step {
        switch answer {
        case .done: statement.state = .ready
        case .skipped: statement.state = .forgotten
        case .failed(let error, let isFatal):
            statement.state = .refused(error)
            if isFatal { return .ended(error) }
        }
        return .quiet
    }

    private func statement(_ statement: PreparedStatement?, answered answer: Answer) -> Step {
        switch answer {
        case .done(let table): return .reply(.done(table))
        case .skipped:
            // The statement that could not be prepared is the one that failed.
            if case .refused(let error)? = statement?.state { return .reply(.failed(error)) }
            return .reply(.skipped)
        case .failed(let error, let isFatal):
            if isFatal { return .ended(error) }
            if error.isStalePreparation {
                if case .refused(let refusal)? = statement?.state { return .reply(.failed(refusal)) }
                statement?.state = .forgotten
            }
            return .reply(.failed(error))
        }
    }

    private mutating func advance() {
        next += 1
        // Keeps the storage and gives the answered items' references back.
        if next == items.count || next >= 256 {
            items.removeFirst(next)
            next = 0
        }
    }
}
