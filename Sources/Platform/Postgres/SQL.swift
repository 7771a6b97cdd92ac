/// One SQL statement with its bound values. Interpolation binds, it never pastes:
///
///     "SELECT name FROM patient WHERE id = \(id)"        // … WHERE id = $1
///
/// Two other ways are spelled out, so that one can search for them: `\(fragment: sql)` splices another
/// statement's text in and renumbers its values, `\(unsafe: text)` pastes raw text.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// What stands before, between and after the bound values.
    private let pieces: [String]
    let parameters: Parameters
    /// The statement as the server reads it, with `$1`, `$2`, …
    package let text: String

    package init(stringLiteral text: String) {
        pieces = [text]
        parameters = Parameters()
        self.text = text
    }

    package init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
        parameters = stringInterpolation.parameters
        var text = pieces[0]
        for (number, piece) in pieces.dropFirst().enumerated() {
            text += "$\(number + 1)"
            text += piece
        }
        self.text = text
    }

    /// Collects what the compiler finds between the quotes.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [String] = [""]
        fileprivate var parameters = Parameters()

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) { pieces[pieces.count - 1] += literal }

        /// Binds the value.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            parameters.append(value)
            pieces.append("")
        }

        /// Binds the value, or NULL.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parameters.append(value)
            pieces.append("")
        }

        /// Splices another statement in, its values bound after those before it.
        package mutating func appendInterpolation(fragment: SQL) {
            pieces[pieces.count - 1] += fragment.pieces[0]
            pieces.append(contentsOf: fragment.pieces.dropFirst())
            parameters.append(fragment.parameters)
        }

        /// Pastes raw text: names that PostgreSQL cannot bind, from the program's own constants only.
        package mutating func appendInterpolation(unsafe text: String) { pieces[pieces.count - 1] += text }
    }
}

/// The bound values of one statement, side by side in one buffer.
struct Parameters: Sendable {
    private(set) var types: [UInt32] = []
    private(set) var bytes = PostgresBytes()
    /// -1 for NULL.
    private(set) var lengths: [Int32] = []

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
