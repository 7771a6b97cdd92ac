import Postgres

/// An amount of ketamine hydrochloride in whole milligrams; the program knows no fraction of one.
package struct Milligrams: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let count: Int

    package init(_ count: Int) { self.count = count }

    package static let zero = Milligrams(0)

    package var description: String { "\(count) mg" }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
    package static func + (left: Self, right: Self) -> Self { Self(left.count + right.count) }
    package static func - (left: Self, right: Self) -> Self { Self(left.count - right.count) }
    package static func * (dose: Self, times: Int) -> Self { Self(dose.count * times) }
}

extension Milligrams: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Int.postgresType }

    package func encode(into bytes: inout PostgresBytes) { count.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(try Int.decode(cell))
    }
}
