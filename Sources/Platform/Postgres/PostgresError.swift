/// The database did not do what was asked. It says which constraint or which fault, never what a row held.
///
///     catch PostgresError.uniqueViolation("patient_email_key") { throw Refusal.taken }
package struct PostgresError: Error, Sendable, Hashable {
    /// What kind of fault.
    package enum Kind: String, Sendable, Hashable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// No connection could be made.
        case unreachable
        /// The connection broke before the transaction's COMMIT was sent: nothing of it happened.
        case connectionLost
        /// The caller's deadline passed before the COMMIT was sent: nothing of it happened.
        case timedOut
        /// No connection was free in time, or too many callers wait for one already.
        case poolExhausted
        /// The connection broke, or the deadline passed, between COMMIT and its answer: it may have happened.
        /// Ask by the key or id that was made beforehand; never repeat blindly.
        case outcomeUnknown
        /// The program is shutting down.
        case closed
        /// The settings cannot be understood.
        case badSettings
    }

    /// What is known of a transaction, or a read, that ended with an error.
    package enum Outcome: Sendable, Hashable {
        /// Nothing of it happened, nor will: it may be done again.
        case knownNotDone
        /// It may have happened: ask by the key or id that was made beforehand.
        case unknown
    }

    package internal(set) var kind: Kind
    package var sqlState: SQLState?
    /// The name of the constraint that said no: part of the program's interface, unlike messages.
    package var constraint: String?
    package var table: String?
    package var column: String?
    /// The function whose statement it was.
    package var statement: String?
    /// The server's words, kept only where they cannot quote a value.
    package var message: String?

    package init(_ kind: Kind, sqlState: SQLState? = nil, statement: String? = nil, message: String? = nil) {
        self.kind = kind
        self.sqlState = sqlState
        self.statement = statement
        self.message = message
    }

    /// Whether what was asked can have happened. This is about transactions and reads of `Database`; the scripts of
    /// migrations and administration make their own promises.
    package var outcome: Outcome {
        switch kind {
        case .outcomeUnknown: .unknown
        case .server, .unreachable, .connectionLost, .timedOut, .poolExhausted, .closed, .badSettings:
            .knownNotDone
        }
    }

    /// Whether a constraint of this name said no, of whatever kind.
    package func violates(_ constraint: String) -> Bool {
        sqlState?.category == "23" && self.constraint == constraint
    }

    /// Whether the database as a whole is away or overloaded, so that asking again later is the answer (HTTP
    /// 503).
    package var isUnavailable: Bool {
        switch kind {
        case .unreachable, .connectionLost, .timedOut, .poolExhausted, .closed: true
        case .outcomeUnknown, .badSettings: false
        case .server: sqlState?.isUnavailable ?? false
        }
    }
}

extension SQLState {
    /// Out of resources, shutting down, a failing disk, a replica; or a conflict that did not go away.
    fileprivate var isUnavailable: Bool {
        ["53", "57", "58"].contains(category) || self == .readOnlyTransaction || isRetryable
    }

    /// The transaction may simply be run again.
    package var isRetryable: Bool { self == .serializationFailure || self == .deadlockDetected }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Kind and state alone: fit for any log.
    package var description: String {
        ["PostgreSQL: \(kind.rawValue)", sqlState?.code, constraint].compactMap { $0 }.joined(separator: " ")
    }

    /// With the statement's name, table, column and, where it is harmless, the server's message.
    package var debugDescription: String {
        let more = [
            statement.map { "in \($0)" }, table.map { "table \($0)" }, column.map { "column \($0)" }, message,
        ]
        return ([description] + more.compactMap { $0 }).joined(separator: ", ")
    }
}

/// Which `PostgresError` a `catch` means.
package struct PostgresErrorPattern: Sendable {
    fileprivate let state: SQLState
    fileprivate let constraint: String

    package static func ~= (pattern: PostgresErrorPattern, error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        return error.sqlState == pattern.state && error.constraint == pattern.constraint
    }
}

extension PostgresError {
    /// The value is there already: `catch PostgresError.uniqueViolation("patient_email_key")`.
    package static func uniqueViolation(_ constraint: String) -> PostgresErrorPattern {
        PostgresErrorPattern(state: .uniqueViolation, constraint: constraint)
    }

    /// The row that it refers to is not there.
    package static func foreignKeyViolation(_ constraint: String) -> PostgresErrorPattern {
        PostgresErrorPattern(state: .foreignKeyViolation, constraint: constraint)
    }

    /// The value is outside of what the table allows.
    package static func checkViolation(_ constraint: String) -> PostgresErrorPattern {
        PostgresErrorPattern(state: .checkViolation, constraint: constraint)
    }

    /// The time is taken.
    package static func exclusionViolation(_ constraint: String) -> PostgresErrorPattern {
        PostgresErrorPattern(state: .exclusionViolation, constraint: constraint)
    }
}
