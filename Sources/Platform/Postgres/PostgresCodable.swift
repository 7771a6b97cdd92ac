/// A value that can be bound in SQL: `\(value)` in a query becomes `$1` and these bytes.
package protocol PostgresEncodable: Sendable {
    /// The type as which the parameter is declared.
    static var postgresType: PostgresType { get }

    /// Appends the value in PostgreSQL's binary form, or NULL.
    func encode(into bytes: inout PostgresBytes)
}

/// A value that can be read from a column: `let id: ID<Patient> = try row["id"]`.
package protocol PostgresDecodable: Sendable {
    /// Reads the cell; the error names the column, what was expected and what was found, never the value.
    static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self
}
