import Clinic
import Clocks
import Foundation
import Postgres

/// The medical director's yes to a version of the eligibility rules: to the very file that they read.
package struct RulesApproval: Sendable {
    package let version: Int
    package let sha256: String
    package let approvedBy: UUID
    package let approvedAt: Instant

    package init(version: Int, sha256: String, approvedBy: UUID, approvedAt: Instant) {
        self.version = version
        self.sha256 = sha256
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
    }

    /// Says yes, once; whether it was said before.
    package func insert(on connection: Connection) throws -> Bool {
        try connection.run(
            """
            INSERT INTO rules_approval (rules, version, sha256, approved_by, approved_at)
            VALUES ('eligibility', \(version), \(sha256), \(approvedBy), \(approvedAt))
            ON CONFLICT ON CONSTRAINT rules_approval_pkey DO NOTHING
            """, "rulesApproval.insert") == 1
    }

    /// All that were ever given.
    package static let select: SQL = """
        SELECT version, sha256, approved_by, approved_at FROM rules_approval
        WHERE rules = 'eligibility'
        ORDER BY version, approved_at
        """

    /// Reads a row of `select`.
    package init(_ row: Row) throws {
        self.init(
            version: try row["version"], sha256: try row["sha256"], approvedBy: try row["approved_by"],
            approvedAt: try row["approved_at"])
    }
}
