import EmbeddedPostgres
import Foundation
import Locks
import Postgres
import Synchronization

/// The PostgreSQL of this checkout's tests: started by the first that needs it, left running for the next.
package enum TestCluster {
    package static let cluster = PrivateCluster(
        at: .tests(ofCheckout: Checkout.folder), settings: .init(fsync: false, maxConnections: 200))

    /// Without fsync, everything that is expensive about a start happens once a process.
    private static let started = Once {
        try await cluster.start()
        try await dropLeftovers()
    }

    /// For CREATE DATABASE and for looking at the server as a whole.
    package static var superuser: ScriptRunner {
        ScriptRunner(url: cluster.url(as: PrivateCluster.superuser, database: "postgres"))
    }

    private static let lastNumber = Atomic(0)

    /// A database of its own with those migrations applied, by its name.
    static func clone(_ chosen: ChosenMigrations) async throws -> String {
        try await started.value
        let template = try await template(of: chosen)
        let number = lastNumber.add(1, ordering: .relaxed).newValue
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        try await superuser.run(
            "CREATE DATABASE \(name) TEMPLATE \(template) OWNER \(PrivateCluster.ownerRole)")
        return name
    }

    static func drop(_ name: String) async throws {
        try await superuser.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// The template's name holds the hash of its migrations, so one that was changed makes a new one. It is
    /// made under another name first: one that was interrupted is never cloned.
    private static func template(of chosen: ChosenMigrations) async throws -> String {
        let files = try chosen.load()
        let text = files.map { "\($0.name)\n\($0.sql)" }.joined(separator: "\n")
        let hash = try await superuser.fetch(
            "SELECT left(encode(sha256(convert_to(\(text), 'UTF8')), 'hex'), 16) AS hash"
        ) {
            try $0["hash"] as String
        }
        let name = "template_\(hash[0])"
        try await FileLock(at: cluster.place.socketDirectory.path + ".template.lock").withLock {
            let there = try await superuser.fetch("SELECT 1 AS one FROM pg_database WHERE datname = \(name)")
            {
                try $0["one"] as Int
            }
            guard there.isEmpty else { return }
            try await drop("\(name)_unfinished")
            try await superuser.run("CREATE DATABASE \(name)_unfinished OWNER \(PrivateCluster.ownerRole)")
            let url = cluster.url(as: PrivateCluster.ownerRole, database: "\(name)_unfinished")
            try await Migrator(ownerURL: url, files: files).migrate()
            try await superuser.run("ALTER DATABASE \(name)_unfinished RENAME TO \(name)")
        }
        return name
    }

    /// What test processes left that were killed: their databases carry their process ids.
    private static func dropLeftovers() async throws {
        let names = try await superuser.fetch(
            "SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+_[0-9]+$'"
        ) {
            try $0["datname"] as String
        }
        for name in names {
            guard let process = name.split(separator: "_").dropFirst().first.flatMap({ Int32($0) }) else {
                continue
            }
            // Asks only whether the process exists.
            if kill(process, 0) != 0, errno == ESRCH { try await drop(name) }
        }
    }
}

/// Something that is made when first asked for, once, whoever asks and however many at a time.
private final class Once<Value: Sendable>: Sendable {
    private let task: Locked<Task<Value, any Error>?> = Locked(nil)
    private let make: @Sendable () async throws -> Value

    init(_ make: @escaping @Sendable () async throws -> Value) { self.make = make }

    var value: Value {
        get async throws {
            let task = task.withLock { task in
                let running = task ?? Task { [make] in try await make() }
                task = running
                return running
            }
            return try await task.value
        }
    }
}
