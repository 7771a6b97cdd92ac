import Access
import Clinic
import Clocks
import Foundation
import Intakes
import JobQueue
import Patients
import Postgres
import Questionnaires

/// A version of the eligibility rules that this server has: whether it may be used, and whether it is.
package struct RulesStanding: Sendable {
    package let version: Int
    package let sha256: String
    package let approval: RulesApproval?
    package let isInForce: Bool
    /// People without a prescription whom another version judged last; they are asked anew once it is in force.
    package let peopleToAsk: Int
}

/// The job that asks the rules again for everybody whom another version judged and who has no prescription yet; a page of
/// people at a time.
package struct AskRulesAgain: Codable, Sendable {
    package static let kind = "eligibility.askAgain"
    static let page = 100

    /// The last one of the page before.
    package let after: UUID?
}

extension CarePath {
    /// The highest version that a medical director approved, by the hash of its file; before any is, the first.
    func rulesInForce(on connection: Connection) throws -> EligibilityRules {
        program.eligibility(
            approved: try connection.fetch(
                RulesApproval.select, "rulesApproval.list", decode: RulesApproval.init))
    }

    /// Every version of the eligibility rules on this server.
    package func eligibilityVersions(by actor: Actor) async throws -> [RulesStanding] {
        let approvals = try await database.read(
            by: actor, RulesApproval.select, "rulesApproval.list", decode: RulesApproval.init)
        var standings: [RulesStanding] = []
        for rules in program.eligibilityVersions {
            let people = try await database.read(
                by: actor, Self.countOutdated(version: rules.version, sha256: rules.file.sha256),
                "rules.people"
            ) { row in try row["people"] as Int }
            standings.append(standing(of: rules, approvals, people: people.first ?? 0))
        }
        return standings
    }

    /// A medical director says yes to a version of the rules, by the hash of what they read. From then on it judges; whom
    /// another version judged, and who has no prescription yet, is asked anew by a job. Saying it again changes nothing.
    ///
    /// - Throws: `NotFound` for a version that is not here; `EligibilityRefusal.rulesUnknown` for another file.
    package func approveRules(
        version: Int, sha256: String, once: Once<RulesStanding>?, by caller: Caller
    ) async throws -> OnceOutcome<RulesStanding> {
        let outcome = try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard let rules = program.eligibilityVersions.first(where: { $0.number == version }) else {
                throw NotFound()
            }
            guard sha256 == rules.file.sha256 else { throw EligibilityRefusal.rulesUnknown }
            let approval = RulesApproval(
                version: version, sha256: sha256, approvedBy: caller.accountID, approvedAt: now)
            if try approval.insert(on: connection) {
                try AuditEntry(
                    "rules.approve", .init("rules"),
                    detail: ["rules": "eligibility", "version": "\(version)"],
                    by: caller.actor, at: now
                ).record(on: connection)
                try Job(kind: AskRulesAgain.kind, arguments: AskRulesAgain(after: nil), runAt: now)
                    .enqueue(on: connection, now: now)
            }
            let approvals = try connection.fetch(
                RulesApproval.select, "rulesApproval.list", decode: RulesApproval.init)
            let people = try connection.fetchFirst(
                Self.countOutdated(version: rules.version, sha256: sha256), "rules.people"
            ) { row in try row["people"] as Int }
            return standing(of: rules, approvals, people: people ?? 0)
        }
        wakeWorkers()
        return outcome
    }

    /// A page of those whom another version judged. Everybody is asked in a transaction of their own; one who was asked
    /// meanwhile is not there any more.
    ///
    /// - Returns: after whom the next page begins; `nil` at the end.
    package func askRulesAgain(after last: UUID?, by actor: Actor) async throws -> UUID? {
        let approvals = try await database.read(
            by: actor, RulesApproval.select, "rulesApproval.list", decode: RulesApproval.init)
        let rules = program.eligibility(approved: approvals)
        let people = try await database.read(
            by: actor,
            Self.selectOutdated(
                after: last, version: rules.version, sha256: rules.file.sha256, limit: AskRulesAgain.page),
            "rules.outdated"
        ) { row in try row["patient_id"] as UUID }
        for patient in people {
            try await database.transaction(by: actor) { connection in
                let now = clock.now
                let person = try lockPerson(ID(patient), on: connection, now: now)
                _ = try reevaluate(person, because: .rules, by: actor, on: connection, now: now)
            }
        }
        return people.count == AskRulesAgain.page ? people.last : nil
    }

    /// The next page of the same, as a job.
    package func enqueueAskingAgain(after last: UUID, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            try Job(kind: AskRulesAgain.kind, arguments: AskRulesAgain(after: last), runAt: now)
                .enqueue(on: connection, now: now)
        }
        wakeWorkers()
    }

    private func standing(
        of rules: EligibilityRules, _ approvals: [RulesApproval], people: Int
    ) -> RulesStanding {
        RulesStanding(
            version: rules.number, sha256: rules.file.sha256,
            approval: approvals.first { $0.version == rules.number && $0.sha256 == rules.file.sha256 },
            isInForce: program.eligibility(approved: approvals).version == rules.version, peopleToAsk: people)
    }
}
