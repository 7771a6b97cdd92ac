import Clocks
import Foundation
import Postgres

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

    /// A fresh id whose first 48 bits are the milliseconds of `now`.
    package init(at now: Instant) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: now, using: &generator)
    }

    /// A fresh id from the given source of chance: a seeded one makes runs repeat.
    package init(at now: Instant, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(bitPattern: now.microsecondsSince1970 / 1000)
        let first = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
        let second = 0x8000_0000_0000_0000 | generator.next() >> 2
        let bytes = [first, second].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
        uuid = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Lower case, as PostgreSQL and the wire write it.
    package var description: String { uuid.uuidString.lowercased() }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

extension ID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { UUID.postgresType }

    package func encode(into bytes: inout PostgresBytes) { uuid.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(try UUID.decode(cell))
    }
}
