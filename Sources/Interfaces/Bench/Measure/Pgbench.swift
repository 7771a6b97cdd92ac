import Foundation

/// What PostgreSQL itself can do with an endpoint's statements, driven by `pgbench -M prepared`.
struct Pgbench {
    let cluster: BenchCluster

    /// Transactions, or whatever the script does, a second.
    func run(_ script: PgbenchScript, seconds: Int) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-\(UUID().uuidString).pgbench")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(script.text.utf8).write(to: file)
        let output = try Tool.run(
            "\(Tool.postgresFolder)/pgbench",
            [
                "-n", "-M", "prepared", "-h", cluster.socket, "-U", cluster.runtime,
                "-c", "\(Load.connections)", "-j", "2", "-D", "i=-1", "-T", "\(seconds)", "-f", file.path,
                BenchCluster.copy,
            ])
        guard let match = output.firstMatch(of: /tps = ([0-9.]+)/), let rate = Double(match.1),
            !output.contains("aborted")
        else {
            throw BenchFault.toolFailed("pgbench", String(output.prefix(2000)))
        }
        return rate
    }
}
