import Foundation

// Numbers and truth. Every integer of the program is `Int` and bound as int8; PostgreSQL converts it on the
// way into a smaller column and refuses one that does not fit (22003).

extension Bool: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bool }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(UInt8(self ? 1 : 0)) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Bool {
        try cell.readInteger(UInt8.self, as: Bool.self, from: .bool) != 0
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int8 }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(Int64(self)) }

    /// From int2, int4 and int8 alike.
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Int {
        switch cell.type {
        case .int2: Int(try cell.readInteger(Int16.self, as: Int.self, from: .int2))
        case .int4: Int(try cell.readInteger(Int32.self, as: Int.self, from: .int4))
        default: Int(try cell.readInteger(Int64.self, as: Int.self, from: .int8))
        }
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int2 }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Int16 {
        try cell.readInteger(Int16.self, as: Int16.self, from: .int2)
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int4 }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Int32 {
        try cell.readInteger(Int32.self, as: Int32.self, from: .int4)
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int8 }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }

    /// From int2, int4 and int8 alike.
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Int64 {
        Int64(try Int.decode(cell))
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .float8 }

    package func encode(into bytes: inout PostgresBytes) { bytes.append(bitPattern) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Double {
        guard cell.type != .float4 else {
            return Double(
                Float(bitPattern: try cell.readInteger(UInt32.self, as: Double.self, from: .float4)))
        }
        return Double(bitPattern: try cell.readInteger(UInt64.self, as: Double.self, from: .float8))
    }
}
