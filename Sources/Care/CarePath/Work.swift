import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

extension CarePath {
    /// A member of the care team takes a piece of work on.
    package func claim(_ id: ID<WorkItem>, in language: Language, once: Once<QueueLine>?, by caller: Caller)
        async throws
        -> OnceOutcome<QueueLine>
    {
        try await move(id, "claim", note: nil, in: language, once: once, by: caller) {
            item, now throws(WorkItemRefusal) in
            try item.claim(by: caller.accountID, now: now)
        }
    }

    /// They put it back.
    package func release(_ id: ID<WorkItem>, in language: Language, once: Once<QueueLine>?, by caller: Caller)
        async throws
        -> OnceOutcome<QueueLine>
    {
        try await move(id, "release", note: nil, in: language, once: once, by: caller) {
            item, now throws(WorkItemRefusal) in
            try item.release(by: caller.accountID, now: now)
        }
    }

    /// They put it off, with the reason.
    package func snooze(
        _ id: ID<WorkItem>, until: Instant, note: String, in language: Language, once: Once<QueueLine>?,
        by caller: Caller
    ) async throws -> OnceOutcome<QueueLine> {
        try await move(id, "snooze", note: note, in: language, once: once, by: caller) {
            item, now throws(WorkItemRefusal) in
            try item.snooze(until: until, by: caller.accountID, now: now)
        }
    }

    /// They give it to a colleague, who must be at work here and allowed to do it.
    package func handOver(
        _ id: ID<WorkItem>, to colleague: UUID, note: String, in language: Language, once: Once<QueueLine>?,
        by caller: Caller
    ) async throws -> OnceOutcome<QueueLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard let roles = try StaffMember.activeRoles(of: colleague, on: connection),
                Permission.workQueueChange.allows(roles)
            else { throw WorkItemRefusal.colleagueUnfit }
            return try moved(id, "handOver", note: note, in: language, by: caller, on: connection, now: now) {
                item, now throws(WorkItemRefusal) in
                try item.handOver(to: colleague, by: caller.accountID, now: now)
            }
        }
    }

    /// They are done with it. What the outcome means for the patient happens in the same transaction.
    ///
    /// - Throws: `WorkItemSettledElsewhere` for an item that goes with what it is about, such as a flag.
    package func resolve(
        _ id: ID<WorkItem>, as outcome: String, note: String, in language: Language, once: Once<QueueLine>?,
        by caller: Caller
    ) async throws -> OnceOutcome<QueueLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var item = try WorkItem.lock(id, on: connection) else { throw NotFound() }
            if let by = program.workItems.settledBy(item.kind) {
                if case .resolved = item.state { throw WorkItemRefusal.alreadyResolved }
                throw WorkItemSettledElsewhere(by: by)
            }
            let resolution = try item.resolve(
                as: outcome, outcomes: program.workItems.outcomes(of: item.kind), by: caller.accountID,
                now: now)
            guard resolution == .resolved else {
                return try line(of: id, in: language, on: connection, now: now)
            }
            try item.save(by: caller.actor, note: note, keyring: keyring, on: connection, now: now)
            switch item.kind {
            case .screeningReview:
                try screeningReviewed(item, outcome, by: caller.actor, on: connection, now: now)
            case .countDiffers:
                if let patient = item.patient {
                    try supplySettled(
                        of: ID(patient), as: outcome, by: caller.actor, on: connection, now: now)
                }

            case .medicationUnknown, .medicineQuestion, .importedConcern, .clearanceDue,
                .eligibilityQuestion,
                .eligibilityIncomplete, .safetyFlag,
                .consultFollowUp, .prescriptionDraft, .orderRelease, .orderUnknown, .orderTriage, .orderEnded,
                .orderLate, .labelProblem, .shipmentLate, .shipmentProblem, .deliveryUnsigned, .webhookParked,
                .startNotChosen, .patientSilent, .treatmentCall, .missedDays, .titrationNotice,
                .doseAgreement,
                .outOfSupply, .reviewSuggested, .decreaseUnread, .refillReview, .refillAlarm, .aftercare,
                .prescriptionCancel, .lotRecalled, .pharmacyLoss, .patientMoved, .prescriptionReplacement,
                .contactRecovery, .duplicateSuspected, .mergeApproval, .patientRequest, .requestLate,
                .rotaGap, .flagOverdue:
                // Nothing hangs on these but that they are done; what changes the program has a function of its own.
                break
            }
            try audit(item, "resolve", detail: ["outcome": outcome], by: caller, on: connection, now: now)
            return try line(of: id, in: language, on: connection, now: now)
        }
    }

    /// The id behind a handle, for those who may work the queue.
    package func workItemID(handle: String, by actor: Actor) async throws -> ID<WorkItem> {
        let found = try await database.read(by: actor, Self.selectWorkItemID(handle: handle), "queue.handle")
        { row in
            let id: ID<WorkItem> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// The care team decided on a screening: the patient may go on, or not.
    private func screeningReviewed(
        _ item: WorkItem, _ outcome: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard let patient = item.patient.map(ID<Patient>.init),
            let review = Standing.Review(rawValue: outcome),
            let standing = try Patient.lockStanding(of: patient, on: connection)
        else { throw NotFound() }
        try Patient.save(standing.reviewed(review), of: patient, on: connection)
        let line: TimelineEntry.Code =
            switch review {
            case .accepted: .screeningAccepted
            case .declined: .screeningDeclined
            }
        try tell(line, to: patient, on: connection, now: now)
    }

    private func move(
        _ id: ID<WorkItem>, _ verb: String, note: String?, in language: Language, once: Once<QueueLine>?,
        by caller: Caller,
        _ event: @escaping @Sendable (inout WorkItem, Instant) throws(WorkItemRefusal) -> Void
    ) async throws -> OnceOutcome<QueueLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            try moved(id, verb, note: note, in: language, by: caller, on: connection, now: now, event)
        }
    }

    private func moved(
        _ id: ID<WorkItem>, _ verb: String, note: String?, in language: Language, by caller: Caller,
        on connection: Connection, now: Instant,
        _ event: (inout WorkItem, Instant) throws(WorkItemRefusal) -> Void
    ) throws -> QueueLine {
        guard var item = try WorkItem.lock(id, on: connection) else { throw NotFound() }
        try event(&item, now)
        try item.save(by: caller.actor, note: note, keyring: keyring, on: connection, now: now)
        try audit(item, verb, detail: [:], by: caller, on: connection, now: now)
        return try line(of: id, in: language, on: connection, now: now)
    }

    /// The item as it now stands in the queue, for the answer.
    private func line(
        of id: ID<WorkItem>, in language: Language, on connection: Connection, now: Instant
    ) throws -> QueueLine {
        let line = try connection.fetchFirst(Self.selectWorkItem(id), "queue.item") { row in
            try queueLine(row, in: language, now: now)
        }
        guard let line else { throw NotFound() }
        return line
    }

    private func audit(
        _ item: WorkItem, _ verb: String, detail: [String: String], by caller: Caller,
        on connection: Connection,
        now: Instant
    ) throws {
        try AuditEntry(
            "workItem.\(verb)", .init("workItem", item.id.uuid), patient: item.patient, detail: detail,
            by: caller.actor, at: now
        ).record(on: connection)
    }
}
