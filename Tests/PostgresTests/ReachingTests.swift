import EmbeddedPostgres
import Foundation
import Locks
import Support
import Testing

@testable import Postgres

/// Several servers in one URL, some of which are of no use.
@Suite(.database(only: []), .timeLimit(.minutes(1))) struct `Of several servers` {
    private let actor = TestActor()

    private func withTwo(
        _ rest: String = "", _ body: (FaultProxy, FaultProxy, Database) async throws -> Void
    ) async throws {
        let (first, second) = (try FaultProxy(), try FaultProxy())
        let name = TestDatabase.current.name
        var settings = DatabaseSettings(
            url: "postgresql://lozenge@/\(name)?host=\(first.host),\(second.host)\(rest)")
        settings.reconnectPause = .milliseconds(20)
        let database = Database(settings)
        try await body(first, second, database)
        for proxy in [first, second] { proxy.heal() }
        await database.close()
        for proxy in [first, second] { proxy.stop() }
    }

    private func select(_ database: Database) async throws -> [Int] {
        try await database.transaction(by: actor) { try $0.fetch("SELECT 1 AS n") { try $0["n"] } }
    }

    @Test func `the first that answers is taken`() async throws {
        try await withTwo { first, second, database in
            let answer = try await select(database)
            #expect(answer == [1])
            #expect(first.accepted == 1)
            #expect(second.accepted == 0)
        }
    }

    @Test func `one that is frozen costs a quarter of a second and no more`() async throws {
        try await withTwo { first, second, database in
            first.freeze()
            let began = ContinuousClock.now
            #expect(try await select(database) == [1])
            try await database.ping()
            #expect(began.duration(to: .now) < .seconds(1))
            #expect(second.open == 2)
            // From now on the second is asked first.
            let before = first.accepted
            second.hangUp()
            try await eventually("both are cut") { second.open == 0 }
            #expect(try await select(database) == [1])
            #expect(first.accepted == before)
        }
    }

    @Test func `one that refuses is passed over at once`() async throws {
        try await withTwo { first, second, database in
            first.refuse()
            try await eventually("nobody listens") {
                (try? await ScriptRunner(url: first.url(database: "postgres")).run("SELECT 1")) == nil
            }
            #expect(try await select(database) == [1])
            try await database.ping()
            #expect(second.open == 2)
        }
    }

    @Test func `none that answers is an error by the deadline`() async throws {
        try await withTwo { first, second, database in
            first.freeze()
            second.goDown()
            try await eventually("it is down") { second.open == 0 }
            let began = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) { try await database.ping() }
            #expect(error?.kind == .timedOut)
            #expect(began.duration(to: .now) < .seconds(2))
            let write = await #expect(throws: PostgresError.self) { try await select(database) }
            #expect(write?.kind == .unreachable)
            #expect(began.duration(to: .now) < .seconds(4))
        }
    }

    @Test func `those that are looked up slowly keep nobody from the others`() async throws {
        let proxy = try FaultProxy(toClusterIn: TestCluster.cluster.place.socketDirectory, through: .loopback)
        let release = Gate()
        let settings = DatabaseSettings(
            url: """
                postgresql://lozenge@slow.example,fast.example,unknown.example/\(TestDatabase.current.name)\
                ?port=\(proxy.port)&sslmode=disable
                """)
        var patient = settings
        patient.memory = ServerMemory(
            names: NameLookup { name in
                if name == "slow.example" { release.wait() }
                return name == "unknown.example" ? [] : ["127.0.0.1"]
            })
        let began = ContinuousClock.now
        let link = try ServerLink.connect(patient, until: Deadline(after: .seconds(5)))
        #expect(link.isOpen)
        #expect(began.duration(to: .now) < .seconds(2))
        // Nor from an error in time.
        patient.url = "postgresql://lozenge@slow.example/none?port=\(proxy.port)"
        let error = #expect(throws: PostgresError.self) {
            _ = try ServerLink.signIn(patient, until: Deadline(after: .milliseconds(100)))
        }
        #expect(error?.kind == .unreachable)
        release.open()
        proxy.stop()
    }

    @Test func `the URL is taken apart as libpq does`() throws {
        func servers(_ url: String) throws -> [ServerRoute.Server] {
            try ServerRoute(DatabaseSettings(url: url)).servers
        }
        #expect(
            try servers("postgresql://u@a,b:6000/d") == [
                .init(host: "a", port: ""), .init(host: "b", port: "6000"),
            ])
        #expect(
            try servers("host=a,b hostaddr=10.0.0.1,10.0.0.2 port=1") == [
                .init(host: "a", address: "10.0.0.1", port: "1"),
                .init(host: "b", address: "10.0.0.2", port: "1"),
            ])
        #expect(try servers("postgresql:///d") == [.init()])
        #expect(try servers("host=/tmp,::1,127.0.0.1,db").map(\.name) == [nil, nil, nil, "db"])
        for bad in ["host=a,b port=1,2,3", "host=a,b hostaddr=10.0.0.1", "postgresql://[", "nonsense"] {
            let error = #expect(throws: PostgresError.self) { try servers(bad) }
            #expect(error?.kind == .badSettings)
        }
    }

    @Test func `TCP is told when to give up, unless the URL says`() throws {
        func parameters(_ url: String) throws -> [String: String] {
            let route = try ServerRoute(DatabaseSettings(url: url))
            let all = route.parameters(for: route.servers[0])
            return Dictionary(all.map { ($0.keyword, $0.value) }) { $1 }
        }
        let usual = try parameters("postgresql://u@a/d?target_session_attrs=read-write")
        #expect(usual["keepalives_idle"] == "10")
        #expect(usual["tcp_user_timeout"] == "15000")
        #expect(usual["target_session_attrs"] == "read-write")
        #expect(try parameters("postgresql://u@a/d?keepalives_idle=99")["keepalives_idle"] == "99")
    }
}
