import Foundation
import Wire

/// Why a command did not do what it was asked; each ends the tool with the status a script can rely on.
enum ToolFailure: Error, Sendable {
    /// Something is missing or makes no sense on the command line.
    case usage(String)
    /// The program said no, in its own words; `document` is what it sent, for `--json`.
    case refused(Problem, document: Data)
    /// Nobody is signed in there, or the sign-in has ended.
    case notSignedIn(String)
    /// The server could not be reached, broke down, or is not a Lozenge server.
    case unreachable(String)
    /// The person at the terminal changed their mind.
    case calledOff
    /// This computer did not let the tool keep or read its own files.
    case here(String)

    /// 1 refused, 2 usage, 3 not signed in or not allowed, 4 server unreachable.
    var exitStatus: Int32 {
        switch self {
        case .usage: 2
        case .refused(let problem, _):
            problem.status == 401 || problem.status == 403 ? 3 : problem.status >= 500 ? 4 : 1
        case .notSignedIn: 3
        case .unreachable: 4
        case .calledOff, .here: 1
        }
    }

    /// What is said to the person, in sentences.
    var words: String {
        switch self {
        case .usage(let words), .notSignedIn(let words), .unreachable(let words), .here(let words): words
        case .refused(let problem, _): problem.words
        case .calledOff: "Nothing was sent."
        }
    }
}

extension Problem {
    /// The refusal in sentences: what and what to do, its code, the fields at fault, and where the log has
    /// it.
    var words: String {
        var sentences = [title.asSentence]
        if let detail, detail != title { sentences.append(detail.asSentence) }
        var lines = ["\(sentences.joined(separator: " ")) (\(code))"]
        for error in errors ?? [] {
            lines.append("  \(error.field): \(error.detail) (\(error.code))")
        }
        if let instance { lines.append("  request \(instance)") }
        return lines.map(\.printable).joined(separator: "\n")
    }
}

extension FieldProblem {
    /// The field as one would name it: `address.city` for `/address/city`; the whole body has no name.
    fileprivate var field: String {
        let names = pointer.split(separator: "/").map {
            $0.replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return names.isEmpty ? "the request" : names.joined(separator: ".")
    }
}

extension String {
    fileprivate var asSentence: String {
        let text = trimmingCharacters(in: .whitespacesAndNewlines)
        return text.last.map { ".!?".contains($0) } == true ? text : text + "."
    }
}
