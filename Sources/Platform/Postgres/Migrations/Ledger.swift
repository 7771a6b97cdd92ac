import Clocks
import Foundation

/// One step that the database says was applied.
package struct AppliedMigration: Sendable, Equatable {
    package let version: Int
    package let name: String
    let sha256: Data
    package let appliedAt: Instant
}

/// How far a schema has come, and how far it has to go.
package struct MigrationPlan: Sendable {
    /// In order of their versions.
    package let applied: [AppliedMigration]
    /// In the order in which they would be applied.
    package let pending: [Migration]
}

/// A step still to be applied, with the hash under which it will stand in the ledger.
struct PendingStep: Sendable {
    let migration: Migration
    let sha256: Data
}

/// What the database says was applied, and what of the files is therefore still to be done.
struct Ledger: Sendable {
    let entries: [AppliedMigration]

    /// The steps to apply, in order. `hashes` are those of `files`, one each.
    func pending(of files: [Migration], hashes: [Data]) throws(MigrationError) -> [PendingStep] {
        let known = Dictionary(uniqueKeysWithValues: zip(files.map(\.version), zip(files, hashes)))
        for entry in entries {
            guard let (file, hash) = known[entry.version] else { throw .unknownToFiles(entry.name) }
            guard hash == entry.sha256, file.name == entry.name else { throw .changed(file.name) }
        }
        let applied = Set(entries.map(\.version))
        let pending = zip(files, hashes).filter { !applied.contains($0.0.version) }
            .map { PendingStep(migration: $0.0, sha256: $0.1) }
        if let first = pending.first?.migration, let last = applied.max(), first.version < last {
            throw .outOfOrder(first.name)
        }
        return pending
    }
}
