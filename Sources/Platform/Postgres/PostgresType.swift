/// The type of a parameter or a column, by PostgreSQL's own number for it (`pg_type.oid`).
package struct PostgresType: Sendable, Hashable {
    package let oid: UInt32

    package init(oid: UInt32) { self.oid = oid }

    package static let bool = Self(oid: 16)
    package static let bytea = Self(oid: 17)
    package static let char = Self(oid: 18)
    package static let name = Self(oid: 19)
    package static let int8 = Self(oid: 20)
    package static let int2 = Self(oid: 21)
    package static let int4 = Self(oid: 23)
    package static let text = Self(oid: 25)
    package static let oid = Self(oid: 26)
    package static let json = Self(oid: 114)
    package static let float4 = Self(oid: 700)
    package static let float8 = Self(oid: 701)
    package static let bpchar = Self(oid: 1042)
    package static let varchar = Self(oid: 1043)
    package static let date = Self(oid: 1082)
    package static let timestamptz = Self(oid: 1184)
    package static let uuid = Self(oid: 2950)
    package static let jsonb = Self(oid: 3802)

    package static let boolArray = Self(oid: 1000)
    package static let byteaArray = Self(oid: 1001)
    package static let int2Array = Self(oid: 1005)
    package static let int4Array = Self(oid: 1007)
    package static let textArray = Self(oid: 1009)
    package static let int8Array = Self(oid: 1016)
    package static let float8Array = Self(oid: 1022)
    package static let dateArray = Self(oid: 1182)
    package static let timestamptzArray = Self(oid: 1185)
    package static let uuidArray = Self(oid: 2951)
    package static let jsonbArray = Self(oid: 3807)

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: .boolArray, .bytea: .byteaArray, .int2: .int2Array, .int4: .int4Array, .text: .textArray,
        .int8: .int8Array, .float8: .float8Array, .date: .dateArray, .timestamptz: .timestamptzArray,
        .uuid: .uuidArray, .jsonb: .jsonbArray,
    ]

    /// The type of an array of these: `text[]` of `text`.
    package var array: PostgresType {
        guard let array = Self.arrays[self] else {
            preconditionFailure("No array type is known for the PostgreSQL type \(self).")
        }
        return array
    }
}

extension PostgresType: CustomStringConvertible {
    private static let names: [PostgresType: String] = [
        .bool: "bool", .bytea: "bytea", .char: "char", .name: "name", .int8: "int8", .int2: "int2",
        .int4: "int4", .text: "text", .oid: "oid", .json: "json", .float4: "float4", .float8: "float8",
        .bpchar: "bpchar", .varchar: "varchar", .date: "date", .timestamptz: "timestamptz", .uuid: "uuid",
        .jsonb: "jsonb", Self(oid: 1114): "timestamp", Self(oid: 1700): "numeric", Self(oid: 2278): "void",
    ]

    /// PostgreSQL's name for it, or its number.
    package var description: String {
        if let name = Self.names[self] { return name }
        if let element = Self.arrays.first(where: { $0.value == self })?.key { return "\(element)[]" }
        return "type \(oid)"
    }
}
