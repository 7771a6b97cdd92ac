import Clinic
import Clocks
import Foundation
import Postgres

extension CarePath {
    /// Makes this month's and the next two months' partitions of the audit trail. Run daily, long before they are
    /// needed; the second time does nothing.
    package func prepareAuditMonths(by actor: Actor) async throws {
        try await prepareMonths(by: actor, Self.ensureAuditMonth)
    }

    /// The same for the deliveries of partners' messages.
    package func prepareWebhookMonths(by actor: Actor) async throws {
        try await prepareMonths(by: actor, Self.ensureWebhookMonth)
    }

    private func prepareMonths(by actor: Actor, _ ensure: @escaping @Sendable (LocalDate) -> SQL) async throws
    {
        let today = program.today(at: clock.now)
        for ahead in 0...2 {
            guard let month = LocalDate(year: today.year, month: today.month, day: 1)?.adding(months: ahead)
            else {
                continue
            }
            try await database.transaction(by: actor) { connection in
                try connection.execute(ensure(month), "housekeeping.ensureMonth")
            }
        }
    }

    /// Forgets answers kept under keys older than seven days, in small batches so that nobody waits.
    package func forgetOldAnswers(by actor: Actor) async throws {
        let batch = 1000
        var forgotten = batch
        while forgotten == batch {
            forgotten = try await database.transaction(by: actor) { connection in
                try OnceAnswers.forget(before: clock.now, batch: batch, on: connection)
            }
        }
    }

    /// Notes which versions of the data files this server runs with.
    package func recordDataFiles(_ files: [String: String], by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            for (path, sha256) in files.sorted(by: { $0.key < $1.key }) {
                try connection.execute(Self.noteDataFile(path, sha256, now: now), "dataFile.note")
            }
        }
    }
}
