import Foundation

/// The statements of one request as a script for `pgbench -M prepared`, each run of it about another patient, day and key.
///
/// A transaction's statements go one by one, as any client sends them; a segment's go together, since only together
/// they are one transaction.
struct PgbenchScript {
    /// What in the logged values stands for something else in each run.
    struct Sample {
        /// The patient's number.
        let number: Int
        /// The patient's date, whose check-in was made.
        let today: String
        /// The request's key, or the event's id.
        let key: String
    }

    let text: String

    /// - Parameters:
    ///   - people: how many patients the runs go through, from number 1 on.
    ///   - types: of each statement's parameters, as the database infers them.
    init(_ units: [StatementLog.Unit], sample: Sample, people: Int, types: [String: [String]]) {
        var values = Values(sample)
        var lines = [
            "\\set i :i + 1", "\\set k :client_id + \(Load.connections) * :i", "\\set n :k % \(people) + 1",
            "\\set d :k / \(people)",
        ]
        for unit in units {
            if !unit.isTransaction { lines.append("\\startpipeline") }
            for statement in unit.statements { lines.append(values.line(statement, types[statement.sql])) }
            if !unit.isTransaction { lines.append("\\endpipeline") }
        }
        text = lines.joined(separator: "\n") + "\n"
    }
}

/// Turns logged values into expressions.
private struct Values {
    let sample: PgbenchScript.Sample
    /// Ids that the request made, in the order in which they appear.
    private var made: [String] = []

    init(_ sample: PgbenchScript.Sample) { self.sample = sample }

    mutating func line(_ statement: StatementLog.Statement, _ types: [String]?) -> String {
        let bare = statement.sql.replacing(/--[^\n]*/, with: "").replacing(/\s*\n\s*/, with: " ")
        var text = ""
        var rest = bare[...]
        while let match = rest.firstMatch(of: /\$(\d+)/) {
            text += rest[..<match.range.lowerBound]
            let index = (Int(match.1) ?? 1) - 1
            let type = types.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            let value = statement.values.indices.contains(index) ? statement.values[index] : nil
            let written = value.map { expression($0) } ?? "NULL"
            text += type.map { "(\(written))::\($0)" } ?? written
            rest = rest[match.range.upperBound...]
        }
        return text + rest + ";"
    }

    private mutating func expression(_ value: String) -> String {
        if value == sample.today { return "(date '\(value)' + :d::int)" }
        var pieces: [String] = []
        var rest = value[...]
        while let match = rest.firstMatch(of: word) {
            if match.range.lowerBound > rest.startIndex {
                pieces.append(literal(rest[..<match.range.lowerBound]))
            }
            pieces.append(expression(word: String(match.output)))
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(literal(rest)) }
        return pieces.count == 1 ? pieces[0] : pieces.map { "(\($0))::text" }.joined(separator: " || ")
    }

    /// The key, or an id.
    private var word: Regex<Substring> {
        let id = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
        let pattern = "\(NSRegularExpression.escapedPattern(for: sample.key))|\(id)"
        guard let regex = try? Regex(pattern, as: Substring.self) else {
            preconditionFailure("An escaped key and a fixed form make a pattern.")
        }
        return regex
    }

    private mutating func expression(word: String) -> String {
        if word == sample.key { return "('bench-' || :client_id::text || '-' || :i::text)" }
        let id = word.lowercased()
        let expression: String
        if let kind = BenchID.allCases.first(where: { $0.uuid(sample.number).uuidString.lowercased() == id })
        {
            expression = "bench_id(\(kind.rawValue), :n::bigint)"
        } else if id.hasPrefix("019a00") {
            return literal(word[...])
        } else {
            let place = made.firstIndex(of: id) ?? made.count
            if place == made.count { made.append(id) }
            expression = "bench_id(\(200 + place), :client_id::bigint * 16777216 + :i::bigint)"
        }
        return word == id ? expression : "upper(\(expression)::text)"
    }

    /// A colon in a literal would begin one of pgbench's variables.
    private func literal(_ text: Substring) -> String {
        let quoted = text.replacing("'", with: "''")
        guard text.contains(":") || text.contains("\\") else { return "'\(quoted)'" }
        return "E'" + quoted.replacing("\\", with: "\\\\").replacing(":", with: "\\072") + "'"
    }
}
