import AnswerFiles
import Foundation

/// A file of intakes as it is read: bit by bit, however long it is.
struct IntakeFile {
    /// What stands in it.
    enum Kind {
        /// Comma-separated values with a head line.
        case delimited
        /// FHIR R4 `QuestionnaireResponse`, one a line.
        case responses
    }

    let kind: Kind
    /// Bytes, where it is a file and not a stream.
    let size: Int?
    private let handle: FileHandle
    private let first: [UInt8]

    private static let chunk = 1 << 20

    /// `nil` where it cannot be opened. `-` is standard input.
    ///
    /// The kind is told by the name's ending, else by the first byte that says something: a brace begins JSON.
    init?(path: String) {
        if path == "-" {
            handle = .standardInput
            size = nil
        } else {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                let handle = FileHandle(forReadingAtPath: path)
            else { return nil }
            self.handle = handle
            size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        }
        first = Self.read(handle)
        let says = first.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }.first
        switch (path as NSString).pathExtension.lowercased() {
        case "csv": kind = .delimited
        case "ndjson", "jsonl", "json": kind = .responses
        default: kind = says == UInt8(ascii: "{") || says == UInt8(ascii: "[") ? .responses : .delimited
        }
    }

    var isEmpty: Bool { first.isEmpty }

    /// Its records, once.
    func records() -> RecordReader {
        var first: [UInt8]? = first
        return RecordReader(kind == .delimited ? .delimited : .lines) { [handle] in
            if let bytes = first {
                first = nil
                return bytes
            }
            return Self.read(handle)
        }
    }

    /// A pipe gives what is there, and nothing only at its end.
    private static func read(_ handle: FileHandle) -> [UInt8] {
        (try? handle.read(upToCount: chunk)).map { Array($0) } ?? []
    }
}
