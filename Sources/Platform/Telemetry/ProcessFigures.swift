import Foundation

/// What this process costs the machine, under the names that dashboards for Prometheus expect.
enum ProcessFigures {
    /// Adds nothing where the kernel does not tell, as on a Mac.
    static func render(to text: inout String) {
        if let pages = residentPages() {
            gauge("process_resident_memory_bytes", pages * Int(sysconf(Int32(_SC_PAGESIZE))), to: &text)
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            gauge("process_open_fds", open, to: &text)
        }
        var used = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0 else { return }
        let seconds = Double(used.tv_sec) + Double(used.tv_nsec) / 1_000_000_000
        text += "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total \(seconds)\n"
    }

    private static func gauge(_ name: String, _ value: Int, to text: inout String) {
        text += "# TYPE \(name) gauge\n\(name) \(value)\n"
    }

    private static func residentPages() -> Int? {
        guard let figures = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return nil
        }
        let fields = figures.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) : nil
    }
}
