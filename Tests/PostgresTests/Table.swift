import Foundation
import Postgres
import Support

/// A small table that each test fills for itself: rows carry the test's own mark, so tests can run side by
/// side.
struct Table {
    let mark = UUID()
    let database = TestDatabase.current.database

    /// Made by the first test that asks; the runtime role may use it like any table of the program.
    static func make() async throws -> Table {
        try await ScriptRunner(url: TestDatabase.current.ownerURL).run(
            """
            SELECT pg_advisory_xact_lock(1);
            CREATE TABLE IF NOT EXISTS note (
                mark uuid NOT NULL, number bigint NOT NULL,
                actor text NOT NULL DEFAULT current_setting('lozenge.actor'),
                CONSTRAINT note_mark_number_key UNIQUE (mark, number),
                CONSTRAINT note_number_is_small CHECK (number < 1000)
            );
            GRANT SELECT, INSERT, UPDATE, DELETE ON note TO lozenge;
            """)
        return Table()
    }

    func insert(_ number: Int) -> SQL { "INSERT INTO note (mark, number) VALUES (\(mark), \(number))" }

    var select: SQL { "SELECT number FROM note WHERE mark = \(mark) ORDER BY number" }

    /// What is there for everybody to see.
    func numbers(of database: Database? = nil) async throws -> [Int] {
        try await (database ?? self.database).read(by: TestActor(), select) { try $0["number"] }
    }
}
