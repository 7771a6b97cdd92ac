import Clinic
import Clocks
import Foundation

/// A medical director's yes to a version of a protocol, by the hash of its file: another file needs another yes.
package struct ProtocolApproval: Sendable, Hashable {
    package let slug: String
    package let version: Int
    package let sha256: String
    package let approvedBy: UUID
    package let approvedAt: Instant

    package init(slug: String, version: Int, sha256: String, approvedBy: UUID, approvedAt: Instant) {
        self.slug = slug
        self.version = version
        self.sha256 = sha256
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
    }
}
