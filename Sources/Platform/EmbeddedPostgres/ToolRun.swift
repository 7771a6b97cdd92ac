import Foundation

/// One run of a command-line program to its end, as another account where asked.
///
/// Not Foundation's `Process`: it learns of an end by a socket that the child inherits, and a server started
/// by the child keeps that open for as long as it lives.
struct ToolRun {
    private let program: URL
    private let arguments: [String]
    private let account: String?

    init(_ program: URL, _ arguments: [String], as account: String? = nil) {
        self.program = program
        self.arguments = arguments
        self.account = account
    }

    private var command: [String] {
        let own = [program.path] + arguments
        // From `/`, since the other account may not be allowed to stand where we do.
        return account.map { ["/usr/bin/env", "-C", "/", "/usr/sbin/runuser", "-u", $0, "--"] + own } ?? own
    }

    /// Waits for its end and gives what it printed; blocks its thread. Not zero is an error.
    @discardableResult
    func run() throws -> String {
        // A file, not a pipe, for the same reason.
        let output = FileManager.default.temporaryDirectory.appending(path: "lozenge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        let status = try Self.wait(for: try spawn(writingTo: output.path))
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        guard status == 0 else {
            throw ClusterError.toolFailed(
                program.lastPathComponent, status: status,
                output: text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return text
    }

    private func spawn(writingTo output: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // A server that is started must not keep our sockets and pipes open.
        for descriptor in Self.openDescriptors where descriptor > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // A thread of ours may hold off signals, and what it starts would inherit that and ignore its end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let command = command
        let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        let environment: [UnsafeMutablePointer<CChar>?] = Self.environment.map { strdup($0) }
        defer { for text in arguments + environment { free(text) } }
        var process = pid_t()
        let status = posix_spawn(
            &process, command[0], &actions, &attributes, arguments + [nil], environment + [nil])
        guard status == 0 else {
            throw ClusterError.toolFailed(
                command[0], status: status, output: String(cString: strerror(status)))
        }
        return process
    }

    private static let environment = ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]

    private static var openDescriptors: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
        return names.compactMap { Int32($0) }
    }

    /// The exit status; 128 and the signal's number for one that was killed, as a shell says it.
    private static func wait(for process: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) != process {
            guard errno == EINTR else { throw ClusterError.toolFailed("waitpid", status: errno, output: "") }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
