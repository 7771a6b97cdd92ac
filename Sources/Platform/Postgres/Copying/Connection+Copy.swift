extension Connection {
    /// How much is gathered before it goes out.
    private static var chunk: Int { 1 << 16 }

    /// Puts a row for each element into `table`, by COPY: for bulk imports, some ten times as fast as INSERT.
    ///
    /// What was queued before goes first, in a round trip of its own. Where a row is refused, or `rows` throws, the
    /// transaction can only be rolled back and nothing of it remains.
    ///
    /// - Parameters:
    ///   - rows: taken one after the other, never all at once; it may throw what it likes by its elements' making.
    ///   - table: a constant of the program's, in the search path.
    /// - Returns: the number of rows.
    /// - Throws: `PostgresDecodingError` where a column is of another type than its values, `PostgresError`.
    @discardableResult
    package func copy<Element>(
        _ rows: some Sequence<Element>, into table: StaticString, _ columns: [CopyColumn<Element>],
        _ statement: StaticString = #function
    ) throws -> Int {
        try checkColumns(columns, of: table, statement)
        var rows = rows.makeIterator()
        var bytes = CopyBytes()
        bytes.begin()
        var hasEnded = false
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return try copy(
            "COPY \"\(table)\" (\(names)) FROM STDIN (FORMAT binary)", statement
        ) {
            guard !hasEnded else { return nil }
            while bytes.bytes.contents.count < Self.chunk {
                guard let row = rows.next() else {
                    bytes.end()
                    hasEnded = true
                    break
                }
                bytes.beginRow(fields: columns.count)
                for column in columns { column.append(row, &bytes) }
            }
            return bytes.take()
        }
    }

    /// The binary form would take eight bytes of a bigint for an integer and four of something else.
    private func checkColumns<Element>(
        _ columns: [CopyColumn<Element>], of table: StaticString, _ statement: StaticString
    ) throws {
        precondition(!columns.isEmpty, "A row has columns.")
        let found = try fetch(
            """
            SELECT wanted.name, attribute.atttypid::int8 AS oid
            FROM unnest(\(columns.map(\.name))) AS wanted (name)
            LEFT JOIN pg_attribute AS attribute
                ON attribute.attrelid = to_regclass(\("\(table)")) AND attribute.attname = wanted.name
                    AND attribute.attnum > 0 AND NOT attribute.attisdropped
            """, statement
        ) { row in (name: try row["name"] as String, oid: try row["oid"] as Int?) }
        for column in columns {
            let oid = found.first { $0.name == column.name }?.oid
            let type = oid.map { PostgresType(oid: UInt32($0)) }
            guard let type, type.takes(column.type) else {
                throw PostgresDecodingError(
                    column: column.name, expected: "\(column.type)",
                    found: type.map { "\($0)" } ?? "no such column")
            }
        }
    }
}

extension PostgresType {
    /// Whether a column of this type reads the binary form of `other`.
    fileprivate func takes(_ other: PostgresType) -> Bool {
        self == other || other == .text && [.varchar, .bpchar].contains(self)
    }
}

extension Connection {
    /// Runs a COPY whose bytes `next` gives piece by piece, `nil` being the end.
    private func copy(
        _ text: String, _ statement: StaticString, _ next: () throws -> [UInt8]?
    ) throws -> Int {
        // COPY is not for pipelines: what was queued is answered first, to the end.
        _ = try depart { () throws(PostgresError) in try link.sync() }
        do {
            _ = try link.receive(until: deadline)
            return try StatementMetrics.measure(statement, link.slowStatements) {
                try link.copyIn(text, statement, until: deadline, next)
            }
        } catch let error as PostgresError {
            StatementMetrics.countError(error.statement)
            failure = error
            throw error
        } catch {
            failure = PostgresError(.server, sqlState: .inFailedTransaction, statement: "\(statement)")
            throw error
        }
    }
}
