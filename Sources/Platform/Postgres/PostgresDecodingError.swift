/// A column did not hold what the program expects there. It never quotes the value, which may be a patient's.
package struct PostgresDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    package let column: String
    /// What the program wanted: a Swift type.
    package let expected: String
    /// What stood there: a PostgreSQL type, `NULL`, `no such column`, `malformed int8`.
    package let found: String

    package init(column: String, expected: String, found: String) {
        self.column = column
        self.expected = expected
        self.found = found
    }

    package var description: String { "column \"\(column)\": expected \(expected), found \(found)" }
}
