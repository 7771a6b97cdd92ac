import Foundation

/// The server and e-mail of the last sign-in: what a command without `--server` means, and what `sign-in`
/// proposes.
struct LastSignIn: Codable, Sendable {
    var server: String
    var email: String

    private static let file = "last-sign-in.json"

    static func load(from folder: ConfigFolder) throws(ToolFailure) -> LastSignIn? {
        guard let data = try folder.read(file) else { return nil }
        return try? JSONDecoder().decode(LastSignIn.self, from: data)
    }

    func save(to folder: ConfigFolder) throws(ToolFailure) {
        guard let data = try? JSONEncoder().encode(self) else {
            throw .here("The server could not be written down.")
        }
        try folder.write(data, to: Self.file)
    }
}
