import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

/// A page of merges.
package struct MergePage: Sendable {
    package let lines: [MergeLine]
    /// Where the next page starts; `nil` on the last.
    package let next: TimelineEntry.Position?
}

extension CarePath {
    /// A navigator proposes that one record goes into another, with the reason. A second person decides.
    ///
    /// - Throws: `MergeRefusal.sameRecord`, `.partOfAnother`; `RecordEnded`; `NotFound`.
    package func proposeMerge(
        of merged: ID<Patient>, into survivor: ID<Patient>, because reason: String, once: Once<MergeLine>?,
        by caller: Caller
    ) async throws -> OnceOutcome<MergeLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let merge = try Merge(of: merged, into: survivor, by: caller.accountID, now: now)
            for record in [merged, survivor].sorted() { _ = try changing(record, on: connection) }
            guard let person = try Patient.lock(survivor, keyring: keyring, on: connection) else {
                throw NotFound()
            }
            try merge.insert(because: reason, sealedWith: person.key, on: connection)
            try WorkItem.open(
                .mergeApproval, about: merge.id.description, of: survivor.uuid, reasons: [],
                due: try program.workItems.due(.mergeApproval, arisingAt: now), on: connection, now: now)
            try WorkItem.settle(
                .duplicateSuspected, about: Self.pair(merged, survivor), as: "samePerson", by: caller.actor,
                on: connection, now: now)
            try audit("propose", merge, by: caller.actor, on: connection, now: now)
            return try mergeLine(merge.id, on: connection)
        }
    }

    /// A second person agrees: the survivor is read with what the other holds, the other takes nothing new, and its
    /// sign-in leads to the survivor.
    ///
    /// - Throws: `MergeRefusal`; `NotFound`.
    package func approveMerge(
        _ id: ID<Merge>, once: Once<MergeLine>?, by caller: Caller
    ) async throws -> OnceOutcome<MergeLine> {
        let outcome = try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var merge = try Merge.lock(id, on: connection) else { throw NotFound() }
            let undoDays = program.people.mergeUndoDays
            guard try merge.approve(by: caller.accountID, undoDays: undoDays, now: now) else {
                return try mergeLine(id, on: connection)
            }
            try merge.save(by: caller.accountID, on: connection, now: now)
            let ended = try Session.endAll(
                of: merge.merged.uuid, because: .accountMerged, on: connection, now: now)
            try tell(.recordsMerged, to: merge.survivor, on: connection, now: now)
            try settle(merge, as: "merged", by: caller.actor, on: connection, now: now)
            try audit("approve", merge, by: caller.actor, on: connection, now: now)
            try flagsChanged(of: merge.survivor, by: caller.actor, on: connection, now: now)
            var line = try mergeLine(id, on: connection)
            line.ended = ended
            return line
        }
        if case .fresh(let line, _) = outcome {
            access.tokens.refuse(sessions: line.ended, now: clock.now)
        }
        return outcome
    }

    /// They stay two.
    package func declineMerge(
        _ id: ID<Merge>, once: Once<MergeLine>?, by caller: Caller
    ) async throws -> OnceOutcome<MergeLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var merge = try Merge.lock(id, on: connection) else { throw NotFound() }
            if try merge.decline() {
                try merge.save(by: caller.accountID, on: connection, now: now)
                try settle(merge, as: "declined", by: caller.actor, on: connection, now: now)
                try audit("decline", merge, by: caller.actor, on: connection, now: now)
            }
            return try mergeLine(id, on: connection)
        }
    }

    /// It was a mistake: both records are as they were. What the survivor has taken since stays with it.
    ///
    /// - Throws: `MergeRefusal.undoTooLate`, `.notMerged`; `NotFound`.
    package func undoMerge(
        _ id: ID<Merge>, once: Once<MergeLine>?, by caller: Caller
    ) async throws -> OnceOutcome<MergeLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var merge = try Merge.lock(id, on: connection) else { throw NotFound() }
            if try merge.undo(now: now) {
                try merge.save(by: caller.accountID, on: connection, now: now)
                try tell(.recordsParted, to: merge.survivor, on: connection, now: now)
                try tell(.recordsParted, to: merge.merged, on: connection, now: now)
                try audit("undo", merge, by: caller.actor, on: connection, now: now)
            }
            return try mergeLine(id, on: connection)
        }
    }

    /// Merges, the latest proposed first. The reading is audited.
    package func merges(
        after cursor: TimelineEntry.Position?, limit: Int, by actor: Actor
    ) async throws -> MergePage {
        let audit = AuditEntry("merge.list", .init("patientMerge"), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Merge.select(after: cursor, limit: limit + 1), audit: audit.insert, "merge.page"
        ) { try MergeLine($0, keyring: keyring) }
        let page = Array(found.prefix(limit))
        return MergePage(
            lines: page,
            next: found.count > limit
                ? page.last.map { .init(at: $0.merge.proposedAt, id: $0.merge.id.uuid) } : nil)
    }

    /// The record under which an account is found: its own, or the one that it was merged into.
    func survivor(of account: UUID, on connection: Connection) throws -> UUID {
        try connection.fetchFirst(
            Merge.selectSurvivor(of: account), "merge.survivor", decode: { try $0["survivor_id"] as UUID })
            ?? account
    }

    private func mergeLine(_ id: ID<Merge>, on connection: Connection) throws -> MergeLine {
        let line = try connection.fetchFirst(Merge.select(id), "merge.line") {
            try MergeLine($0, keyring: keyring)
        }
        guard let line else { throw NotFound() }
        return line
    }

    private func settle(
        _ merge: Merge, as outcome: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.settle(
            .mergeApproval, about: merge.id.description, as: outcome, by: actor, on: connection, now: now)
    }

    private func audit(
        _ verb: String, _ merge: Merge, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        for record in [merge.survivor, merge.merged] {
            try AuditEntry(
                "merge.\(verb)", .init("patientMerge", merge.id.uuid), patient: record.uuid, by: actor,
                at: now
            ).record(on: connection)
        }
    }
}
