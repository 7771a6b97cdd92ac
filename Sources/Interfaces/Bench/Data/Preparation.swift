import Access
import Clocks
import Foundation
import Postgres

/// Puts made-up patients into a migrated database, and what one needs to act for them into a folder.
struct Preparation {
    /// The database as a role that owns the tables, for libpq.
    let database: String
    let patients: Int
    /// Since how many days they take the medicine.
    let days: Int
    /// How many of them get a token.
    let tokens: Int
    /// How long that is good.
    let good: Duration
    let realm: Realm
    let folder: URL

    func run() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let keys = try InstallationKeys(folder: folder)
        let now = HostClock().now
        var settings = DatabaseSettings(url: database)
        // Thousands of patients in one statement are meant to take their time.
        settings.slowStatements = nil
        let database = Database(settings)
        let began = ContinuousClock.now
        try await BenchPeople(database: database, keyring: keys.keyring, now: now)
            .make(patients, days: days) { done in note("\(done) of \(patients) patients") }
        let pharmacy = try await BenchPharmacy.make(in: database, keyring: keys.keyring, now: now)
        try pharmacy.write(to: folder)
        await database.close()
        let people = try await TokenBearers.make(
            tokens, of: patients, realm: realm, keys: keys.tokens, good: good, now: now)
        try people.write(to: folder)
        note("\(patients) patients, \(people.bearers.count) tokens in \((ContinuousClock.now - began).brief)")
    }
}
