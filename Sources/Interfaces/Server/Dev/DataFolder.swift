import Foundation

/// The folder of one `lozenged dev`: keys, sign-ins, the clock, logs, and where its database is. `.lozenge/` by
/// default; nobody but its owner may look in.
struct DataFolder: Sendable {
    let url: URL

    /// Takes the folder into use, making it where there is none.
    init(at path: String) throws(DataFolderFault) {
        url = URL(filePath: path).standardizedFileURL
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .notWritable(url.path(percentEncoded: false))
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

    /// The file's content, or `nil` where there is none yet.
    func read<Content: Decodable>(_ name: String, as: Content.Type = Content.self) throws -> Content? {
        guard FileManager.default.fileExists(atPath: path(name)) else { return nil }
        return try JSONDecoder().decode(Content.self, from: Data(contentsOf: URL(filePath: path(name))))
    }

    /// Replaces the file at once and for good: after a kill or a power cut it is the old one or the new one, whole.
    func write(_ content: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try replace(path(name), with: encoder.encode(content))
    }

    private func replace(_ path: String, with bytes: Data) throws(DataFolderFault) {
        let draft = "\(path).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritable(draft) }
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0, rename(draft, path) == 0 else { throw .notWritable(path) }
    }
}

/// Why a data folder cannot be used.
enum DataFolderFault: Error, CustomStringConvertible {
    case notWritable(String)
    /// Another `lozenged dev` works with it.
    case inUse(path: String, by: String)
    /// The database was set up and the sign-ins that belong to it are gone.
    case incomplete(String)

    var description: String {
        switch self {
        case .notWritable(let path): "\(path) cannot be written."
        case .inUse(let path, let owner):
            "\(path) is in use by another lozenged (\(owner)). Give this one --data and --port of its own."
        case .incomplete(let path):
            "\(path) does not have the sign-ins of the care team in this database. Start with another --data."
        }
    }
}
