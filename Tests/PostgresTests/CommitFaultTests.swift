import EmbeddedPostgres
import Foundation
import Postgres
import Support
import Testing

/// What callers are told when the connection ends anywhere in a transaction, held against what has happened.
@Suite(.serialized, .database(only: []), .timeLimit(.minutes(3))) struct `A transaction cut short` {
    private func behindProxy(_ body: (FaultProxy, Database, DatabaseSettings) async throws -> Void)
        async throws
    {
        let proxy = try FaultProxy()
        var settings = DatabaseSettings(url: proxy.url(database: TestDatabase.current.name))
        settings.applicationName = "cut-\(UInt32.random(in: 0 ... .max))"
        settings.connections = 1
        let database = Database(settings)
        try await body(proxy, database, settings)
        proxy.heal()
        await database.close()
        proxy.stop()
    }

    /// Waits until the server has done all that it will for connections that are cut.
    private func settle(_ proxy: FaultProxy, _ settings: DatabaseSettings) async throws {
        try await eventually("cut sessions have ended") {
            try await TestCluster.superuser.fetch(
                "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = \(settings.applicationName)"
            ) { try $0["n"] as Int } == [proxy.open]
        }
    }

    @Test(arguments: [FaultProxy.Side.client, .server])
    func `at each message is known or unknown, as it must be`(side: FaultProxy.Side) async throws {
        let table = try await Table.make()
        try await behindProxy { proxy, database, settings in
            /// Two round trips, COMMIT in the second.
            func write(_ number: Int) async -> PostgresError? {
                do {
                    try await database.transaction(by: TestActor()) { connection in
                        try connection.run("SELECT 1")
                        try connection.execute(table.insert(number))
                    }
                    return nil
                } catch { return error as? PostgresError ?? PostgresError(.badSettings) }
            }
            var fates: [String] = []
            for number in 1...60 {
                // Everything is prepared on the connection that there is then.
                let warm = await write(500 + number)
                #expect(warm == nil)
                let before = proxy.accepted
                proxy.cut(afterMessages: number - 1, from: side)
                let error = await write(number)
                proxy.heal()
                try await settle(proxy, settings)
                let isThere = try await table.numbers().contains(number)
                if proxy.accepted == before, error == nil { break }
                switch error?.outcome {
                case nil: #expect(isThere)
                case .knownNotDone: #expect(!isThere, "\(number)")
                case .unknown: break
                }
                fates.append(
                    "\(error?.outcome == .unknown ? "unknown" : error == nil ? "done" : "not done")"
                        + (isThere ? ", there" : ""))
            }
            // At first it is run again elsewhere; from some point on nobody can know, and whether it is there turns
            // over once.
            let order = fates.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
            #expect(order == ["done, there", "unknown", "unknown, there"])
            #expect(fates.count > 5)
        }
    }

    /// Ends the one session of `settings` once it waits for a lock.
    private func terminateWaiting(_ settings: DatabaseSettings) async throws {
        try await eventually("it waits, and is ended") {
            try await TestCluster.superuser.fetch(
                """
                SELECT pg_terminate_backend(pid, 5000) AS done FROM pg_stat_activity
                WHERE application_name = \(settings.applicationName) AND wait_event_type = 'Lock'
                """
            ) { try $0["done"] as Bool } == [true]
        }
    }

    /// Runs `body` while somebody else has the lock 77.
    private func holdingLock(_ body: () async throws -> Void) async throws {
        let (isHeld, release) = (Gate(), Gate())
        async let holder: Void = TestDatabase.current.database.transaction(by: TestActor()) { connection in
            try connection.run("SELECT pg_advisory_xact_lock(77)")
            isHeld.open()
            release.wait()
        }
        await isHeld.opened()
        do { try await body() } catch {
            release.open()
            throw error
        }
        release.open()
        try await holder
    }

    @Test func `by the server's end during COMMIT is unknown`() async throws {
        let table = try await Table.make()
        // A deferred trigger runs in the COMMIT itself.
        try await ScriptRunner(url: TestDatabase.current.ownerURL).run(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END $$;
            CREATE TABLE slow_commit (number bigint);
            GRANT INSERT ON slow_commit TO lozenge;
            CREATE CONSTRAINT TRIGGER slow_commit_waits AFTER INSERT ON slow_commit
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
            """)
        try await behindProxy { _, database, settings in
            try await holdingLock {
                let writing = Task {
                    try await database.transaction(by: TestActor()) { connection in
                        try connection.execute(table.insert(1))
                        try connection.execute("INSERT INTO slow_commit VALUES (1)")
                    }
                }
                try await terminateWaiting(settings)
                let error = await #expect(throws: PostgresError.self) { try await writing.value }
                #expect(error?.kind == .outcomeUnknown)
                #expect(error?.sqlState == .adminShutdown)
            }
            #expect(try await table.numbers() == [])
        }
    }

    @Test func `by the server's end before the COMMIT that it had already is run again`() async throws {
        let table = try await Table.make()
        try await behindProxy { proxy, database, settings in
            let attempts = Tally()
            try await holdingLock {
                // All in one go with the COMMIT; the server says its last word at the lock.
                let writing = Task {
                    try await database.transaction(by: TestActor()) { connection in
                        try connection.execute(table.insert(attempts.add()))
                        if attempts.count == 1 { try connection.execute("SELECT pg_advisory_xact_lock(77)") }
                    }
                }
                try await terminateWaiting(settings)
                try await writing.value
            }
            #expect(try await table.numbers() == [2])
            #expect(proxy.accepted == 2)
        }
    }
}
