import Foundation

/// What the program says to the person who started it: progress on standard error, results on standard output, so
/// that `lozenged … > table.txt` holds the table alone.
enum Terminal {
    /// Whether somebody watches standard error.
    static let isWatched = isatty(STDERR_FILENO) == 1

    /// The columns of the terminal; 80 where there is none.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// A line on standard error.
    static func note(_ line: String) { write(line + "\n", to: .standardError) }

    /// Text on standard output.
    static func show(_ text: String) { write(text + "\n", to: .standardOutput) }

    /// Writes as it stands, without a line's end.
    static func draw(_ text: String) { write(text, to: .standardError) }

    /// Where nobody reads any more, nothing is lost.
    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
