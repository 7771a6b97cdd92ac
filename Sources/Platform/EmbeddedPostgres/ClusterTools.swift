import Foundation

/// PostgreSQL's own programs at work on one cluster. Every function blocks its thread.
struct ClusterTools {
    private let place: ClusterPlace
    private let programs: PostgresPrograms
    private let files = FileManager.default

    init(_ place: ClusterPlace) throws {
        self.place = place
        let version = try? String(
            contentsOf: place.dataDirectory.appending(path: "PG_VERSION"), encoding: .utf8)
        let major = version.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        programs = try PostgresPrograms.find(version: major)
    }

    var isMade: Bool { files.fileExists(atPath: place.dataDirectory.appending(path: "PG_VERSION").path) }

    var isRunning: Bool { (try? tool("pg_ctl", "status", "-D", place.dataDirectory.path)) != nil }

    /// Its socket may be gone while it runs, when somebody cleans `/tmp`.
    var isReachable: Bool { (try? psql("SELECT 1")) != nil }

    /// The folders above the data, and the socket's, closed to everybody else.
    func makeDirectories() throws {
        let parent = place.dataDirectory.deletingLastPathComponent()
        try files.createDirectory(at: parent, withIntermediateDirectories: true)
        let socket = place.socketDirectory.path
        // `/.s.PGSQL.5432` is added to it, and the kernel takes 107 bytes.
        guard socket.utf8.count <= 90 else { throw ClusterError.badSocketDirectory(socket) }
        if mkdir(socket, 0o700) != 0 {
            var status = stat()
            guard lstat(socket, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
                [ownerID, geteuid()].contains(status.st_uid)
            else {
                throw ClusterError.badSocketDirectory(socket)
            }
        }
        try own(socket)
    }

    /// Makes the cluster under another name first: one that was interrupted is thrown away, never used.
    func initialize(durably: Bool) throws {
        let unfinished = place.dataDirectory.appendingPathExtension("unfinished")
        try? files.removeItem(at: unfinished)
        try files.createDirectory(at: unfinished, withIntermediateDirectories: true)
        try own(unfinished.path)
        try tool(
            "initdb", "-D", unfinished.path, "-U", PrivateCluster.superuser, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--data-checksums", durably ? "--no-instructions" : "--no-sync")
        let configuration = unfinished.appending(path: "postgresql.conf")
        let handle = try FileHandle(forUpdating: configuration)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\ninclude 'lozenge.conf'\n".utf8))
        try handle.close()
        // Nobody from the network, and whoever can open the socket is one of us.
        try replace(unfinished.appending(path: "pg_hba.conf"), with: "local all all trust\n")
        try files.moveItem(at: unfinished, to: place.dataDirectory)
    }

    func write(_ configuration: String) throws {
        try replace(place.dataDirectory.appending(path: "lozenge.conf"), with: configuration)
    }

    /// Returns when it accepts connections.
    func start() throws {
        let log = place.dataDirectory.appending(path: "server.log").path
        try tool("pg_ctl", "start", "-w", "-t", "60", "-D", place.dataDirectory.path, "-l", log)
    }

    func stop() throws {
        try tool("pg_ctl", "stop", "-w", "-m", "fast", "-D", place.dataDirectory.path)
    }

    /// The two roles and the database, where they are missing. The runtime role gets nothing here but the way
    /// in.
    func makeRoles() throws {
        let (owner, runtime) = (PrivateCluster.ownerRole, PrivateCluster.runtimeRole)
        let database = PrivateCluster.database
        for role in [owner, runtime] {
            try psql("SELECT 'CREATE ROLE \(role) LOGIN' WHERE to_regrole('\(role)') IS NULL \\gexec")
        }
        try psql(
            """
            SELECT 'CREATE DATABASE \(database) OWNER \(owner)'
            WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '\(database)') \\gexec
            ALTER DATABASE \(database) SET timezone TO 'UTC';
            REVOKE ALL ON DATABASE \(database) FROM PUBLIC;
            GRANT CONNECT ON DATABASE \(database) TO \(runtime);
            """)
    }

    // MARK: Programs and files

    @discardableResult
    private func tool(_ name: String, _ arguments: String...) throws -> String {
        try ToolRun(programs.folder.appending(path: name), arguments, as: place.account).run()
    }

    @discardableResult
    private func psql(_ script: String) throws -> String {
        let file = files.temporaryDirectory.appending(path: "lozenge-\(UUID().uuidString).sql")
        try replace(file, with: script + "\n")
        defer { try? files.removeItem(at: file) }
        return try tool(
            "psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", place.socketDirectory.path,
            "-U", PrivateCluster.superuser, "-d", "postgres", "-f", file.path)
    }

    private var ownerID: uid_t {
        guard let account = place.account, let entry = getpwnam(account) else { return geteuid() }
        return entry.pointee.pw_uid
    }

    /// Gives a file or folder to the cluster's account.
    private func own(_ path: String) throws {
        guard place.account != nil else { return }
        guard chown(path, ownerID, gid_t.max) == 0 else { throw CocoaError(.fileWriteNoPermission) }
    }

    private func replace(_ file: URL, with text: String) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try own(file.path)
    }
}
