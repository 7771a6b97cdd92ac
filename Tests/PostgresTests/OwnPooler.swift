import Foundation
import Support

@testable import EmbeddedPostgres

/// A PgBouncer in front of the tests' cluster, for one test.
struct OwnPooler {
    enum Mode: String, Sendable, CaseIterable { case session, transaction }

    static let program = URL(filePath: "/usr/sbin/pgbouncer")
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

    private static let port = 6432

    private let folder: URL
    private let account: String?

    static func run(_ mode: Mode, _ body: (OwnPooler) async throws -> Void) async throws {
        let pooler = try OwnPooler(mode)
        try await pooler.start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(pooler)) } catch { result = .failure(error) }
        try await pooler.stop()
        try FileManager.default.removeItem(at: pooler.folder)
        try result.get()
    }

    private init(_ mode: Mode) throws {
        folder = URL(filePath: "/tmp/lozenge-pooler-\(UInt32.random(in: 0 ... .max))")
        // It refuses to run as root.
        account = geteuid() == 0 ? "postgres" : nil
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("\"\(PrivateCluster.runtimeRole)\" \"\"\n".utf8).write(to: folder.appending(path: "users"))
        let settings = """
            [databases]
            * = host=\(TestCluster.cluster.place.socketDirectory.path)
            [pgbouncer]
            listen_port = \(Self.port)
            unix_socket_dir = \(folder.path)
            pidfile = \(folder.path)/pid
            logfile = \(folder.path)/log
            auth_type = trust
            auth_file = \(folder.path)/users
            pool_mode = \(mode.rawValue)
            default_pool_size = 4
            max_client_conn = 100

            """
        try Data(settings.utf8).write(to: folder.appending(path: "settings"))
        guard let account, let entry = getpwnam(account) else { return }
        for file in [folder.path, folder.path + "/users", folder.path + "/settings"] {
            guard chown(file, entry.pointee.pw_uid, gid_t.max) == 0 else {
                throw CocoaError(.fileWriteNoPermission)
            }
        }
    }

    func url(database: String) -> String {
        "postgresql://\(PrivateCluster.runtimeRole)@/\(database)?host=\(folder.path)&port=\(Self.port)"
    }

    /// Returns when it listens and has said who it is.
    func start() async throws {
        try ToolRun(Self.program, ["-q", "-d", folder.path + "/settings"], as: account).run()
        try await eventually("the pooler listens") {
            ["pid", ".s.PGSQL.\(Self.port)"].allSatisfy {
                FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
            }
        }
    }

    /// At once, whatever is under way.
    func stop() async throws {
        let file = folder.appending(path: "pid")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return }
        kill(process, SIGTERM)
        try await eventually("the pooler is gone") { kill(process, 0) != 0 }
    }
}
