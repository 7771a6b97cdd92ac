import Foundation

/// The histories of a file, one after the other, however long it is: a file of one JSON document, or of many, one a
/// line.
struct HistoryLines: Sequence {
    private let handle: FileHandle

    /// `nil` where it cannot be opened. `-` is standard input.
    init?(path: String) {
        if path == "-" {
            handle = .standardInput
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else { return nil }
        self.handle = handle
    }

    /// One history with the line on which it begins, counted from 1.
    struct Line: Sendable {
        let number: Int
        let bytes: [UInt8]
    }

    func makeIterator() -> Reader { Reader(handle) }

    /// Reads a few megabytes at a time. Where the first line is no whole document, the whole file is taken as one.
    struct Reader: IteratorProtocol {
        private let handle: FileHandle
        private var buffer: [UInt8] = []
        private var start = 0
        private var number = 0
        private var isAtEnd = false
        private var isFirst = true

        init(_ handle: FileHandle) { self.handle = handle }

        mutating func next() -> Line? {
            while let line = nextLine() {
                if line.bytes.allSatisfy(Self.isBlank) { continue }
                guard isFirst else { return line }
                isFirst = false
                return Self.isWhole(line.bytes) ? line : rest(after: line)
            }
            return nil
        }

        private mutating func nextLine() -> Line? {
            var searched = start
            while true {
                if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                    number += 1
                    defer { start = end + 1 }
                    return Line(number: number, bytes: Array(buffer[start..<end]))
                }
                searched = buffer.count
                if isAtEnd {
                    guard start < buffer.count else { return nil }
                    number += 1
                    defer { start = buffer.count }
                    return Line(number: number, bytes: Array(buffer[start...]))
                }
                searched -= start
                fill()
            }
        }

        private mutating func fill() {
            buffer.removeFirst(start)
            start = 0
            let chunk = handle.readData(ofLength: 4 << 20)
            if chunk.isEmpty { isAtEnd = true } else { buffer.append(contentsOf: chunk) }
        }

        private mutating func rest(after line: Line) -> Line {
            var bytes = line.bytes
            while let next = nextLine() {
                bytes.append(UInt8(ascii: "\n"))
                bytes.append(contentsOf: next.bytes)
            }
            return Line(number: line.number, bytes: bytes)
        }

        /// Whether every bracket that is opened is closed: enough to tell a line of many from the first line of one.
        private static func isWhole(_ bytes: [UInt8]) -> Bool {
            var (depth, isText, isEscaped) = (0, false, false)
            for byte in bytes {
                if isEscaped {
                    isEscaped = false
                } else if isText {
                    if byte == UInt8(ascii: "\\") { isEscaped = true }
                    if byte == UInt8(ascii: "\"") { isText = false }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isText = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                    default: break
                    }
                }
            }
            return depth <= 0
        }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }
    }
}
