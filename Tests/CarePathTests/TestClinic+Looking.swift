import CareSupport
import Clinic
import Postgres
import Support
import Testing

/// Looking into the tables behind the corridor's back.
extension TestClinic {
    func count(_ sql: SQL) async throws -> Int {
        try await database.read(by: Actor.system("test"), sql, "test.count") { try $0["n"] as Int }[0]
    }

    func texts(_ sql: SQL) async throws -> [String] {
        try await database.read(by: Actor.system("test"), sql, "test.texts") { try $0["line"] as String }
    }

    /// Every table that the server may read.
    func tables() async throws -> [String] {
        try await texts(
            """
            SELECT quote_ident(relname) AS line FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                AND has_table_privilege(oid, 'SELECT')
            """)
    }
}

extension TestClinic {
    /// Whether a CHECK names exactly these words.
    func expectCheck(_ constraint: String, toName words: [String]) async throws {
        let text = try await texts(
            "SELECT pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE conname = \(constraint) LIMIT 1"
        )
        let named = try #require(text.first).matches(of: /'([^']+)'/).map { String($0.output.1) }
        #expect(Set(named) == Set(words))
    }
}
