/// PostgreSQL's five characters for what went wrong (Appendix A of its manual), usable in `catch`:
///
///     catch SQLState.uniqueViolation { … }
package struct SQLState: Sendable, Hashable, CustomStringConvertible {
    package let code: String

    package init(_ code: String) { self.code = code }

    /// The first two characters: all of one kind share them.
    package var category: Substring { code.prefix(2) }

    package var description: String { code }

    package static let notNullViolation = Self("23502")
    package static let foreignKeyViolation = Self("23503")
    package static let uniqueViolation = Self("23505")
    package static let checkViolation = Self("23514")
    /// A time slot is taken.
    package static let exclusionViolation = Self("23P01")

    /// Two transactions cannot both have happened; one is run again.
    package static let serializationFailure = Self("40001")
    /// Two transactions waited for each other; one is run again.
    package static let deadlockDetected = Self("40P01")

    package static let featureNotSupported = Self("0A000")
    package static let numericValueOutOfRange = Self("22003")
    /// The server has become a replica.
    package static let readOnlyTransaction = Self("25006")
    package static let inFailedTransaction = Self("25P02")
    package static let invalidStatementName = Self("26000")
    package static let insufficientPrivilege = Self("42501")
    package static let undefinedTable = Self("42P01")
    package static let duplicatePreparedStatement = Self("42P05")
    package static let duplicateDatabase = Self("42P04")
    package static let diskFull = Self("53100")
    package static let tooManyConnections = Self("53300")
    package static let lockNotAvailable = Self("55P03")
    package static let queryCancelled = Self("57014")
    package static let adminShutdown = Self("57P01")
    package static let crashShutdown = Self("57P02")
    package static let cannotConnectNow = Self("57P03")

    /// Whether `error` came from the server with this state.
    package static func ~= (state: SQLState, error: any Error) -> Bool {
        (error as? PostgresError)?.sqlState == state
    }
}
