import Foundation

/// What the database says was applied, and what of the files is therefore still to be done.
struct Ledger: Sendable {
    struct Entry: Sendable, Equatable {
        let version: Int
        let name: String
        let sha256: Data
    }

    let entries: [Entry]

    /// The steps to apply, in order. `hashes` are those of `files`, one each.
    func pending(of files: [Migration], hashes: [Data]) throws(MigrationError) -> [(Migration, Data)] {
        let known = Dictionary(uniqueKeysWithValues: zip(files.map(\.version), zip(files, hashes)))
        for entry in entries {
            guard let (file, hash) = known[entry.version] else { throw .unknownToFiles(entry.name) }
            guard hash == entry.sha256, file.name == entry.name else { throw .changed(file.name) }
        }
        let applied = Set(entries.map(\.version))
        let pending = zip(files, hashes).filter { !applied.contains($0.0.version) }
        if let first = pending.first?.0, let last = applied.max(), first.version < last {
            throw .outOfOrder(first.name)
        }
        return pending
    }
}
