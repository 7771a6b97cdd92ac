/// One row of an answer. Columns are read by name and arrive as the type that the left side asks for:
///
///     let id: ID<Patient> = try row["id"]
///     let ended: Instant? = try row["ended_at"]
package struct Row: Sendable {
    let table: ResultTable
    let index: Int32

    /// The column as `Value`; the error names the column, what was expected and what was found.
    package subscript<Value: PostgresDecodable>(_ column: String) -> Value {
        get throws(PostgresDecodingError) { try Value.decode(try cell(column)) }
    }

    /// The column undecoded.
    package func cell(_ column: String) throws(PostgresDecodingError) -> PostgresCell {
        guard let number = table.column(named: column) else {
            throw PostgresDecodingError(column: column, expected: "a column", found: "no such column")
        }
        return PostgresCell(table, row: index, column: number)
    }
}
