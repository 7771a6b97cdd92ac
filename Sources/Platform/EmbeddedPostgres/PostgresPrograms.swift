import Foundation

/// The folder of one installed PostgreSQL's own programs, which distributions keep off the PATH.
struct PostgresPrograms: Sendable, Hashable {
    let folder: URL
    let version: Int

    /// Of that major version, or the newest that will do.
    static func find(version wanted: Int? = nil) throws(ClusterError) -> PostgresPrograms {
        let installed = installations().filter { $0.version >= 14 }
        if let wanted {
            guard let match = installed.first(where: { $0.version == wanted }) else {
                throw .versionMissing("\(wanted)")
            }
            return match
        }
        guard let newest = installed.max(by: { $0.version < $1.version }) else { throw .notInstalled }
        return newest
    }

    /// Debian's layout, Homebrew's, and whatever is on the PATH.
    private static func installations() -> [PostgresPrograms] {
        var folders: [URL] = []
        for (root, leaf) in [
            ("/usr/lib/postgresql", "bin"), ("/opt/homebrew/opt", "bin"), ("/usr/pgsql", "bin"),
        ] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
            folders += names.map { URL(filePath: root).appending(path: $0).appending(path: leaf) }
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        folders += path.split(separator: ":").map { URL(filePath: String($0)) }
        return folders.compactMap { folder in
            let postgres = folder.appending(path: "postgres")
            guard FileManager.default.isExecutableFile(atPath: postgres.path),
                FileManager.default.isExecutableFile(atPath: folder.appending(path: "initdb").path),
                let output = try? ToolRun(postgres, ["--version"]).run(),
                let match = output.firstMatch(of: /(\d+)[.\d]*/), let version = Int(match.1)
            else { return nil }
            return PostgresPrograms(folder: folder, version: version)
        }
    }
}
