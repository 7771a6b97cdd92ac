import Foundation
import Locks
import Support

/// `lozenged` or `lozenge` as a process of its own, as its user starts it.
final class RunningProgram: Sendable {
    private let process = Process()
    private let printed = Locked(Data())
    /// Signalled once it has ended; who waits for that leaves the processor to the program.
    private let over = DispatchSemaphore(value: 0)

    /// Beside the test runner, where the build puts them.
    static func binary(_ name: String) -> URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: name)
    }

    /// Starts it; standard output and error are collected together.
    convenience init(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) throws {
        try self.init(at: Self.binary(name), arguments, environment)
    }

    /// Starts what lies there, in a folder if one is named.
    init(
        at program: URL, _ arguments: [String], _ environment: [String: String] = [:], in folder: URL? = nil
    ) throws {
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LOZENGE_") }
        inherited.merge(environment) { $1 }
        process.environment = inherited
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { self?.printed.withLock { $0 += data } }
        }
        process.terminationHandler = { [over] _ in over.signal() }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Everything it has printed so far.
    var output: String { printed.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Waits until it has printed something that matches.
    func prints(_ pattern: Regex<Substring>, within limit: Duration = .seconds(60)) async throws {
        try await eventually(within: limit, "\(process.executableURL?.lastPathComponent ?? "") prints") {
            guard output.firstMatch(of: pattern) == nil else { return true }
            if !process.isRunning { throw Ended(status: process.terminationStatus, output: output) }
            return false
        }
    }

    var isRunning: Bool { process.isRunning }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end and gives its exit status.
    @discardableResult
    func ended(within limit: Duration = .seconds(60)) async throws -> Int32 {
        let deadline = DispatchTime.now() + .milliseconds(Int(limit / .milliseconds(1)))
        let hasEnded = await withCheckedContinuation { answer in
            DispatchQueue.global().async { [over] in
                let result = over.wait(timeout: deadline)
                if result == .success { over.signal() }
                answer.resume(returning: result == .success)
            }
        }
        // The handler may come a moment before the process counts as ended.
        guard hasEnded else { throw StillRunning(limit: limit, output: output) }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// It ended before it had said what was waited for.
    struct Ended: Error {
        let status: Int32
        let output: String
    }

    /// It did not end in time.
    struct StillRunning: Error {
        let limit: Duration
        let output: String
    }

    /// Runs it to its end: what it printed, and its status.
    static func run(
        _ name: String, _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let program = try RunningProgram(name, arguments, environment)
        let status = try await program.ended()
        return (status, program.output)
    }
}
