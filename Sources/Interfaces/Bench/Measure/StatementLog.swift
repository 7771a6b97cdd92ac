import Foundation

/// What a database was really asked: PostgreSQL's log of every statement with its values, taken apart.
struct StatementLog {
    struct Statement: Hashable {
        /// With `$1`, `$2`, …
        let sql: String
        /// As text; `nil` for NULL.
        var values: [String?]
    }

    /// Statements that count together: a transaction with its BEGIN and COMMIT, or a segment, which begins by saying who
    /// acts.
    struct Unit: Hashable {
        var statements: [Statement]

        var isTransaction: Bool { statements[0].sql.hasPrefix("BEGIN") }

        func mentions(_ words: String) -> Bool { statements.contains { $0.sql.contains(words) } }
    }

    let units: [Unit]

    /// - Parameter text: a log of `log_statement = all` whose lines begin with the process's number and a blank.
    init(_ text: String) {
        var found: [(process: Substring, statement: Statement)] = []
        for entry in Self.entries(text) {
            if entry.kind == "LOG" {
                guard let match = entry.text.prefixMatch(of: #/(?:execute [^:]*|statement): /#) else {
                    continue
                }
                found.append(
                    (entry.process, Statement(sql: String(entry.text[match.range.upperBound...]), values: []))
                )
            } else if entry.kind == "DETAIL",
                let index = found.lastIndex(where: { $0.process == entry.process })
            {
                found[index].statement.values = Self.values(entry.text)
            }
        }
        var (open, closed): ([Substring: Unit], [Unit]) = ([:], [])
        for (process, statement) in found {
            let isWhoActs = statement.sql.contains("set_config('lozenge.actor'")
            let isInside = open[process]?.isTransaction ?? false
            if statement.sql.hasPrefix("BEGIN") || (isWhoActs && !isInside) {
                if let earlier = open.removeValue(forKey: process) { closed.append(earlier) }
                open[process] = Unit(statements: [statement])
            } else {
                open[process]?.statements.append(statement)
            }
            if statement.sql == "COMMIT" || statement.sql == "ROLLBACK",
                let ended = open.removeValue(forKey: process)
            {
                closed.append(ended)
            }
        }
        units = closed + open.values.filter { !$0.isTransaction }
    }

    private static func entries(_ text: String) -> [(process: Substring, kind: Substring, text: String)] {
        var entries: [(process: Substring, kind: Substring, text: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let match = line.wholeMatch(of: /(\d+) ([A-Z]+):  (.*)/) {
                entries.append((match.1, match.2, String(match.3)))
            } else if line.hasPrefix("\t"), !entries.isEmpty {
                entries[entries.count - 1].text += "\n" + line.dropFirst()
            }
        }
        return entries
    }

    /// Reads `parameters: $1 = 'a', $2 = NULL`.
    private static func values(_ detail: String) -> [String?] {
        detail.matches(of: /\$\d+ = (?:NULL|'((?:[^']|'')*)')(?:, |$)/).map { match -> String? in
            guard let value = match.output.1 else { return nil }
            return String(value).replacingOccurrences(of: "''", with: "'")
        }
    }
}
