import EmbeddedPostgres
import Postgres
import Testing

/// A real database, migrated, for one suite alone:
///
///     @Suite(.database) struct `When the pharmacy acknowledges` {
///         let database = TestDatabase.current.database
///     }
///
/// It is cloned from a migrated template, which takes about 0.2 s, and dropped when the suite has ended.
package struct TestDatabase: Sendable {
    package let name: String
    /// As the runtime role, like the program.
    package let database: Database

    /// The runtime role's way to it.
    package var url: String { TestCluster.cluster.url(as: PrivateCluster.runtimeRole, database: name) }
    /// The owner's way: migrations, and looking where the program may not.
    package var ownerURL: String { TestCluster.cluster.url(as: PrivateCluster.ownerRole, database: name) }
    /// The superuser's way: ending sessions, waiting for locks.
    package var superuserURL: String { TestCluster.cluster.url(as: PrivateCluster.superuser, database: name) }

    @TaskLocal private static var bound: TestDatabase?

    /// The suite's database.
    package static var current: TestDatabase {
        guard let bound else { preconditionFailure("Write `@Suite(.database)` on the suite that wants one.") }
        return bound
    }

    /// Runs `body` with a database of its own, outside of a suite.
    package static func with<Value>(
        _ migrations: ChosenMigrations = .all, _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let name = try await TestCluster.clone(migrations)
        var settings = DatabaseSettings(
            url: TestCluster.cluster.url(as: PrivateCluster.runtimeRole, database: name))
        // What tests ask for may take its time on a busy machine.
        settings.waitLimit = .seconds(10)
        let database = Database(settings)
        let result: Result<Value, any Error>
        do { result = .success(try await body(TestDatabase(name: name, database: database))) } catch {
            result = .failure(error)
        }
        await database.close()
        try await TestCluster.drop(name)
        return try result.get()
    }

    fileprivate static func provide(
        _ migrations: ChosenMigrations, for body: @Sendable () async throws -> Void
    ) async throws {
        try await with(migrations) { database in try await $bound.withValue(database) { try await body() } }
    }
}

/// Gives the suite a database of its own.
package struct DatabaseTrait: SuiteTrait, TestScoping {
    fileprivate let migrations: ChosenMigrations
    package let isRecursive = false

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestDatabase.provide(migrations, for: function)
    }
}

extension Trait where Self == DatabaseTrait {
    /// A migrated database of the suite's own, as `TestDatabase.current`.
    package static var database: Self { DatabaseTrait(migrations: .all) }

    /// The same with only some migrations applied, by file name without `.sql`; with none for the ground
    /// itself.
    package static func database(only names: [String]) -> Self { DatabaseTrait(migrations: .only(names)) }
}
