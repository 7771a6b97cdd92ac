import Clocks
import Cohort
import Foundation
import Locks

/// Shows where a cohort is: one line that redraws itself on a terminal, a line a day elsewhere.
final class ProgressBar: Sendable {
    // The lock is the only way to the day that was last written.
    private let lastDay = Locked("")

    func show(_ progress: CohortProgress) {
        let day = String(progress.now.rfc3339.prefix(10))
        let counts =
            "\(progress.cameIn) came in, \(progress.registered) registered, \(progress.inTreatment) in treatment"
        if Terminal.isWatched {
            let time = progress.now.rfc3339.dropFirst(11).prefix(5)
            let words = "  \(day) \(time)  \(counts)"
            let width = min(32, max(8, Terminal.columns - words.count - 3))
            let full = progress.of == 0 ? width : width * progress.done / progress.of
            let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
            Terminal.draw("\r\(bar)\(words)\u{1B}[K")
        } else if lastDay.withLock({ last in
            let isNew = last != day; last = day; return isNew
        }) {
            Terminal.note("\(day): \(counts)")
        }
    }

    /// Ends the line that was redrawn.
    func finish() { if Terminal.isWatched { Terminal.draw("\r\u{1B}[K") } }
}
