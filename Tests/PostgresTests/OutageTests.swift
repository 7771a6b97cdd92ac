import EmbeddedPostgres
import Foundation
import Postgres
import Support
import Testing

/// A real server that is restarted, killed and frozen under writers.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `A server in trouble` {
    private static let isThorough = ProcessInfo.processInfo.environment["DEPLOY_TEST_THOROUGH"] == "1"

    private func withWriters(_ body: (OwnCluster, Database, Diary) async throws -> Void) async throws {
        try await OwnCluster.run { own in
            try await own.cluster.start()
            try await Diary.makeTable(on: own.cluster.url(as: PrivateCluster.ownerRole))
            var settings = DatabaseSettings(url: own.cluster.url(as: PrivateCluster.runtimeRole))
            settings.reconnectPause = .milliseconds(50)
            let database = Database(settings)
            let diary = Diary(database)
            try await body(own, database, diary)
            await database.close()
            let wrong = try await diary.contradictions(
                seenBy: own.cluster.url(as: PrivateCluster.superuser))
            #expect(wrong == [])
        }
    }

    @Test(arguments: ["fast", "immediate"])
    func `that is restarted loses nothing and does nothing twice`(mode: String) async throws {
        try await withWriters { own, database, diary in
            try await diary.keepWriting(within: .seconds(5)) {
                try await eventually("they write") { diary.done > 50 }
                try own.control("restart", "-m", mode)
                let before = diary.done
                try await eventually("they write again") { diary.done > before + 50 }
                try await eventually("reads are back") { (try? await database.ping()) != nil }
            }
            #expect(diary.longestGap < .seconds(5))
        }
    }

    @Test func `that froze and goes on keeps nobody beyond the deadline`() async throws {
        let time: Duration = Self.isThorough ? .seconds(40) : .seconds(3)
        try await withWriters { own, database, diary in
            try await diary.keepWriting(within: .seconds(1)) {
                try await eventually("they write") { diary.done > 50 }
                try own.freeze()
                let began = ContinuousClock.now
                let calls = Tally()
                // Whoever asks is answered, all the time.
                while began.duration(to: .now) < time {
                    let asked = ContinuousClock.now
                    let error = await #expect(throws: PostgresError.self) {
                        _ = try await database.read(
                            by: TestActor(), "SELECT 1 AS n", within: .milliseconds(500)
                        ) { _ in }
                    }
                    #expect(error?.outcome == .knownNotDone)
                    #expect(asked.duration(to: .now) < .milliseconds(900))
                    calls.add()
                }
                #expect(calls.count >= 3)
                try own.thaw()
                let thawed = ContinuousClock.now
                let before = diary.done
                try await eventually("they write again") { diary.done > before + 50 }
                try await eventually("reads are back") { (try? await database.ping()) != nil }
                #expect(thawed.duration(to: .now) < .seconds(5))
            }
        }
    }

    @Test func `that fails over while frozen is followed`() async throws {
        try await OwnPair.run { pair in
            var settings = DatabaseSettings(url: pair.url(pair.primary, pair.standby))
            settings.reconnectPause = .milliseconds(50)
            let database = Database(settings)
            let diary = Diary(database)
            try await database.ping()
            try await diary.keepWriting(within: .seconds(2)) {
                try await eventually("they write") { diary.done > 50 }
                try pair.primary.freeze()
                try pair.standby.control("promote")
                let promoted = ContinuousClock.now
                let before = diary.done
                try await eventually("they write again") { diary.done > before + 50 }
                #expect(promoted.duration(to: .now) < .seconds(5))
                try await eventually("reads are back") { (try? await database.ping()) != nil }
                #expect(promoted.duration(to: .now) < .seconds(5))
            }
            // The old primary wakes up and does not know; nobody listens to it any more.
            try pair.primary.thaw()
            for _ in 0..<20 {
                try await diary.write()
                let counted = try await database.read(by: TestActor(), "SELECT count(*) AS n FROM entry") {
                    try $0["n"] as Int
                }
                #expect(counted[0] >= diary.done)
            }
            await database.close()
            #expect(
                try await diary.contradictions(
                    seenBy: pair.standby.cluster.url(as: PrivateCluster.superuser)) == [])
        }
    }

    @Test func `that takes no writes is passed over, and left when it becomes so`() async throws {
        try await OwnPair.run { pair in
            // The standby is named first, and the primary taken.
            let database = Database(url: pair.url(pair.standby, pair.primary))
            let diary = Diary(database)
            #expect(try await diary.write() == nil)
            try await database.ping()
            // It stops taking writes while sessions are open, and the other one does: nobody notices.
            let old = ScriptRunner(
                url: pair.primary.cluster.url(as: PrivateCluster.superuser, database: "postgres"))
            try await old.run("ALTER SYSTEM SET default_transaction_read_only = on")
            try await old.run("SELECT pg_reload_conf()")
            try pair.standby.control("promote")
            try await eventually("it has heard") {
                try await old.fetch("SELECT current_setting('transaction_read_only') AS said WHERE \(true)") {
                    try $0["said"] as String
                } == ["on"]
            }
            #expect(try await diary.write() == nil)
            let audited = try await database.read(
                by: TestActor(), "SELECT 7 AS n", audit: "INSERT INTO entry (number) VALUES (\(-1))"
            ) { try $0["n"] as Int }
            #expect(audited == [7])
            await database.close()
            let wrong = try await diary.contradictions(
                seenBy: pair.standby.cluster.url(as: PrivateCluster.superuser))
            #expect(wrong == [])
        }
    }
}
