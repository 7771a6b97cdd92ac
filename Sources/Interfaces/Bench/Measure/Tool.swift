import Foundation

/// Runs other programs: wrk, pgbench, psql, the server.
enum Tool {
    /// PostgreSQL's own programs, which Debian keeps off the PATH.
    static let postgresFolder: String = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root))?.compactMap { Int($0) }
        return versions?.max().map { "\(root)/\($0)/bin" } ?? "/usr/bin"
    }()

    /// Waits for the end; gives what was printed.
    ///
    /// - Throws: `BenchFault.toolFailed` with the program's own words.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], input: String? = nil) throws -> String {
        let files = FileManager.default
        let output = files.temporaryDirectory.appending(path: "lozenge-bench-\(UUID().uuidString)")
        let script = output.appendingPathExtension("in")
        defer { for file in [output, script] { try? files.removeItem(at: file) } }
        try Data().write(to: output)
        try Data((input ?? "").utf8).write(to: script)
        let (process, handle) = (Process(), try FileHandle(forWritingTo: output))
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = try FileHandle(forReadingFrom: script)
        process.standardOutput = handle
        process.standardError = handle
        try process.runHearingSignals()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw BenchFault.toolFailed(program, String(text.suffix(2000)))
        }
        return text
    }
}

extension Process {
    /// Starts it with no signal held back. It inherits what its parent's thread holds back, and Swift's own threads hold
    /// back all of them: pgbench would never hear that its time is up.
    func runHearingSignals() throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
