// `enum Channel: String, PostgresEncodable, PostgresDecodable` needs nothing more: the case is its raw text.
// A text that is none of the cases is an error that names the column; the table's CHECK should have refused
// it.

extension RawRepresentable where RawValue == String, Self: PostgresEncodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into bytes: inout PostgresBytes) { rawValue.encode(into: &bytes) }
}

extension RawRepresentable where RawValue == String, Self: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        guard let value = Self(rawValue: try String.decode(cell)) else {
            throw cell.unexpected("a text that is none of them", wanted: Self.self)
        }
        return value
    }
}

extension RawRepresentable where RawValue == Int, Self: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }

    package func encode(into bytes: inout PostgresBytes) { rawValue.encode(into: &bytes) }
}

extension RawRepresentable where RawValue == Int, Self: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        guard let value = Self(rawValue: try Int.decode(cell)) else {
            throw cell.unexpected("a number that is none of them", wanted: Self.self)
        }
        return value
    }
}
