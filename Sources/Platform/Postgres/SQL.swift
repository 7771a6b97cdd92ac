/// One SQL statement with its bound values. Interpolation binds, it never pastes:
///
///     "SELECT name FROM patient WHERE id = \(id)"        // … WHERE id = $1
///
/// Two other ways are spelled out, so that one can search for them: `\(fragment: sql)` splices another
/// statement's text in and renumbers its values, `\(unsafe: text)` pastes raw text.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The statement as the server reads it, with `$1`, `$2`, …
    package let text: String
    let parameters: Parameters
    /// Where in `text` each `$n` begins, in UTF-8: what a statement that this one is spliced into counts anew.
    private let marks: [Int]

    package init(stringLiteral text: String) {
        self.text = text
        parameters = Parameters()
        marks = []
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
        marks = stringInterpolation.marks
    }

    /// Collects what the compiler finds between the quotes.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var marks: [Int] = []
        fileprivate var parameters: Parameters

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            marks.reserveCapacity(interpolationCount)
            parameters = Parameters(capacity: interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Binds the value.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            parameters.append(value)
            mark()
        }

        /// Binds the value, or NULL.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parameters.append(value)
            mark()
        }

        /// Splices another statement in, its values bound after those before it.
        package mutating func appendInterpolation(fragment: SQL) {
            guard !fragment.marks.isEmpty else {
                text += fragment.text
                return
            }
            var start = fragment.text.startIndex
            for (number, offset) in fragment.marks.enumerated() {
                let end = fragment.text.utf8.index(fragment.text.startIndex, offsetBy: offset)
                text += fragment.text[start..<end]
                mark()
                start = fragment.text.utf8.index(end, offsetBy: Self.name(number + 1).utf8.count)
            }
            text += fragment.text[start...]
            parameters.append(fragment.parameters)
        }

        /// Pastes raw text: names that PostgreSQL cannot bind, from the program's own constants only.
        package mutating func appendInterpolation(unsafe text: String) { self.text += text }

        private mutating func mark() {
            marks.append(text.utf8.count)
            text += Self.name(marks.count)
        }

        private static func name(_ number: Int) -> String {
            names.indices.contains(number) ? names[number] : "$\(number)"
        }

        private static let names = (0..<64).map { "$\($0)" }
    }
}

extension SQL {
    /// The columns of one of several tables in a row, told apart by its alias: `pause.id AS pause_id, pause.cause AS …`.
    package static func columns(_ names: [SQL], of alias: SQL) -> SQL {
        precondition(!names.isEmpty, "A row has columns.")
        let columns = names.map { name -> SQL in
            "\(fragment: alias).\(fragment: name) AS \(fragment: alias)_\(fragment: name)"
        }
        return columns.dropFirst().reduce(columns[0]) { "\(fragment: $0), \(fragment: $1)" }
    }
}

/// The bound values of one statement, side by side in one buffer.
struct Parameters: Sendable {
    private(set) var types: [UInt32] = []
    private(set) var bytes = PostgresBytes()
    /// -1 for NULL.
    private(set) var lengths: [Int32] = []

    init(capacity: Int = 0) {
        guard capacity > 0 else { return }
        types.reserveCapacity(capacity)
        lengths.reserveCapacity(capacity)
        bytes.reserveCapacity(capacity * 16)
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        let start = bytes.contents.count
        value.encode(into: &bytes)
        lengths.append(bytes.endValue(begunAt: start))
        types.append(Value.postgresType.oid)
    }

    mutating func append(_ others: Parameters) {
        bytes.append(contentsOf: others.bytes.contents)
        lengths.append(contentsOf: others.lengths)
        types.append(contentsOf: others.types)
    }
}
