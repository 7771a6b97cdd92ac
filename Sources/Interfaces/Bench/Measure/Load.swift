import Foundation

/// What the load generator found.
struct Load: Decodable {
    let requests: Int
    let seconds: Double
    let perSecond: Double
    let p50Ms: Double
    let p99Ms: Double
    /// Answers that were no success, and connections that broke.
    let failed: Int

    static let connections = 32

    /// Sends the requests of a file with wrk; ends with the file, or after `seconds`.
    ///
    /// - Parameters:
    ///   - again: begins the file again at its end, instead of ending.
    ///   - pause: milliseconds that each connection waits between two requests, in the mean.
    static func run(
        _ file: URL, port: Int, seconds: Int, again: Bool = false, pause: Double = 0,
        connections: Int = Self.connections, script: String
    ) throws -> Load {
        let output = try Tool.run(
            "wrk",
            [
                "-t2", "-c\(connections)", "-d\(seconds)s", "--timeout", "10s", "-s", script,
                "http://127.0.0.1:\(port)", "--", file.path, again ? "again" : "once", "\(pause)",
            ])
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("{") }) else {
            throw BenchFault.toolFailed("wrk", output)
        }
        return try JSONDecoder().decode(Load.self, from: Data(line.utf8))
    }
}
