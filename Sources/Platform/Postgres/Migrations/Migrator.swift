import Foundation

/// Brings the schema up to date, as the owner of it: each file once, in order, each in its own transaction.
///
/// What was applied stands in `schema_migration` with the SHA-256 of its text. Two migrators at once are one:
/// the second waits for the first and finds nothing left. Doing it again changes nothing.
package struct Migrator: Sendable {
    /// "lozenge" in ASCII: the advisory lock of whoever migrates.
    private static let lock = 0x006c_6f7a_656e_6765

    private let url: String
    private let files: [Migration]
    private let limit: Duration

    /// `url` signs in as the schema's owner. `limit` covers waiting for another migrator, too.
    package init(ownerURL url: String, files: [Migration], within limit: Duration = .seconds(600)) {
        self.url = url
        self.files = files
        self.limit = limit
    }

    /// Applies what is missing and says what that was. Throws `MigrationError` or `PostgresError`.
    @discardableResult
    package func migrate() async throws -> [Migration] {
        try await onLink { link in
            _ = try link.query("SELECT pg_advisory_lock(\(Self.lock))")
            try link.run(Self.makeLedger)
            let pending = try pending(on: link)
            for (migration, hash) in pending { try apply(migration, hash, on: link) }
            return pending.map(\.0)
        }
    }

    /// What `migrate` would apply; changes nothing. Needs no more than the runtime role's rights.
    package func pending() async throws -> [Migration] {
        try await onLink { link in try pending(on: link).map(\.0) }
    }

    private func onLink<Value: Sendable>(_ body: @escaping @Sendable (ScriptLink) throws -> Value)
        async throws -> Value
    {
        try await onOwnThread(named: "postgres-migrator") { [url, limit] in
            try body(ScriptLink(url: url, deadline: Deadline(after: limit)))
        }
    }

    // MARK: On the link's thread

    private func pending(on link: ScriptLink) throws -> [(Migration, Data)] {
        // The server hashes, so that this target needs no library for it.
        let hashes: [Data] = try link.query(
            """
            SELECT sha256(convert_to(text, 'UTF8')) AS hash
            FROM unnest(\(files.map(\.sql))) WITH ORDINALITY AS file (text, number)
            ORDER BY number
            """
        ).decode { try $0["hash"] }
        let ledger = Ledger(entries: try readEntries(on: link))
        return try ledger.pending(of: files, hashes: hashes)
    }

    private func readEntries(on link: ScriptLink) throws -> [Ledger.Entry] {
        let exists: [Bool] = try link.query(
            "SELECT to_regclass('public.schema_migration') IS NOT NULL AS there"
        )
        .decode { try $0["there"] }
        guard exists == [true] else { return [] }
        return try link.query("SELECT version, name, sha256 FROM public.schema_migration ORDER BY version")
            .decode {
                Ledger.Entry(version: try $0["version"], name: try $0["name"], sha256: try $0["sha256"])
            }
    }

    private func apply(_ migration: Migration, _ hash: Data, on link: ScriptLink) throws {
        do throws(PostgresError) {
            // A step that cannot have its lock would make everybody queue behind it.
            try link.run("BEGIN; SET LOCAL lock_timeout = '30s'")
            try link.run(migration.sql)
            guard link.isInTransaction else { throw PostgresError(.server, statement: "endsTransaction") }
            _ = try link.query(
                """
                INSERT INTO public.schema_migration (version, name, sha256, applied_at)
                VALUES (\(migration.version), \(migration.name), \(hash), clock_timestamp())
                """)
            try link.run("COMMIT")
        } catch {
            if error.statement == "endsTransaction" { throw MigrationError.endsTransaction(migration.name) }
            throw MigrationError.failed(migration.name, error)
        }
    }

    /// The runtime role may read the ledger, so that readiness can be told without the owner's rights.
    private static let makeLedger = """
        CREATE TABLE IF NOT EXISTS public.schema_migration (
            version    integer PRIMARY KEY CHECK (version >= 0),
            name       text NOT NULL UNIQUE,
            sha256     bytea NOT NULL CHECK (length(sha256) = 32),
            applied_at timestamptz NOT NULL
        );
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lozenge') THEN
                GRANT SELECT ON public.schema_migration TO lozenge;
            END IF;
        END $$
        """
}
