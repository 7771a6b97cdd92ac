import Clinic
import Postgres

/// Looks for violations of everything in `Invariant.all`.
package struct InvariantSearch: Sendable {
    private let database: Database
    private let records: PartnerRecords

    /// - Parameters:
    ///   - database: in any role that may read all tables.
    ///   - records: what the partners wrote down; without any, only the tables speak.
    package init(database: Database, records: PartnerRecords) {
        self.database = database
        self.records = records
    }

    /// Asks everything, one question after the other.
    package func run() async throws -> InvariantReport {
        let invariants = Invariant.all(with: records)
        var violations: [Violation] = []
        for invariant in invariants {
            for search in invariant.searches {
                violations += try await database.read(
                    by: Actor.system("invariants"), search.sql, within: .seconds(60), search.name
                ) { row in
                    Violation(invariant: invariant.id, place: try row["place"], seen: try row["seen"])
                }
            }
        }
        return InvariantReport(
            checked: invariants.map { .init(id: $0.id, words: $0.words) }, violations: violations)
    }
}
