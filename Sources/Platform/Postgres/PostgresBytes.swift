/// Collects a parameter in PostgreSQL's binary form: big-endian, without separators.
///
/// An encoder appends its value and nothing else; the length in front is put there by whoever collects.
package struct PostgresBytes: Sendable {
    package private(set) var contents: [UInt8] = []
    package private(set) var isNull = false

    package init() {}

    mutating func reserveCapacity(_ count: Int) { contents.reserveCapacity(count) }

    /// Adds a number in network byte order, at its own width.
    package mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.bigEndian) { contents.append(contentsOf: $0) }
    }

    /// Adds bytes as they are.
    package mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        contents.append(contentsOf: bytes)
    }

    /// Adds a date, given as days since 1970-01-01; PostgreSQL counts from 2000-01-01.
    package mutating func append(date daysSince1970: Int32) {
        append(daysSince1970 - PostgresEpoch.days)
    }

    /// Adds a moment, given as microseconds since 1970; PostgreSQL counts from 2000-01-01T00:00:00Z.
    package mutating func append(microsecondsSince1970: Int64) {
        append(microsecondsSince1970 - PostgresEpoch.microseconds)
    }

    /// The value is NULL; what was appended to it before does not count.
    package mutating func appendNull() { isNull = true }

    /// Ends one value and begins the next in the same storage: its length, or -1 for NULL.
    mutating func endValue(begunAt start: Int) -> Int32 {
        defer { isNull = false }
        guard isNull else { return Int32(contents.count - start) }
        contents.removeSubrange(start...)
        return -1
    }

    /// Puts a length that is known only now in the four bytes at `offset`.
    mutating func replaceLength(at offset: Int, with length: Int32) {
        withUnsafeBytes(of: length.bigEndian) { contents.replaceSubrange(offset..<offset + 4, with: $0) }
    }
}

/// How far PostgreSQL's zero (2000-01-01) lies after 1970-01-01.
enum PostgresEpoch {
    static let days: Int32 = 10_957
    static let microseconds: Int64 = 946_684_800_000_000
}
