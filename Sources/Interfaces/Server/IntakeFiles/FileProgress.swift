import Foundation

/// Shows how far a file is read: one line that redraws itself on a terminal, a line now and then elsewhere.
struct FileProgress {
    /// Bytes; `nil` for a stream.
    let size: Int?
    private var told = 0
    private static let step = 5000

    init(size: Int?) { self.size = size }

    mutating func show(lines: Int, read: Int) {
        if Terminal.isWatched {
            let words = "  \(lines) lines"
            guard let size, size > 0 else {
                Terminal.draw("\r\(words)\u{1B}[K")
                return
            }
            let width = min(32, max(8, Terminal.columns - words.count - 3))
            let full = min(width, width * read / size)
            let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
            Terminal.draw("\r\(bar)\(words)\u{1B}[K")
        } else if lines / Self.step > told {
            told = lines / Self.step
            Terminal.note("\(lines) lines")
        }
    }

    /// Ends the line that was redrawn.
    func finish() { if Terminal.isWatched { Terminal.draw("\r\u{1B}[K") } }
}
