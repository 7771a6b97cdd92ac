import Foundation
import Wire

@testable import lozenge

/// One command line, run to its end as a process of its own: nobody at the terminal, a kept sign-in, and a program that
/// answers as a test says.
struct ToolRun: Sendable {
    let status: Int32
    let output: String
    let errors: String
    /// What the program was asked, but for who is signed in and what time it is.
    let asked: [FakeProgram.Request]

    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    /// - Parameter answers: by the request line's beginning, `GET /v1/staff/orders`; anything else is not there.
    static func of(
        _ arguments: [String], columns: Int = 80, answers: [String: FakeProgram.Reply] = [:]
    ) async throws -> ToolRun {
        let seen = Requests()
        return try await FakeProgram.run { request in
            if request.line.hasPrefix("GET /v1/staff/me ") { return .answer(200, json(me)) }
            seen.note(request)
            let known = answers.first {
                request.line.hasPrefix($0.key + " ") || request.line.hasPrefix($0.key + "?")
            }
            return known?.value ?? .answer(404, problem(404, "not_found"))
        } body: { program in
            let base = FileManager.default.temporaryDirectory.appending(
                path: "lozenge-tool-\(UUID().uuidString)"
            )
            .path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: base) }
            let folder = try ConfigFolder(environment: ["XDG_CONFIG_HOME": base])
            try SessionStore(folder: folder, server: program.address).save(
                Session(tokens(1), server: program.address))
            let ended = try await run(
                arguments + ["--server", "\(program.address)"],
                ["XDG_CONFIG_HOME": base, "COLUMNS": "\(columns)", "TZ": "UTC"])
            return ToolRun(
                status: ended.status, output: ended.output, errors: ended.errors, asked: seen.all)
        }
    }

    private static let me = StaffAnswer(
        id: "1", handle: "st-4m9xd", name: "Ana Ruiz", roles: ["careNavigator"], environment: "test",
        now: "2026-11-21T16:14:05Z")

    private static func run(
        _ arguments: [String], _ environment: [String: String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        // Beside the test runner, where the build puts it.
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "lozenge")
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        return (process.terminationStatus, text(of: output), text(of: errors))
    }

    private static func text(of pipe: Pipe) -> String {
        String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
