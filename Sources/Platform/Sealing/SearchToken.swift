import Crypto
import Foundation
import Postgres

/// What a sealed value can be found by: a keyed hash of it, equal for equal values, saying nothing to whoever
/// lacks the search key.
///
/// Rows `(token, patient)` with plain equality on `bytea`, so the index is used under row-level security too.
package struct SearchToken: Sendable, Hashable {
    /// The first sixteen bytes of an HMAC-SHA-256: by chance the same once in 2^64 values.
    package let bytes: Data

    private init(bytes: Data) { self.bytes = bytes }

    init(_ kind: Kind, _ normalized: String, key: SymmetricKey) {
        let message = Data(kind.rawValue.utf8) + [0] + Data(normalized.utf8)
        bytes = Data(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(16))
    }

    /// What is searched for. The same text under two kinds gives two unrelated tokens.
    package enum Kind: String, Sendable, CaseIterable {
        /// One word of a name, or its first three letters.
        case name
        /// `YYYY-MM-DD`.
        case birthDate
        case email
        /// In any usual way of writing it; ten digits are taken as a number in the United States.
        case phone
        /// A pharmacy's order number.
        case orderNumber
        /// A carrier's tracking number.
        case trackingNumber
        /// A line of a file that was taken over, by which the same line is known again.
        case importedLine
    }
}

extension SearchToken: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bytea }

    package func encode(into bytes: inout PostgresBytes) { self.bytes.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(bytes: try Data.decode(cell))
    }
}
