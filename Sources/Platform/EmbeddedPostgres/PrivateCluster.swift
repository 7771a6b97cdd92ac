import Foundation

/// A PostgreSQL of our own, for `lozenged dev` and for tests: nobody installs, configures or starts anything.
///
/// It listens on a Unix socket in a folder that only its account may enter, so it needs no passwords. It
/// outlives the program: after a kill -9 the next start finds it running and goes on with it. Debian's own
/// clusters are neither used nor touched.
package struct PrivateCluster: Sendable {
    /// What differs between a demonstration and a test.
    package struct Settings: Sendable, Hashable {
        /// Off only where losing all data in a power cut is fine: in tests.
        package var fsync: Bool
        package var maxConnections: Int

        package init(fsync: Bool = true, maxConnections: Int = 200) {
            self.fsync = fsync
            self.maxConnections = maxConnections
        }
    }

    /// Migrates and owns all objects.
    package static let ownerRole = "lozenge_owner"
    /// The program at run time; owns nothing.
    package static let runtimeRole = "lozenge"
    package static let superuser = "postgres"
    /// The database made at the first start.
    package static let database = "lozenge"

    package let place: ClusterPlace
    private let settings: Settings

    package init(at place: ClusterPlace, settings: Settings = Settings()) {
        self.place = place
        self.settings = settings
    }

    /// How `role` reaches `database`, for libpq.
    package func url(as role: String, database: String = Self.database) -> String {
        "postgresql://\(role)@/\(database)?host=\(place.socketDirectory.path)"
    }

    /// Makes the cluster where there is none, starts it where it does not run, and makes roles and database
    /// where they are missing. Doing it again changes nothing; two at once are one. Throws `ClusterError`, or
    /// what the file system says.
    package func start() async throws {
        try await onOwnThread {
            try lock.withLock {
                let tools = try ClusterTools(place)
                try tools.makeDirectories()
                if !tools.isMade { try tools.initialize(durably: settings.fsync) }
                if tools.isRunning, tools.isReachable { return try tools.makeRoles() }
                if tools.isRunning { try tools.stop() }
                try tools.write(configuration)
                try tools.start()
                try tools.makeRoles()
            }
        }
    }

    /// Stops the server, ending its sessions; where it does not run, nothing happens.
    package func stop() async throws {
        try await onOwnThread {
            try lock.withLock {
                let tools = try ClusterTools(place)
                if tools.isMade, tools.isRunning { try tools.stop() }
            }
        }
    }

    /// Stops the server and removes all its data.
    package func destroy() async throws {
        try await stop()
        try? FileManager.default.removeItem(at: place.dataDirectory)
        try? FileManager.default.removeItem(at: place.socketDirectory)
    }

    private var lock: FileLock { FileLock(at: place.socketDirectory.path + ".lock") }

    /// The server's log names errors of the server, not those of statements: these may quote what rows hold.
    private var configuration: String {
        """
        listen_addresses = ''
        unix_socket_directories = '\(place.socketDirectory.path)'
        max_connections = \(settings.maxConnections)
        fsync = \(settings.fsync ? "on" : "off")
        full_page_writes = \(settings.fsync ? "on" : "off")
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = log
        log_error_verbosity = terse
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0

        """
    }
}
