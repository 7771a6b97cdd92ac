import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `A worker that looks for jobs once an hour` {
    /// The other process has only its own way to the database.
    @Test func `starts at once when another process says that there are some`() async throws {
        try await Workshop.open { shop in
            var settings = JobWorkerSettings()
            settings.poll = .seconds(3600)
            try await shop.withWorker([JobHandler(kind: "count") { _ in .done }], settings: settings) {
                worker in
                let hears = Notifications(shop.database.settings, hearing: ["test_jobs"]) { _ in
                    worker.wake()
                }
                let says = Notifications(shop.database.settings)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await hears.run() }
                    group.addTask { await says.run() }
                    // A worker that is woken by its start alone would find the first of them only.
                    for round in 1...3 {
                        try await shop.enqueue("count")
                        says.post("test_jobs")
                        try await eventually("job \(round) is done") {
                            try await shop.count("SELECT count(*) FROM job_history") == round
                        }
                    }
                    hears.beginClosing()
                    says.beginClosing()
                    try await group.waitForAll()
                }
            }
        }
    }
}
