import Foundation
import Logging

/// The sandbox's own record of what it received, one JSON object a line, only ever appended to: the witness
/// that the program's invariants are checked against.
///
/// Each line is written before the sender gets its answer. A process that is killed leaves at most half a
/// last line, which the next start cuts off; its sender never got an answer.
struct MessageLog: ~Copyable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Opens the file, or makes it, private to its owner, and adds what it holds to `messages`.
    static func open(_ path: String, reading messages: inout [SandboxMessage]) throws(SandboxFault)
        -> MessageLog
    {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .log(path: path, errno: errno) }
        let log = MessageLog(descriptor: descriptor)
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw .log(path: path, errno: EIO)
        }
        let whole = contents.lastIndex(of: UInt8(ascii: "\n")).map { contents.prefix(through: $0) } ?? Data()
        let decoder = JSONDecoder()
        for line in whole.split(separator: UInt8(ascii: "\n")) {
            guard let message = try? decoder.decode(SandboxMessage.self, from: line) else {
                throw .log(path: path, errno: EILSEQ)
            }
            messages.append(message)
        }
        guard ftruncate(descriptor, off_t(whole.count)) == 0 else { throw .log(path: path, errno: errno) }
        return log
    }

    deinit { close(descriptor) }

    /// The line is with the operating system when this returns.
    func append(_ message: SandboxMessage) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Array(try encoder.encode(message)) + [UInt8(ascii: "\n")]
        guard write(descriptor, line, line.count) == line.count else {
            throw SandboxFault.log(path: "", errno: errno)
        }
    }
}
