import Crypto
import Foundation
import StrictJSON

/// One file of versioned data under `Schema/`: its bytes, and the SHA-256 by which the database remembers
/// which wording and which rules were in force.
package struct SchemaFile: Sendable, Hashable {
    /// Below the folder it was looked for in: `phq-9.json`, `scores/phq-9.json`.
    package let name: String
    package let bytes: [UInt8]
    /// 64 hex digits, lower case.
    package let sha256: String

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        sha256 = SHA256.hash(data: bytes).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }

    /// - Parameter name: as it is to be called; without one, the file's own name.
    /// - Throws: `SchemaFileRefusal` where it cannot be read.
    package init(reading url: URL, as name: String? = nil) throws(SchemaFileRefusal) {
        let name = name ?? url.lastPathComponent
        guard let data = try? Data(contentsOf: url) else {
            throw SchemaFileRefusal(file: name, reasons: ["The file cannot be read."])
        }
        self.init(name: name, bytes: Array(data))
    }

    /// The file's own name without `.json`: `phq-9`.
    package var slug: String {
        let own = name.split(separator: "/").last ?? ""
        return String(own.hasSuffix(".json") ? own.dropLast(5) : own)
    }

    /// - Throws: `SchemaFileRefusal` where it is not the strict JSON this program reads.
    package func json() throws(SchemaFileRefusal) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw SchemaFileRefusal(file: name, reasons: ["\(error)"])
        }
    }

    /// The JSON files of a folder in the order of their names.
    ///
    /// - Parameter prefix: stands before each name, so that files of two folders do not share one.
    package static func all(
        in folder: URL, as prefix: String = ""
    ) throws(SchemaFileRefusal) -> [SchemaFile] {
        let urls = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        guard let urls else {
            throw SchemaFileRefusal(file: folder.lastPathComponent, reasons: ["The folder cannot be read."])
        }
        var files: [SchemaFile] = []
        for url in urls.sorted(by: { $0.lastPathComponent < $1.lastPathComponent })
        where url.pathExtension == "json" {
            files.append(try SchemaFile(reading: url, as: prefix + url.lastPathComponent))
        }
        return files
    }
}

/// Why the program does not start with this file: its name, and what is wrong in it.
package struct SchemaFileRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let reasons: [String]

    package init(file: String, reasons: [String]) {
        self.file = file
        self.reasons = reasons
    }

    package var description: String {
        "\(file) is refused:\n" + reasons.map { "  \($0)" }.joined(separator: "\n")
    }
}
