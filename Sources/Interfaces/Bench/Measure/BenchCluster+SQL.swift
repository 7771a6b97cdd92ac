import EmbeddedPostgres
import Foundation

/// The bench's own PostgreSQL, durable as a clinic's, and its two databases: one as `prepare` left it, and a copy of that
/// in which is measured.
struct BenchCluster: Sendable {
    static let (base, copy) = ("bench_base", "bench_run")
    private static let buffers = "2GB"

    private let cluster: PrivateCluster
    private let place: ClusterPlace

    /// - Parameter folder: where the bench keeps its files.
    init(folder: URL) {
        place = .program(dataFolder: folder)
        cluster = PrivateCluster(at: place)
    }

    func start() async throws {
        try await cluster.start()
        // As for a clinic's server; needs a start of its own.
        if try psql("SHOW shared_buffers", in: "postgres") != Self.buffers {
            try psql("ALTER SYSTEM SET shared_buffers = '\(Self.buffers)'", in: "postgres")
            try await cluster.stop()
            try await cluster.start()
        }
        // Checkpoints in the middle of a few seconds would measure the disk.
        try psql("ALTER SYSTEM SET max_wal_size = '8GB'", in: "postgres")
        try psql("ALTER SYSTEM SET checkpoint_timeout = '30min'", in: "postgres")
        try psql("SELECT pg_reload_conf()", in: "postgres")
    }

    func stop() async throws { try await cluster.stop() }

    func destroy() async throws { try await cluster.destroy() }

    /// The folder of its socket.
    var socket: String { place.socketDirectory.path }

    func url(as role: String, _ database: String) -> String { cluster.url(as: role, database: database) }

    var superuser: String { PrivateCluster.superuser }
    var owner: String { PrivateCluster.ownerRole }
    var runtime: String { PrivateCluster.runtimeRole }

    /// An empty database of the owner's, in place of one of that name.
    func remake(_ database: String) throws {
        try drop(database)
        try tool("createdb", ["-O", owner, database])
        try psql("GRANT CONNECT ON DATABASE \(database) TO \(runtime)", in: "postgres")
    }

    /// The database to measure in, as `prepare` left it.
    func renew() throws {
        try drop(Self.copy)
        try tool("createdb", ["-O", owner, "-T", Self.base, Self.copy])
        try psql("GRANT CONNECT ON DATABASE \(Self.copy) TO \(runtime)", in: "postgres")
        try psql("CHECKPOINT", in: "postgres")
    }

    /// As it is when the people have been there for a while: nothing is left to be tidied up by whoever comes first.
    func settle() throws {
        try psql("VACUUM (FREEZE, ANALYZE)", in: Self.base)
        try psql("CHECKPOINT", in: "postgres")
    }

    private func drop(_ database: String) throws {
        try tool("dropdb", ["--if-exists", "--force", database])
    }

    /// The answer without headings, columns separated by `|`.
    @discardableResult
    func psql(_ script: String, in database: String = Self.copy) throws -> String {
        try Tool.run(
            "\(Tool.postgresFolder)/psql",
            ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url(as: superuser, database)],
            input: script + ";\n"
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func tool(_ name: String, _ arguments: [String]) throws {
        try Tool.run(
            "\(Tool.postgresFolder)/\(name)",
            ["-h", socket, "-U", superuser] + arguments)
    }

    /// Version, and the settings that durability and speed hang on.
    var version: String {
        get throws {
            try psql(
                """
                SELECT split_part(version(), ',', 1) || ' (' || string_agg(name || '=' || setting, ' ' ORDER BY name) || ')'
                FROM pg_settings
                WHERE name IN ('fsync', 'synchronous_commit', 'shared_buffers', 'full_page_writes')
                """, in: "postgres")
        }
    }

    // MARK: The log of statements

    /// Writes down everything that is asked from now on, with its values. They are those of made-up people.
    func beginLogging() throws {
        for (name, value) in [
            ("log_statement", "all"), ("log_parameter_max_length", "-1"), ("log_line_prefix", "%p "),
            ("log_error_verbosity", "default"),
        ] {
            try psql("ALTER SYSTEM SET \(name) = '\(value)'", in: "postgres")
        }
        try psql("SELECT pg_reload_conf()", in: "postgres")
    }

    func endLogging() throws {
        for name in [
            "log_statement", "log_parameter_max_length", "log_line_prefix", "log_error_verbosity",
        ] {
            try psql("ALTER SYSTEM RESET \(name)", in: "postgres")
        }
        try psql("SELECT pg_reload_conf()", in: "postgres")
    }

    var log: URL { place.dataDirectory.appending(path: "server.log") }

    /// The types of the parameters of statements, as the database infers them; none of those that it cannot.
    func types(in units: [StatementLog.Unit]) throws -> [String: [String]] {
        let statements = Set(units.flatMap(\.statements).filter { !$0.values.isEmpty }.map(\.sql)).sorted()
        var script = "\\set ON_ERROR_STOP off\n"
        for (index, sql) in statements.enumerated() { script += "PREPARE s\(index) AS \(sql);\n" }
        script += """
            SELECT name || '|' || array_to_string(parameter_types, '|')
            FROM pg_prepared_statements WHERE name ~ '^s[0-9]+$'
            """
        var types: [String: [String]] = [:]
        for line in try psql(script).split(separator: "\n") {
            let parts = line.split(separator: "|").map(String.init)
            guard let name = parts.first, name.hasPrefix("s"), let index = Int(name.dropFirst()),
                statements.indices.contains(index)
            else { continue }
            types[statements[index]] = Array(parts.dropFirst())
        }
        return types
    }
}
