import Postgres

/// Which job: a number counted up by the database, in the order in which jobs were put in.
package struct JobID: RawRepresentable, Sendable, Hashable, Comparable, PostgresEncodable, PostgresDecodable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

extension JobID: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
