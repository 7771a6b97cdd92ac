/// An object's members.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let level: JSONLevel
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        level.writer.write(ascii: "null")
    }

    mutating func encode(_ value: Bool, forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        level.writer.write(ascii: value ? "true" : "false")
    }

    mutating func encode(_ value: String, forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        level.writer.write(text: value)
    }

    mutating func encode(_ value: Int, forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        level.writer.write(number: value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        try level.writer.write(double: value)
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try level.beginMember(key.stringValue)
        try level.writer.write(value)
    }

    // These cannot throw: Foundation's encoder does the whole again.

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(JSONObjectContainer<Nested>(level: level.leftToFoundation()))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONArrayContainer(level: level.leftToFoundation())
    }

    mutating func superEncoder() -> any Encoder { level.leftToFoundation() }

    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

/// An array's elements.
struct JSONArrayContainer: UnkeyedEncodingContainer {
    let level: JSONLevel
    var codingPath: [any CodingKey] { [] }
    var count: Int { level.elementCount }

    mutating func encodeNil() throws {
        level.beginElement()
        level.writer.write(ascii: "null")
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        level.beginElement()
        try level.writer.write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(JSONObjectContainer<Nested>(level: level.leftToFoundation()))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArrayContainer(level: level.leftToFoundation())
    }

    mutating func superEncoder() -> any Encoder { level.leftToFoundation() }
}

/// A value that is neither.
struct JSONSingleContainer: SingleValueEncodingContainer {
    let level: JSONLevel
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws { level.writer.write(ascii: "null") }
    mutating func encode(_ value: Bool) throws { level.writer.write(ascii: value ? "true" : "false") }
    mutating func encode(_ value: String) throws { level.writer.write(text: value) }
    mutating func encode(_ value: Double) throws { try level.writer.write(double: value) }
    mutating func encode(_ value: Float) throws { throw LeftToFoundation() }
    mutating func encode(_ value: Int) throws { level.writer.write(number: value) }
    mutating func encode(_ value: Int8) throws { level.writer.write(number: value) }
    mutating func encode(_ value: Int16) throws { level.writer.write(number: value) }
    mutating func encode(_ value: Int32) throws { level.writer.write(number: value) }
    mutating func encode(_ value: Int64) throws { level.writer.write(number: value) }
    mutating func encode(_ value: UInt) throws { level.writer.write(number: value) }
    mutating func encode(_ value: UInt8) throws { level.writer.write(number: value) }
    mutating func encode(_ value: UInt16) throws { level.writer.write(number: value) }
    mutating func encode(_ value: UInt32) throws { level.writer.write(number: value) }
    mutating func encode(_ value: UInt64) throws { level.writer.write(number: value) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try level.writer.write(value) }
}
