import Foundation
import Postgres
import Support

@testable import EmbeddedPostgres

/// A PostgreSQL of one test's own, to be stopped, frozen and killed without harm to others.
struct OwnCluster {
    let cluster: PrivateCluster
    var place: ClusterPlace { cluster.place }

    /// A place that nobody else has.
    static func place(_ letter: String = "o") -> ClusterPlace {
        let mark = String(UInt32.random(in: 0 ... .max), radix: 16)
        let root = geteuid() == 0
        return ClusterPlace(
            dataDirectory: (root ? URL(filePath: "/var/lib/lozenge") : FileManager.default.temporaryDirectory)
                .appending(path: "once-\(mark)"),
            socketDirectory: URL(filePath: "/tmp/lozenge-\(mark)-\(letter)"), account: root ? "postgres" : nil
        )
    }

    /// Gives `body` a cluster that is not started yet, and removes it afterwards.
    static func run(_ body: (OwnCluster) async throws -> Void) async throws {
        let own = OwnCluster(
            cluster: PrivateCluster(at: place(), settings: .init(fsync: false, maxConnections: 40)))
        let result: Result<Void, any Error>
        do { result = .success(try await body(own)) } catch { result = .failure(error) }
        try await own.remove()
        try result.get()
    }

    func remove() async throws {
        try? thaw()
        try await cluster.destroy()
        try? FileManager.default.removeItem(atPath: place.socketDirectory.path + ".lock")
    }

    /// `pg_ctl` with those arguments.
    func control(_ arguments: String...) throws {
        let program = try PostgresPrograms.find().folder.appending(path: "pg_ctl")
        let log = place.dataDirectory.appending(path: "server.log").path
        try ToolRun(
            program,
            [arguments[0], "-w", "-D", place.dataDirectory.path] + arguments.dropFirst()
                + (["start", "restart"].contains(arguments[0]) ? ["-l", log] : []),
            as: place.account
        ).run()
    }

    // MARK: Processes

    func serverProcess() throws -> Int32 {
        let file = place.dataDirectory.appending(path: "postmaster.pid")
        let first = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first
        guard let process = first.flatMap({ Int32($0) }) else { throw CocoaError(.fileReadCorruptFile) }
        return process
    }

    /// Every process of the server stops where it is: sessions say nothing, connections are still accepted by the
    /// kernel.
    func freeze() throws { try signal(SIGSTOP) }

    func thaw() throws { try signal(SIGCONT) }

    private func signal(_ signal: Int32) throws {
        let server = try serverProcess()
        // First the one that makes the others.
        kill(server, signal)
        let children = try String(contentsOfFile: "/proc/\(server)/task/\(server)/children", encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ Int32($0) }) { kill(child, signal) }
    }
}

/// A primary and a standby that confirms every commit, to fail over from one to the other.
struct OwnPair {
    let primary: OwnCluster
    let standby: OwnCluster

    static func run(_ body: (OwnPair) async throws -> Void) async throws {
        let settings = PrivateCluster.Settings(fsync: false, maxConnections: 40)
        let pair = OwnPair(
            primary: OwnCluster(cluster: PrivateCluster(at: OwnCluster.place("1"), settings: settings)),
            standby: OwnCluster(cluster: PrivateCluster(at: OwnCluster.place("2"), settings: settings)))
        let result: Result<Void, any Error>
        do {
            try await pair.make()
            result = .success(try await body(pair))
        } catch { result = .failure(error) }
        try await pair.primary.remove()
        try await pair.standby.remove()
        try result.get()
    }

    /// libpq's way to whichever is the primary, the first named one first.
    func url(_ hosts: OwnCluster...) -> String {
        let hosts = hosts.map(\.place.socketDirectory.path).joined(separator: ",")
        return "postgresql://lozenge@/lozenge?host=\(hosts)&target_session_attrs=read-write"
    }

    /// The standby is a copy of the stopped primary's files.
    private func make() async throws {
        try await primary.cluster.start()
        try await Diary.makeTable(on: primary.cluster.url(as: PrivateCluster.ownerRole))
        try await primary.cluster.stop()
        let (from, to) = (primary.place.dataDirectory, standby.place.dataDirectory)
        let access = from.appending(path: "pg_hba.conf")
        try Self.append("local replication all trust\n", to: access)
        try ToolRun(URL(filePath: "/bin/cp"), ["-a", from.path, to.path]).run()
        try Self.append("", to: to.appending(path: "standby.signal"))
        let socket = standby.place.socketDirectory
        try Self.append(
            """
            unix_socket_directories = '\(socket.path)'
            primary_conninfo = 'host=\(primary.place.socketDirectory.path) user=postgres'

            """, to: to.appending(path: "lozenge.conf"))
        try ClusterTools(standby.place).makeDirectories()
        try await primary.cluster.start()
        try standby.control("start")
        let administrator = ScriptRunner(
            url: primary.cluster.url(as: PrivateCluster.superuser, database: "postgres"))
        try await administrator.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try await administrator.run("SELECT pg_reload_conf()")
        try await eventually("the standby confirms") {
            try await administrator.fetch("SELECT sync_state FROM pg_stat_replication WHERE \(true)") {
                try $0["sync_state"] as String
            } == ["sync"]
        }
    }

    private static func append(_ text: String, to file: URL) throws {
        var all = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        all += text
        // In place: the file stays its owner's.
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file)
            let owner = try FileManager.default.attributesOfItem(
                atPath: file.deletingLastPathComponent().path)
            try FileManager.default.setAttributes(
                [.ownerAccountID: owner[.ownerAccountID] ?? 0, .posixPermissions: 0o600],
                ofItemAtPath: file.path)
        }
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(all.utf8))
        try handle.close()
    }
}
