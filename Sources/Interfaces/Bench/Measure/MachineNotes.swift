import Foundation

/// What the figures of one machine hang on.
enum MachineNotes {
    static func lines(_ cluster: BenchCluster) -> [String] {
        func said(_ program: String, _ arguments: [String]) -> String {
            ((try? Tool.run(program, arguments)) ?? "unknown").split(separator: "\n").first.map(String.init)
                ?? "unknown"
        }
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(
            separator: "\n"
        )
        .first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmingPrefix(" ") }
        let cores = ProcessInfo.processInfo.processorCount
        return [
            (try? cluster.version) ?? "unknown PostgreSQL",
            "libpq \(said("dpkg-query", ["-W", "-f", "${Version}", "libpq5"])), libcurl \(said("dpkg-query", ["-W", "-f", "${Version}", "libcurl4"])), \(said("swift", ["--version"]))",
            "Linux \(said("uname", ["-r"])), \(processor ?? "unknown processor") × \(cores)", load,
        ]
    }

    static var load: String {
        let words = ((try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? "").split(
            separator: " ")
        return "load average \(words.prefix(3).joined(separator: " "))"
    }
}
