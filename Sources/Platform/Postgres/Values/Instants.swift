import Clocks

// A moment is a timestamptz; both count whole microseconds, so nothing is lost on the way.

extension Instant: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into bytes: inout PostgresBytes) {
        bytes.append(microsecondsSince1970: microsecondsSince1970)
    }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Instant {
        Instant(microsecondsSince1970: try cell.microsecondsSince1970())
    }
}
