import Foundation

/// The folder `Schema/` at run time: migrations, questionnaires, rules, words, and the HTTP contract.
///
/// It is `LOZENGE_SCHEMA`, else `../share/lozenge/Schema` beside the executable (an installed program), else the
/// first `Schema/` found by walking up from the executable (a checkout).
struct SchemaFolder: Sendable {
    let path: String
    /// How it was found, for `lozenged check`.
    let foundBy: String

    init(setting: String?) throws(SchemaNotFound) {
        if let setting {
            guard Self.isSchema(setting) else { throw SchemaNotFound(place: setting) }
            (path, foundBy) = (setting, SettingName.schema.rawValue)
            return
        }
        var folder = Self.executable.deletingLastPathComponent()
        let installed = folder.appending(path: "../share/lozenge/Schema").standardizedFileURL
        if Self.isSchema(installed.path(percentEncoded: false)) {
            (path, foundBy) = (installed.path(percentEncoded: false), "the executable's share folder")
            return
        }
        repeat {
            let candidate = folder.appending(path: "Schema").path(percentEncoded: false)
            if Self.isSchema(candidate) {
                (path, foundBy) = (candidate, "walking up from the executable")
                return
            }
            folder.deleteLastPathComponent()
        } while folder.pathComponents.count > 1
        throw SchemaNotFound(place: Self.executable.path(percentEncoded: false))
    }

    /// A file of the folder, by its path within: `protocols/work-items.json`.
    func data(of file: String) throws -> Data { try Data(contentsOf: url(of: file)) }

    func url(of file: String) -> URL { URL(filePath: path).appending(path: file) }

    private static func isSchema(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/migrations")
    }

    /// This program's own file, links followed.
    private static var executable: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    }
}

/// There is no `Schema/` where it was looked for.
struct SchemaNotFound: Error, CustomStringConvertible {
    let place: String

    var description: String {
        "There is no folder Schema/ with migrations at or above \(place); set \(SettingName.schema.rawValue)."
    }
}
