import Foundation

/// What `Package.swift` declares, as SwiftPM itself reads it.
struct DeclaredTargets: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        let dependencies: [Dependency]
    }

    /// A target of ours, or a library's product: its name comes first in both forms.
    struct Dependency: Decodable {
        let name: String

        private struct Kind: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: Kind.self)
            guard let kind = box.allKeys.first else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: box.codingPath, debugDescription: "no dependency"))
            }
            var parts = try box.nestedUnkeyedContainer(forKey: kind)
            name = try parts.decode(String.self)
        }
    }

    let targets: [Target]

    /// Asks `swift package dump-package`, with a build folder of its own so that it waits for nobody.
    static func read() throws -> DeclaredTargets {
        let scratch = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-house-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", House.root.path(percentEncoded: false),
            "--scratch-path", scratch.path(percentEncoded: false), "--ignore-lock", "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let json = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(DeclaredTargets.self, from: json)
    }
}
