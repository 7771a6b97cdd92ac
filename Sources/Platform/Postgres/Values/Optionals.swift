// NULL is `nil`, and only where the program says that a column may be NULL.

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: PostgresType { Wrapped.postgresType }

    package func encode(into bytes: inout PostgresBytes) {
        switch self {
        case .some(let value): value.encode(into: &bytes)
        case .none: bytes.appendNull()
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}
