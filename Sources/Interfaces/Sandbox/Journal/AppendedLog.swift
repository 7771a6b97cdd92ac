import Foundation

/// The sandbox's own record of what it received and did, one JSON object a line, only ever appended to: the
/// witness that the program's invariants are checked against.
///
/// Each line is written before the sender gets its answer. A process that is killed leaves at most half a
/// last line, which the next start cuts off; its sender never got an answer.
struct AppendedLog<Line: Codable>: ~Copyable {
    private let descriptor: Int32
    private let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens the file, or makes it, private to its owner, and adds what it holds to `lines`.
    static func open(_ path: String, reading lines: inout [Line]) throws(SandboxFault) -> AppendedLog {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .log(path: path, errno: errno) }
        let log = AppendedLog(descriptor: descriptor, path: path)
        let whole = try Self.whole(of: path)
        lines += try Self.lines(in: whole, of: path)
        guard ftruncate(descriptor, off_t(whole.count)) == 0 else { throw .log(path: path, errno: errno) }
        return log
    }

    /// What a file holds that another process may be writing: every whole line.
    static func read(_ path: String) throws(SandboxFault) -> [Line] {
        try lines(in: whole(of: path), of: path)
    }

    deinit { close(descriptor) }

    /// The line is with the operating system when this returns.
    func append(_ line: Line) throws(SandboxFault) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(line) else { throw .log(path: path, errno: EILSEQ) }
        let bytes = Array(json) + [UInt8(ascii: "\n")]
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .log(path: path, errno: errno)
        }
    }

    /// The file up to its last line's end.
    private static func whole(of path: String) throws(SandboxFault) -> Data {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw .log(path: path, errno: EIO)
        }
        return contents.lastIndex(of: UInt8(ascii: "\n")).map { contents.prefix(through: $0) } ?? Data()
    }

    private static func lines(in whole: Data, of path: String) throws(SandboxFault) -> [Line] {
        let decoder = JSONDecoder()
        var lines: [Line] = []
        for line in whole.split(separator: UInt8(ascii: "\n")) {
            guard let read = try? decoder.decode(Line.self, from: line) else {
                throw .log(path: path, errno: EILSEQ)
            }
            lines.append(read)
        }
        return lines
    }
}
