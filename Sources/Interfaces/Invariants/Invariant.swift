import Postgres

/// Something that must never be otherwise (promises.md), and how to find where it is: over the tables, and where a
/// partner is part of it, over the partner's own record.
///
/// None of it goes through the program's own code: what a stage thinks of itself proves nothing.
package struct Invariant: Sendable {
    /// `N1`.
    package let id: String
    /// What holds, as a sentence.
    package let words: String
    /// Each finds the rows that break it.
    let searches: [Search]

    /// A question whose every row is a violation: `place` names the row by ids, `seen` says what is wrong with it.
    struct Search: Sendable {
        let name: StaticString
        let sql: SQL

        init(_ name: StaticString, _ sql: SQL) {
            self.name = name
            self.sql = sql
        }
    }
}

/// A row that should not be.
package struct Violation: Sendable, Codable, Equatable {
    /// `N1`.
    package let invariant: String
    /// Which row, by its ids; never anything of a person.
    package let place: String
    package let seen: String
}

/// What the search came to.
package struct InvariantReport: Sendable, Codable {
    /// What was looked for, in order.
    package let checked: [Checked]
    package let violations: [Violation]

    package struct Checked: Sendable, Codable {
        package let id: String
        package let words: String
    }

    /// A line for each, and under a broken one what was seen.
    package var text: String {
        checked.flatMap { checked in
            let broken = violations.filter { $0.invariant == checked.id }
            return ["\(broken.isEmpty ? "holds " : "BROKEN") \(checked.id)  \(checked.words)"]
                + broken.prefix(20).map { "            \($0.place): \($0.seen)" }
                + (broken.count > 20 ? ["            and \(broken.count - 20) more"] : [])
        }.joined(separator: "\n")
    }
}
