import Foundation

/// The terminal, or whatever stands in its place: a pipe, a file, a job at night.
struct Terminal: Sendable {
    /// Somebody is there to be asked. Questions go to standard error, so that a redirected answer stays
    /// clean.
    let interactive: Bool
    let layout: Layout

    /// What this process was started with. `COLUMNS` beats the terminal's own width; `NO_COLOR` beats color.
    init(plain: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let drawn = isatty(STDOUT_FILENO) == 1
        interactive = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        layout = Layout(
            width: environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 >= 20 ? $0 : nil }
                ?? Self.columns ?? 80,
            colored: drawn && !plain && (environment["NO_COLOR"] ?? "").isEmpty
                && environment["TERM"] != "dumb",
            plain: plain)
    }

    private static var columns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return nil }
        return Int(size.ws_col)
    }

    /// The answer itself, to standard output.
    func show(_ screen: Screen) {
        Self.put(screen.lines(in: layout).joined(separator: "\n") + "\n", on: .standardOutput)
    }

    /// The server's own words, byte for byte, one document a line.
    func show(json: Data) {
        guard !json.isEmpty else { return }
        Self.put(
            String(decoding: json, as: UTF8.self).trimmingCharacters(in: .newlines) + "\n",
            on: .standardOutput)
    }

    /// Questions, notes and refusals, to standard error.
    func say(_ text: String, end: String = "\n") { Self.put(text + end, on: .standardError) }

    /// A reader that went away (`| head`) is no fault of ours.
    static func put(_ text: String, on file: FileHandle) { try? file.write(contentsOf: Data(text.utf8)) }
}
