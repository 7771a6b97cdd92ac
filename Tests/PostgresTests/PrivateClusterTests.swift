import Foundation
import Postgres
import Support
import Testing

@testable import EmbeddedPostgres

/// A PostgreSQL of our own, from nothing.
@Suite(.serialized) struct `A private cluster` {
    private func withCluster(_ body: (PrivateCluster) async throws -> Void) async throws {
        try await OwnCluster.run { try await body($0.cluster) }
    }

    private func serverProcess(_ cluster: PrivateCluster) throws -> Int32 {
        try OwnCluster(cluster: cluster).serverProcess()
    }

    @Test func `is made, started, adopted, restarted after a kill, and stopped`() async throws {
        try await withCluster { cluster in
            async let one: Void = cluster.start()
            async let other: Void = cluster.start()
            _ = try await (one, other)
            let runner = ScriptRunner(url: cluster.url(as: PrivateCluster.ownerRole))
            try await runner.run("CREATE TABLE kept (id bigint)")
            let first = try serverProcess(cluster)

            try await cluster.start()
            #expect(try serverProcess(cluster) == first)

            let database = Database(url: cluster.url(as: PrivateCluster.runtimeRole))
            try await database.ping()
            kill(first, SIGKILL)
            try await eventually("the server is gone") { kill(first, 0) != 0 }
            try await cluster.start()
            #expect(try serverProcess(cluster) != first)
            let settings = try await runner.fetch(
                """
                SELECT to_regclass('kept') IS NOT NULL AS kept,
                       current_setting('listen_addresses') AS addresses,
                       current_setting('TimeZone') AS zone, current_setting('max_connections') AS connections
                """
            ) {
                [
                    try $0["kept"] ? "kept" : "lost", try $0["addresses"], try $0["zone"],
                    try $0["connections"],
                ] as [String]
            }
            #expect(settings == [["kept", "", "UTC", "40"]])

            try await eventually("reads work again by themselves") { (try? await database.ping()) != nil }

            try await cluster.stop()
            try await cluster.stop()
            let away = await #expect(throws: PostgresError.self) { try await database.ping() }
            #expect(away?.isUnavailable == true)
            await database.close()
            await #expect(throws: PostgresError.self) { try await runner.run("SELECT 1") }
        }
    }

    @Test func `lets the runtime role in and no further`() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            let runtime = ScriptRunner(url: cluster.url(as: PrivateCluster.runtimeRole))
            let error = await #expect(throws: PostgresError.self) {
                try await runtime.run("CREATE TABLE mine (id bigint)")
            }
            #expect(error?.sqlState == .insufficientPrivilege)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: cluster.place.socketDirectory.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `has a place that fits a socket and differs by folder`() {
        let one = ClusterPlace.program(dataFolder: URL(filePath: "/srv/one/.lozenge"))
        let other = ClusterPlace.program(dataFolder: URL(filePath: "/srv/other/.lozenge"))
        #expect(one.socketDirectory != other.socketDirectory)
        #expect(one.dataDirectory != other.dataDirectory)
        #expect(one.socketDirectory.path.count + "/.s.PGSQL.5432".count <= 107)
        #expect(ClusterPlace.mark(of: URL(filePath: "/a")).count == 8)
    }

    @Test func `refuses a socket folder whose path is too long`() async throws {
        let place = ClusterPlace(
            dataDirectory: FileManager.default.temporaryDirectory.appending(path: "never"),
            socketDirectory: URL(filePath: "/tmp/" + String(repeating: "x", count: 90)), account: nil)
        await #expect(throws: ClusterError.badSocketDirectory(place.socketDirectory.path)) {
            try await PrivateCluster(at: place).start()
        }
    }
}
