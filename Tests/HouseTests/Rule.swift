import Testing

/// A habit of the house that one can see in the text of a file.
///
/// Every rule carries an example that it must catch and one that it must let pass, so that none can stand there
/// without ever being able to fail.
struct Rule: Sendable, CustomTestStringConvertible {
    /// Which view of the file the pattern reads.
    enum View: Sendable {
        /// Comments and words in quotes left out.
        case code
        /// Comments left out.
        case uncommented
        /// All of it.
        case everything
    }

    let name: String
    var view = View.code
    /// Whether the rule holds for the file at this path.
    let holds: @Sendable (_ path: String) -> Bool
    /// Files that may, each with its reason.
    var except: [String: String] = [:]
    let pattern: String
    let catches: String
    let spares: String

    var testDescription: String { name }

    func breaches(in source: SwiftSource) throws -> [Breach] {
        guard holds(source.path), except[source.path] == nil else { return [] }
        let expression = try Regex(pattern).wordBoundaryKind(.simple)
        let lines =
            switch view {
            case .code: source.code
            case .uncommented: source.uncommented
            case .everything: source.lines
            }
        return lines.enumerated().compactMap { index, line in
            line.contains(expression) ? Breach(path: source.path, line: index + 1, words: name) : nil
        }
    }
}

/// Where rules hold.
enum Places {
    static let everywhere: @Sendable (String) -> Bool = { _ in true }
    static let sources: @Sendable (String) -> Bool = { $0.hasPrefix("Sources/") }
    static let tests: @Sendable (String) -> Bool = { $0.hasPrefix("Tests/") }
    /// This folder names what it forbids.
    static let outsideTheseRules: @Sendable (String) -> Bool = { !$0.hasPrefix("Tests/HouseTests/") }
    static let queries: @Sendable (String) -> Bool = {
        $0.hasPrefix("Sources/") && $0.hasSuffix("+SQL.swift")
    }
    static let withoutQueries: @Sendable (String) -> Bool = {
        $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/Platform/") && !$0.hasSuffix("+SQL.swift")
    }
    /// What the programs are made of, without the programs themselves.
    static let libraries: @Sendable (String) -> Bool = { path in
        path.hasPrefix("Sources/") && !path.contains(/^Sources\/Interfaces\/(Server|CLI|Cohort|Bench)\//)
    }
}
