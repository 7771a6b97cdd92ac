import Clocks
import Foundation
import JobQueue
import Postgres
import Wire

/// Whether the server can do its work: what `/readyz` and `lozenged check` look at.
struct Readiness: Sendable {
    let database: Database
    let migrations: [Migration]
    let clock: any ProgramClock

    /// How long a due job may wait, in program time, before the workers are taken for missing.
    private static let patience = Duration.minutes(2)

    /// One line each; none of them holds data.
    func checks() async -> [HealthAnswer.Check] {
        [await databaseCheck(), await migrationCheck(), await workerCheck()]
    }

    /// A program does not begin on the schema of a newer one, whose rules it does not know. One that runs already goes on.
    ///
    /// A database that cannot be asked is no reason not to begin: it will be there, and `/readyz` says that it is not.
    func refuseNewerSchema() async throws(MigrationError) {
        let migrator = Migrator(ownerURL: database.settings.url, files: migrations, within: .seconds(5))
        do {
            _ = try await migrator.plan()
        } catch let error as MigrationError {
            if case .unknownToFiles = error { throw error }
        } catch {}
    }

    private func databaseCheck() async -> HealthAnswer.Check {
        do {
            try await database.ping()
            return .init(name: "database", ok: true)
        } catch {
            return .init(name: "database", ok: false, note: "does not answer")
        }
    }

    private func migrationCheck() async -> HealthAnswer.Check {
        do {
            let migrator = Migrator(ownerURL: database.settings.url, files: migrations, within: .seconds(2))
            let missing = try await migrator.pending().count
            return .init(
                name: "migrations", ok: missing == 0,
                note: missing == 0 ? nil : "\(missing) to apply: lozenged migrate")
        } catch MigrationError.unknownToFiles {
            // A newer version is being rolled out; this one goes on until it is replaced.
            return .init(name: "migrations", ok: true, note: "the schema is newer than this program")
        } catch let mismatch as MigrationError {
            return .init(name: "migrations", ok: false, note: mismatch.description)
        } catch {
            return .init(name: "migrations", ok: false, note: "cannot be read")
        }
    }

    private func workerCheck() async -> HealthAnswer.Check {
        do {
            let next = try await Jobs(database).nextDue()
            let isLate = next.map { $0 < clock.now - Self.patience } ?? false
            return .init(name: "workers", ok: !isLate, note: isLate ? "due jobs wait: lozenged work" : nil)
        } catch {
            return .init(name: "workers", ok: false, note: "cannot be read")
        }
    }
}
