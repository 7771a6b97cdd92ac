import Foundation

/// One step of the schema: a file `NNNN_stage_what.sql` of plain SQL. It is never changed once it was
/// applied.
package struct Migration: Sendable, Hashable {
    package let version: Int
    package let name: String
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// All of a folder, by version. Files that are no `.sql` are left alone; a `.sql` of another name is an
    /// error, since it would silently not be applied.
    package static func load(from folder: URL) throws -> [Migration] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let migrations = try files.filter { $0.pathExtension == "sql" }.map { file in
            let name = file.deletingPathExtension().lastPathComponent
            guard let match = name.wholeMatch(of: /(\d{4})_[a-z0-9_]+/), let version = Int(match.1) else {
                throw MigrationError.badName(file.lastPathComponent)
            }
            return Migration(version: version, name: name, sql: try String(contentsOf: file, encoding: .utf8))
        }.sorted { $0.name < $1.name }
        for (first, second) in zip(migrations, migrations.dropFirst()) where first.version == second.version {
            throw MigrationError.sameVersion(first.name, second.name)
        }
        return migrations
    }
}

/// Why the schema is not brought up to date. Nothing of the step that failed has happened.
package enum MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A `.sql` file that is not called `NNNN_stage_what.sql`.
    case badName(String)
    case sameVersion(String, String)
    /// Applied once with another text: a change needs a new file.
    case changed(String)
    /// The database knows a step that these files do not: it belongs to a newer program.
    case unknownToFiles(String)
    /// A new file stands before one that was applied already.
    case outOfOrder(String)
    /// The step contains a COMMIT or ROLLBACK of its own.
    case endsTransaction(String)
    case failed(String, PostgresError)
    /// Asked to go as far as a step that no file has.
    case noSuchVersion(Int)
    /// Asked to go no further than a step before one that was applied: there is no way back.
    case backwards(to: Int)

    package var description: String {
        switch self {
        case .badName(let file): "\(file): a migration is called NNNN_stage_what.sql"
        case .sameVersion(let one, let other): "\(one) and \(other) have the same number"
        case .changed(let name): "\(name) was changed after it was applied; make a new migration instead"
        case .unknownToFiles(let name):
            "the database has \(name), which this program does not know: it is newer"
        case .outOfOrder(let name): "\(name) comes before a migration that was applied already"
        case .endsTransaction(let name): "\(name) ends its transaction; a migration is one transaction"
        case .noSuchVersion(let version): "there is no migration \(version)"
        case .backwards(let version):
            "the schema is beyond migration \(version) already, and migrations go forward only"
        case .failed(let name, let error): "\(name) failed: \(String(reflecting: error))"
        }
    }
}
