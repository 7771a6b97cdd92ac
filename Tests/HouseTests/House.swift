import Foundation

/// The checkout that these tests belong to, as files on disk.
enum House {
    /// The folder with `Package.swift`, found from this file upwards.
    static let root: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        repeat {
            folder.deleteLastPathComponent()
            let manifest = folder.appending(path: "Package.swift").path(percentEncoded: false)
            if FileManager.default.fileExists(atPath: manifest) { return folder }
        } while folder.pathComponents.count > 1
        preconditionFailure("these tests stand in a checkout with a Package.swift")
    }()

    /// Paths below the root, with `/`, of every file under `folder` whose name ends in `suffix`.
    static func files(under folder: String, endingIn suffix: String) -> [String] {
        let top = root.appending(path: folder).path(percentEncoded: false)
        let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every Swift file of the program and its tests, read once.
    static func swiftFiles() throws -> [SwiftSource] { try read.get() }

    private static let read = Result {
        try (files(under: "Sources", endingIn: ".swift") + files(under: "Tests", endingIn: ".swift"))
            .map { SwiftSource(path: $0, text: try text(of: $0)) }
    }
}

/// One place where a rule of the house is broken; prints as an editor can jump to it.
struct Breach: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let words: String

    var description: String { "\(path):\(line): \(words)" }
}
