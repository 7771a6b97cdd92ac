/// One column of one row, as the server sent it in binary form.
package struct PostgresCell: Sendable {
    private enum Source: Sendable {
        /// Lies in a result, which the cell keeps alive.
        case result(ResultTable, row: Int32, column: Int32)
        /// An array's element, or a cell that a test made.
        case bytes([UInt8]?, column: String)
    }

    package let type: PostgresType
    private let source: Source

    init(_ table: ResultTable, row: Int32, column: Int32) {
        type = table.type(ofColumn: column)
        source = .result(table, row: row, column: column)
    }

    /// A cell of its own; `nil` is NULL.
    package init(column: String, type: PostgresType, bytes: [UInt8]?) {
        self.type = type
        source = .bytes(bytes, column: column)
    }

    /// The column's name, for errors.
    package var column: String {
        switch source {
        case .result(let table, _, let column): table.name(ofColumn: column)
        case .bytes(_, let column): column
        }
    }

    package var isNull: Bool {
        switch source {
        case .result(let table, let row, let column): table.isNull(row: row, column: column)
        case .bytes(let bytes, _): bytes == nil
        }
    }

    /// Reads the bytes; throws where the cell is NULL or its type is not among `types`.
    package func read<Value>(
        as expected: Any.Type, from types: PostgresType..., body: (UnsafeRawBufferPointer) -> Value?
    ) throws(PostgresDecodingError) -> Value {
        guard types.contains(type) else { throw unexpected("\(type)", wanted: expected) }
        guard !isNull else { throw unexpected("NULL", wanted: expected) }
        let value: Value? =
            switch source {
            case .result(let table, let row, let column):
                // The pointer is valid while `table` lives, which `source` holds until this returns.
                withExtendedLifetime(table) { body(table.bytes(row: row, column: column)) }
            case .bytes(let bytes, _): (bytes ?? []).withUnsafeBytes(body)
            }
        guard let value else { throw unexpected("malformed \(type)", wanted: expected) }
        return value
    }

    /// Reads an integer of exactly `Number`'s width.
    package func readInteger<Number: FixedWidthInteger>(
        _ number: Number.Type, as expected: Any.Type, from type: PostgresType
    ) throws(PostgresDecodingError) -> Number {
        try read(as: expected, from: type) { Number(bigEndianBytes: $0) }
    }

    /// A `date` column as days since 1970-01-01; infinite dates are refused.
    package func dateDaysSince1970() throws(PostgresDecodingError) -> Int32 {
        let days = try readInteger(Int32.self, as: Int32.self, from: .date)
        guard days > .min, days < .max - PostgresEpoch.days else {
            throw unexpected("infinite date", wanted: Int32.self)
        }
        return days + PostgresEpoch.days
    }

    /// A `timestamptz` column as microseconds since 1970; infinite ones are refused.
    package func microsecondsSince1970() throws(PostgresDecodingError) -> Int64 {
        let count = try readInteger(Int64.self, as: Int64.self, from: .timestamptz)
        guard count > .min, count < .max - PostgresEpoch.microseconds else {
            throw unexpected("infinite timestamptz", wanted: Int64.self)
        }
        return count + PostgresEpoch.microseconds
    }

    /// The error for this cell.
    package func unexpected(_ found: String, wanted expected: Any.Type) -> PostgresDecodingError {
        PostgresDecodingError(column: column, expected: "\(expected)", found: found)
    }
}

extension FixedWidthInteger {
    /// The number in exactly these bytes, network byte order; `nil` for another length.
    init?(bigEndianBytes bytes: UnsafeRawBufferPointer) {
        guard bytes.count == MemoryLayout<Self>.size else { return nil }
        self = Self(bigEndian: bytes.loadUnaligned(as: Self.self))
    }
}
