import Foundation
import Locks
import Support

/// A running `QueueDrill`. It is killed when nobody holds it any more.
final class DrillProcess: Sendable {
    // Process says so itself: its methods may be called from any thread.
    private let process = Process()
    private let input = Pipe()
    private let printed = Locked("")

    /// - Parameter point: where the first start of a job waits; `nil` is nowhere.
    init(_ url: String, waitingAt point: String? = nil) throws {
        // Beside the test runner, where the build puts it.
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "QueueDrill")
        process.arguments = [url, point ?? "nowhere"]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        output.fileHandleForReading.readabilityHandler = { [printed] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            printed.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        try process.run()
    }

    deinit { signal(SIGKILL) }

    var lines: [Substring] { printed.withLock { $0.split(separator: "\n") } }

    /// Waits until it has printed this line.
    func says(_ line: Substring) async throws {
        try await eventually(within: .seconds(30), "the drill says \(line)") { lines.contains(line) }
    }

    func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

    /// Kills it and waits for its end.
    func die() {
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// From the point at which it waits.
    func goOn() throws { try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8)) }
}
