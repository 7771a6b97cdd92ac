import Clinic
import Foundation
import Postgres

extension ProtocolApproval {
    /// Keeps it, queued. A second yes to the same file changes nothing.
    package func insert(on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO protocol_approval (protocol, version, sha256, approved_by, approved_at)
            VALUES (\(slug), \(version), \(sha256), \(approvedBy), \(approvedAt))
            ON CONFLICT DO NOTHING
            """, "protocolApproval.insert")
    }

    /// The yes to one file, if there is one.
    package static func select(slug: String, version: Int, sha256: String) -> SQL {
        """
        SELECT protocol, version, sha256, approved_by, approved_at FROM protocol_approval
        WHERE protocol = \(slug) AND version = \(version) AND sha256 = \(sha256)
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row) throws {
        self.init(
            slug: try row["protocol"], version: try row["version"], sha256: try row["sha256"],
            approvedBy: try row["approved_by"], approvedAt: try row["approved_at"])
    }
}
