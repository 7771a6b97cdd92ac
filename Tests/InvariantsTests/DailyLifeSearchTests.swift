import CareSupport
import Clinic
import Foundation
import Postgres
import Support
import Testing

@testable import Invariants

/// The same for daily life: somebody's first three weeks stand in the tables, in which nothing is found; then each damage
/// is done with all guards off, found, and taken back.
@Suite(.database) struct `What must never be in daily life` {
    @Test func `is found once it is there, and not before`() async throws {
        let clinic = try await TestClinic()
        _ = try await clinic.inTreatment()
        try await ScriptRunner(url: TestDatabase.current.superuserURL).run(Self.threeWeeks)
        let straight = try await InvariantSearch(database: clinic.database, records: .none).run().violations
        #expect(straight.filter { $0.invariant != "N13" } == [])

        var settings = DatabaseSettings(url: TestDatabase.current.superuserURL)
        settings.connections = 1
        let outside = Database(settings)
        for damage in Self.damages {
            let invariant = try #require(
                Invariant.all(with: .none).first { $0.id == damage.invariant }, "\(damage.invariant)")
            var found: [String] = []
            do {
                found = try await Self.places(of: invariant, after: damage.script, in: outside)
            } catch { Issue.record("\(damage.invariant), \(damage.what): \(String(reflecting: error))") }
            #expect(!found.isEmpty, "\(damage.invariant): \(damage.what)")
        }
        await outside.close()
    }

    /// What the searches of one invariant find after the damage, in a transaction that is then rolled back.
    private static func places(of invariant: Invariant, after script: String, in database: Database)
        async throws -> [String]
    {
        do {
            try await database.transaction(by: Actor.system("test")) { connection in
                try connection.run("SET LOCAL session_replication_role = replica", "test.replica")
                try connection.run("DO $damage$ BEGIN \(unsafe: script) END $damage$", "test.damage")
                var places: [String] = []
                for search in invariant.searches {
                    places += try connection.fetch(search.sql, search.name) { try $0["place"] as String }
                }
                throw Found(places: places)
            }
        } catch let found as Found { return found.places }
        return []
    }

    private struct Found: Error { let places: [String] }
}
