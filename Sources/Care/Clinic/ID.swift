import Clocks
import Foundation
import Postgres
import Synchronization

/// The id of one `Thing`: a UUIDv7 (RFC 9562), so that ids made later sort later and indexes stay dense.
///
/// The type parameter keeps a patient's id from being passed where an account's belongs.
package struct ID<Thing>: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads the usual 36 characters, either case; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        guard let uuid = UUID(uuidString: String(text)) else { return nil }
        self.uuid = uuid
    }

    /// A fresh id: 48 bits of the milliseconds of `now`, then a count, then chance.
    ///
    /// The count makes ids of one process sort in the order in which they were made, also within a millisecond
    /// (RFC 9562, 6.2, method 1): what happens in one transaction keeps its order in a timeline.
    package init(at now: Instant) {
        let milliseconds = UInt64(bitPattern: now.microsecondsSince1970 / 1000)
        let count = IDCount.next()
        let first = milliseconds << 16 | 0x7000 | count >> 14 & 0x0FFF
        let second = 0x8000_0000_0000_0000 | (count & 0x3FFF) << 48 | .random(in: 0..<1 << 48)
        let bytes = [first, second].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
        uuid = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Lower case, as PostgreSQL and the wire write it.
    package var description: String { uuid.uuidString.lowercased() }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

/// How many ids this process has made, in 26 bits.
private enum IDCount {
    private static let count = Atomic<UInt64>(0)

    static func next() -> UInt64 { count.wrappingAdd(1, ordering: .relaxed).newValue & 0x3FF_FFFF }
}

extension ID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { UUID.postgresType }

    package func encode(into bytes: inout PostgresBytes) { uuid.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(try UUID.decode(cell))
    }
}
