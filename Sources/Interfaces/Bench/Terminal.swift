import Foundation

/// A line on standard error: how far it is. Standard output is the table's.
func note(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

/// Why nothing could be measured.
enum BenchFault: Error, CustomStringConvertible {
    case noZone
    case toolFailed(String, String)
    case notServing(String)
    case notLogged(String)
    case noAnswer(String)
    case refused(String, Int, String)

    var description: String {
        switch self {
        case .noZone: "This machine does not know the zone \(BenchPeople.zone)."
        case .toolFailed(let tool, let words): "\(tool) failed: \(words)"
        case .notServing(let words): "The server does not get ready: \(words)"
        case .notLogged(let what): "PostgreSQL's log does not show the statements of the \(what)."
        case .noAnswer(let what): "No figure came of the \(what)."
        case .refused(let what, let status, let body):
            "The server answered the \(what) with \(status): \(body)"
        }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// `1.3 s`
    var brief: String { String(format: "%.1f s", seconds) }
}
