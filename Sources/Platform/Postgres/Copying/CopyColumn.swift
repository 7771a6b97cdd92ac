/// One column of a bulk import: its name, and what each element puts there.
///
///     try connection.copy(
///         terms, into: "medication_term",
///         [CopyColumn("term") { $0.text }, CopyColumn("class_code") { $0.code }], "medicationTerm.import")
///
/// COPY's binary form converts nothing, so the column must be of the value's own type: `Int` needs bigint, `Int32`
/// integer, `Int16` smallint. That is checked before the first row goes out.
package struct CopyColumn<Element>: Sendable {
    let name: String
    let type: PostgresType
    let append: @Sendable (Element, inout CopyBytes) -> Void

    package init<Value: PostgresEncodable>(
        _ name: StaticString, _ value: @escaping @Sendable (Element) -> Value
    ) {
        self.name = "\(name)"
        type = Value.postgresType
        append = { element, bytes in bytes.append(value(element)) }
    }
}

/// Rows in the binary form of COPY (PostgreSQL's manual, COPY, "Binary Format"): a header, for each row the number of
/// its fields and each field with its length in front, and -1 at the end.
struct CopyBytes {
    private(set) var bytes = PostgresBytes()

    mutating func begin() {
        bytes.append(contentsOf: Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00])
        // No flags, no extension.
        bytes.append(Int32(0))
        bytes.append(Int32(0))
    }

    mutating func beginRow(fields: Int) { bytes.append(Int16(fields)) }

    mutating func append(_ value: some PostgresEncodable) {
        let lengthAt = bytes.contents.count
        bytes.append(Int32(0))
        value.encode(into: &bytes)
        let length = bytes.endValue(begunAt: lengthAt + 4)
        bytes.replaceLength(at: lengthAt, with: length)
    }

    mutating func end() { bytes.append(Int16(-1)) }

    /// Gives what was gathered and begins anew.
    mutating func take() -> [UInt8] {
        defer { bytes = PostgresBytes() }
        return bytes.contents
    }
}
