import Foundation
import Locks
import Postgres
import Support
import Testing

/// Hints between processes; here each has a `Notifications` of its own.
@Suite(.database(only: [])) struct `Hints between processes` {
    /// What somebody heard, in order.
    private final class Heard: Sendable {
        private let channels = Locked<[String]>([])
        var all: [String] { channels.withLock { $0 } }
        func add(_ channel: String) { channels.withLock { $0.append(channel) } }
    }

    private func settings(_ name: String) -> DatabaseSettings {
        var settings = TestDatabase.current.database.settings
        settings.applicationName = name
        return settings
    }

    @Test func `reach other processes, many as one, and never come back`() async throws {
        let (heard, own) = (Heard(), Heard())
        let listener = Notifications(settings("heard"), hearing: ["lozenge_test"]) { heard.add($0) }
        let sender = Notifications(settings("sent"), hearing: ["lozenge_test"]) { own.add($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            group.addTask { await sender.run() }
            // Each hears once that it listens now.
            try await eventually("both listen") { heard.all.count == 1 && own.all.count == 1 }
            for _ in 0..<5000 { sender.post("lozenge_test") }
            try await eventually("a hint arrives") { heard.all.count > 1 }
            sender.post("lozenge_other")
            sender.beginClosing()
            listener.beginClosing()
            try await group.waitForAll()
        }
        #expect(heard.all.count < 100)
        #expect(Set(heard.all) == ["lozenge_test"])
        #expect(own.all.count == 1)
    }

    @Test func `are heard again after the connection was lost`() async throws {
        let heard = Heard()
        let name = "lost-\(UUID().uuidString.prefix(8))"
        let listener = Notifications(settings(name), hearing: ["lozenge_lost"]) { heard.add($0) }
        let sender = Notifications(settings("sends"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            group.addTask { await sender.run() }
            try await eventually("it listens") { heard.all.count == 1 }
            _ = try await TestCluster.superuser.fetch(
                """
                SELECT pg_terminate_backend(pid, 1000) AS done FROM pg_stat_activity
                WHERE application_name = \(name + "-notices")
                """
            ) { try $0["done"] as Bool }
            // What was posted while it was away is made up for by the ring at its return.
            try await eventually("it listens again") { heard.all.count == 2 }
            sender.post("lozenge_lost")
            try await eventually("it hears") { heard.all.count == 3 }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `are left out behind a pooler in transaction mode`() async throws {
        var settings = settings("pooled-\(UUID().uuidString.prefix(8))")
        settings.preparesStatements = false
        let heard = Heard()
        let notifications = Notifications(settings, hearing: ["lozenge_pooled"]) { heard.add($0) }
        async let ended: Void = notifications.run()
        notifications.post("lozenge_pooled")
        notifications.beginClosing()
        await ended
        let name = settings.applicationName + "-notices"
        let connected = try await TestCluster.superuser.fetch(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = \(name)"
        ) { try $0["n"] as Int }
        #expect(connected == [0])
        #expect(heard.all.isEmpty)
    }
}
