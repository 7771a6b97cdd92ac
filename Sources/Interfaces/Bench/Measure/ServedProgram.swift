import Foundation
import Outbound

/// A `lozenged serve` as an installation runs it, in a process of its own.
final class ServedProgram {
    let port: Int
    /// From the start of the process until `/readyz` said yes.
    let startSeconds: Double
    private let process: Process

    /// - Parameters:
    ///   - keys: the folder with the keys that `prepare` wrote.
    ///   - log: the file for its log.
    init(_ program: String, database: String, keys: URL, port: Int, log: URL) async throws {
        func path(_ name: String) -> String { keys.appending(path: name).path(percentEncoded: false) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["serve"]
        process.environment = [
            "PATH": "/usr/bin:/bin", "LOZENGE_ENVIRONMENT": "live", "LOZENGE_DATABASE_URL": database,
            "LOZENGE_MASTER_KEYS_FILE": path("master-keys"), "LOZENGE_TOKEN_KEY_FILE": path("token-key"),
            "LOZENGE_PRESCRIPTION_KEY_FILE": path("prescription-key"),
            "LOZENGE_PRESCRIPTION_DELIVERY": "paper", "LOZENGE_PORT": "\(port)",
            "LOZENGE_PUBLIC_URL": "https://care.example.org", "LOZENGE_TRUSTED_PROXIES": "127.0.0.1",
            "LOZENGE_MAIL_SERVER": "smtps://mail.example.org", "LOZENGE_MAIL_FROM": "care@example.org",
            "LOZENGE_TEXT_URL": "https://texts.example.org", "LOZENGE_TEXT_ACCOUNT": "bench",
            "LOZENGE_TEXT_TOKEN": "bench", "LOZENGE_TEXT_FROM": "+16025550100",
            "LOZENGE_CARRIER_URL": "https://carrier.example.org", "LOZENGE_CARRIER_KEY": "bench",
        ]
        try Data().write(to: log)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        let began = ContinuousClock.now
        try process.runHearingSignals()
        let http = HTTPClient(
            policy: OutboundPolicy(hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback))
        while true {
            let asked = OutboundRequest(method: .get, url: "http://127.0.0.1:\(port)/readyz")
            if let answer = try? await http.send(asked), answer.status == 200 { break }
            guard process.isRunning, ContinuousClock.now - began < .seconds(30) else {
                process.terminate()
                let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                throw BenchFault.notServing(String(words.suffix(1000)))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        startSeconds = (ContinuousClock.now - began).seconds
        await http.shutdown()
        self.process = process
        self.port = port
    }

    /// Resident memory, in MiB.
    var memory: Double {
        let status =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1024
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
