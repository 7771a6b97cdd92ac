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
    ///
    /// - Parameter version: goes no further than this step; `nil` goes to the last.
    @discardableResult
    package func migrate(to version: Int? = nil) async throws -> [Migration] {
        try await onLink { link in
            _ = try link.query("SELECT pg_advisory_lock(\(Self.lock))")
            try link.run(Self.makeLedger)
            let pending = try plan(to: version, on: link).pending
            for step in pending {
                try link.run(Self.begin)
                try apply(step, on: link)
                try commit(step, on: link)
            }
            return pending.map(\.migration)
        }
    }

    /// Does what `migrate` would do, all in one transaction on the real data, and takes it back: the same locks, for as
    /// long as it takes, and no change. A step that relies on an earlier one being committed cannot be rehearsed.
    package func rehearse(to version: Int? = nil) async throws -> [Migration] {
        try await onLink { link in
            _ = try link.query("SELECT pg_advisory_lock(\(Self.lock))")
            try link.run(Self.begin)
            try link.run(Self.makeLedger)
            let pending = try plan(to: version, on: link).pending
            for step in pending { try apply(step, on: link) }
            try link.run("ROLLBACK")
            return pending.map(\.migration)
        }
    }

    /// What was applied, and what `migrate` would apply; changes nothing. Needs no more than the runtime role's rights.
    package func plan(to version: Int? = nil) async throws -> MigrationPlan {
        try await onLink { link in
            let plan = try plan(to: version, on: link)
            return MigrationPlan(applied: plan.ledger.entries, pending: plan.pending.map(\.migration))
        }
    }

    /// What `migrate` would apply; changes nothing. Needs no more than the runtime role's rights.
    package func pending() async throws -> [Migration] { try await plan().pending }

    private func onLink<Value: Sendable>(_ body: @escaping @Sendable (ScriptLink) throws -> Value)
        async throws -> Value
    {
        try await onOwnThread(named: "postgres-migrator") { [url, limit] in
            try body(ScriptLink(url: url, deadline: Deadline(after: limit)))
        }
    }

    // MARK: On the link's thread

    private func plan(
        to version: Int?, on link: ScriptLink
    ) throws -> (ledger: Ledger, pending: [PendingStep]) {
        // The server hashes, so that this target needs no library for it.
        let hashes: [Data] = try link.query(
            """
            SELECT sha256(convert_to(text, 'UTF8')) AS hash
            FROM unnest(\(files.map(\.sql))) WITH ORDINALITY AS file (text, number)
            ORDER BY number
            """
        ).decode { try $0["hash"] }
        let ledger = Ledger(entries: try readEntries(on: link))
        let pending = try ledger.pending(of: files, hashes: hashes)
        guard let version else { return (ledger, pending) }
        guard files.contains(where: { $0.version == version }) else {
            throw MigrationError.noSuchVersion(version)
        }
        if let last = ledger.entries.last, last.version > version {
            throw MigrationError.backwards(to: version)
        }
        return (ledger, pending.filter { $0.migration.version <= version })
    }

    private func readEntries(on link: ScriptLink) throws -> [AppliedMigration] {
        let exists: [Bool] = try link.query(
            "SELECT to_regclass('public.schema_migration') IS NOT NULL AS there"
        )
        .decode { try $0["there"] }
        guard exists == [true] else { return [] }
        return try link.query(
            "SELECT version, name, sha256, applied_at FROM public.schema_migration ORDER BY version"
        ).decode {
            AppliedMigration(
                version: try $0["version"], name: try $0["name"], sha256: try $0["sha256"],
                appliedAt: try $0["applied_at"])
        }
    }

    /// Runs one step in the transaction that is open.
    private func apply(_ step: PendingStep, on link: ScriptLink) throws {
        let migration = step.migration
        do throws(PostgresError) {
            try link.run(migration.sql)
        } catch {
            throw MigrationError.failed(migration.name, error)
        }
        guard link.isInTransaction else { throw MigrationError.endsTransaction(migration.name) }
        do throws(PostgresError) {
            _ = try link.query(
                """
                INSERT INTO public.schema_migration (version, name, sha256, applied_at)
                VALUES (\(migration.version), \(migration.name), \(step.sha256), clock_timestamp())
                """)
        } catch {
            throw MigrationError.failed(migration.name, error)
        }
    }

    private func commit(_ step: PendingStep, on link: ScriptLink) throws {
        do throws(PostgresError) { try link.run("COMMIT") } catch {
            throw MigrationError.failed(step.migration.name, error)
        }
    }

    /// A step that cannot have its lock would make everybody queue behind it.
    private static let begin = "BEGIN; SET LOCAL lock_timeout = '30s'"

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
