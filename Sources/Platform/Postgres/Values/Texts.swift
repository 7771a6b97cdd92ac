import Foundation

// Text, bytes and ids.

extension String: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(contentsOf: utf8) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> String {
        try cell.read(as: String.self, from: .text, .varchar, .bpchar, .name) {
            String(validating: $0, as: UTF8.self)
        }
    }
}

extension Data: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bytea }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(contentsOf: self) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Data {
        try cell.read(as: Data.self, from: .bytea) { Data($0) }
    }
}

extension UUID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .uuid }

    package func encode(into bytes: inout PostgresBytes) {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> UUID {
        try cell.read(as: UUID.self, from: .uuid) { bytes in
            bytes.count == 16 ? UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) : nil
        }
    }
}
