import Postgres

/// The languages in which patients are spoken to. Codes never change with it, words do.
package enum Language: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case en, es
}
