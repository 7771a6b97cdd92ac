import Foundation
import Postgres
import Support
import Testing

/// The schema's way forward.
struct `The migrator` {
    private let files = [
        Migration(
            version: 1, name: "0001_one", sql: "CREATE TABLE one (id int); CREATE TABLE more (id int);"),
        Migration(version: 2, name: "0002_two", sql: "CREATE TABLE two (id bigint);"),
    ]

    private func onEmptyDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with(.only([]), body)
    }

    private func migrate(_ files: [Migration], _ database: TestDatabase) async throws -> [String] {
        try await Migrator(ownerURL: database.ownerURL, files: files).migrate().map(\.name)
    }

    @Test func `applies each step once`() async throws {
        try await onEmptyDatabase { database in
            let applied = [
                try await migrate([files[0]], database), try await migrate(files, database),
                try await migrate(files, database),
            ]
            #expect(applied == [["0001_one"], ["0002_two"], []])
        }
    }

    @Test func `run eight times at once is one`() async throws {
        try await onEmptyDatabase { database in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 { group.addTask { try await migrate(files, database) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied == ["0001_one", "0002_two"])
        }
    }

    @Test func `tells the runtime role what is missing`() async throws {
        try await onEmptyDatabase { database in
            _ = try await migrate([files[0]], database)
            let pending = try await Migrator(ownerURL: database.url, files: files).pending()
            #expect(pending.map(\.name) == ["0002_two"])
        }
    }

    @Test func `goes no further than it is told, and never back`() async throws {
        try await onEmptyDatabase { database in
            let migrator = Migrator(ownerURL: database.ownerURL, files: files)
            #expect(try await migrator.migrate(to: 1).map(\.name) == ["0001_one"])
            let plan = try await migrator.plan()
            #expect(plan.applied.map(\.name) == ["0001_one"])
            #expect(plan.pending.map(\.name) == ["0002_two"])
            #expect(try await migrator.plan(to: 1).pending.isEmpty)
            #expect(try await migrator.migrate(to: 2).map(\.name) == ["0002_two"])
            await #expect(throws: MigrationError.backwards(to: 1)) { try await migrator.migrate(to: 1) }
            await #expect(throws: MigrationError.noSuchVersion(3)) { try await migrator.migrate(to: 3) }
        }
    }

    @Test func `rehearses all steps and leaves nothing of them`() async throws {
        try await onEmptyDatabase { database in
            let migrator = Migrator(ownerURL: database.ownerURL, files: files)
            #expect(try await migrator.rehearse().map(\.name) == ["0001_one", "0002_two"])
            let plan = try await migrator.plan()
            #expect(plan.applied.isEmpty)
            #expect(plan.pending.count == 2)
            // What would fail is found before it does.
            _ = try await migrator.migrate(to: 1)
            let bad = Migration(version: 2, name: "0002_bad", sql: "ALTER TABLE one ADD CHECK (id > 'x');")
            let rehearsal = Migrator(ownerURL: database.ownerURL, files: [files[0], bad])
            let error = await #expect(throws: MigrationError.self) { try await rehearsal.rehearse() }
            guard case .failed("0002_bad", _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await migrate(files, database) == ["0002_two"])
        }
    }

    @Test func `refuses a step that was changed`() async throws {
        try await onEmptyDatabase { database in
            _ = try await migrate(files, database)
            let changed = [files[0], Migration(version: 2, name: "0002_two", sql: files[1].sql + "\n")]
            await #expect(throws: MigrationError.changed("0002_two")) { try await migrate(changed, database) }
            let renamed = [files[0], Migration(version: 2, name: "0002_other", sql: files[1].sql)]
            await #expect(throws: MigrationError.changed("0002_other")) {
                try await migrate(renamed, database)
            }
        }
    }

    @Test func `refuses a database of a newer program`() async throws {
        try await onEmptyDatabase { database in
            _ = try await migrate(files, database)
            await #expect(throws: MigrationError.unknownToFiles("0002_two")) {
                try await migrate([files[0]], database)
            }
        }
    }

    @Test func `refuses a step before one that was applied`() async throws {
        try await onEmptyDatabase { database in
            _ = try await migrate([files[1]], database)
            await #expect(throws: MigrationError.outOfOrder("0001_one")) {
                try await migrate(files, database)
            }
        }
    }

    @Test func `leaves nothing of a step that fails, and all of those before`() async throws {
        try await onEmptyDatabase { database in
            let bad = Migration(
                version: 2, name: "0002_bad", sql: "CREATE TABLE half (id bigint); SELECT 1/0;")
            let error = await #expect(throws: MigrationError.self) {
                try await migrate([files[0], bad], database)
            }
            guard case .failed("0002_bad", let cause)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.sqlState == SQLState("22012"))
            #expect(try await migrate(files, database) == ["0002_two"])
            let tables = try await ScriptRunner(url: database.ownerURL).fetch(
                "SELECT relname FROM pg_class WHERE relname IN ('one', 'half') AND relkind = 'r'"
            ) { try $0["relname"] as String }
            #expect(tables == ["one"])
        }
    }

    @Test func `refuses a step that commits by itself`() async throws {
        try await onEmptyDatabase { database in
            let sneaky = Migration(
                version: 1, name: "0001_sneaky", sql: "CREATE TABLE one (id bigint); COMMIT;")
            await #expect(throws: MigrationError.endsTransaction("0001_sneaky")) {
                try await migrate([sneaky], database)
            }
        }
    }

    @Test func `reads a folder by number and refuses what it would overlook`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String) throws {
            try Data("SELECT 1".utf8).write(to: folder.appending(path: name))
        }
        for name in ["0002_b_two.sql", "0001_a_one.sql", "README.md"] { try write(name) }
        #expect(try Migration.load(from: folder).map(\.name) == ["0001_a_one", "0002_b_two"])
        try write("0002_c.sql")
        #expect(throws: MigrationError.sameVersion("0002_b_two", "0002_c")) {
            try Migration.load(from: folder)
        }
        try write("3_d.sql")
        #expect(throws: MigrationError.badName("3_d.sql")) { try Migration.load(from: folder) }
    }
}
