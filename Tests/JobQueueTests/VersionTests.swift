import Clocks
import Postgres
import Support
import Testing

@testable import JobQueue

/// An old and a new program at work on one queue, as while a new version is rolled out.
@Suite struct `Two versions of the program` {
    @Test func `leave each other's kinds to each other`() async throws {
        try await Workshop.open { shop in
            let (old, new) = (Notebook<String>(), Notebook<String>())
            func handler(_ kind: String, _ notebook: Notebook<String>) -> JobHandler {
                JobHandler(kind: kind) { context in
                    notebook.write(context.kind)
                    return .done
                }
            }
            let former = shop.worker([handler("shared", old)], settings: .watchful)
            let next = [handler("shared", new), handler("ofNextRelease", new)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await former.run() }
                try await shop.enqueue("ofNextRelease", count: 20)
                try await shop.enqueue("shared", count: 20)
                try await eventually("the old worker has done what it knows") { old.entries.count == 20 }
                try await shop.withWorker(next, settings: .watchful) { try await $0.rests() }
                former.beginStopping()
                try await group.waitForAll()
            }
            #expect(Set(old.entries) == ["shared"])
            #expect(new.entries.filter { $0 == "ofNextRelease" }.count == 20)
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE attempt = 1") == 40)
        }
    }

    @Test func `read each other's arguments, whatever else stands in them`() async throws {
        try await Workshop.open { shop in
            let numbers = Notebook<Int>()
            let handler = JobHandler(kind: "count") { context in
                numbers.write(try context.decode(Number.self).number)
                return .done
            }
            struct Later: Codable {
                var number = 7
                var addedLater = ["of": [1, 2], "the": []]
            }
            try await shop.database.transaction(by: TestActor()) { connection in
                try Job(kind: "count", arguments: Later(), runAt: Workshop.start)
                    .enqueue(on: connection, now: Workshop.start)
            }
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(numbers.entries == [7])
        }
    }
}
