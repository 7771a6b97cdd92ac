import Access
import Clinic
import Clocks
import Foundation
import Postgres
import Prescriptions

/// A protocol that this server has, and whether it may be used.
package struct ProtocolStanding: Sendable {
    package let dosing: DosingProtocol
    package let sha256: String
    package let approval: ProtocolApproval?
}

extension CarePath {
    /// The protocols of this server, each with the medical director's yes to its very file, if there is one.
    package func protocols(by actor: Actor) async throws -> [ProtocolStanding] {
        let (dosing, sha256) = (program.dosing, program.dosingSHA256)
        let approvals = try await database.read(
            by: actor, ProtocolApproval.select(slug: dosing.slug, version: dosing.version, sha256: sha256),
            "protocol.approval", decode: ProtocolApproval.init)
        return [ProtocolStanding(dosing: dosing, sha256: sha256, approval: approvals.first)]
    }

    /// A medical director says yes to a version of a protocol, by the hash of what they read. Saying it again changes
    /// nothing.
    ///
    /// - Throws: `PrescriptionRefusal.protocolUnknown` for another version or another file than this server's.
    package func approveProtocol(
        _ slug: String, version: Int, sha256: String, once: Once<ProtocolStanding>?, by caller: Caller
    ) async throws -> OnceOutcome<ProtocolStanding> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard slug == program.dosing.slug else { throw NotFound() }
            guard version == program.dosing.version, sha256 == program.dosingSHA256 else {
                throw PrescriptionRefusal.protocolUnknown
            }
            try ProtocolApproval(
                slug: slug, version: version, sha256: sha256, approvedBy: caller.accountID, approvedAt: now
            ).insert(on: connection)
            try AuditEntry(
                "protocol.approve", .init("protocol"), detail: ["protocol": program.dosing.reference],
                by: caller.actor, at: now
            ).record(on: connection)
            let approval = try connection.fetchFirst(
                ProtocolApproval.select(slug: slug, version: version, sha256: sha256), "protocol.approval",
                decode: ProtocolApproval.init)
            return ProtocolStanding(dosing: program.dosing, sha256: sha256, approval: approval)
        }
    }
}
