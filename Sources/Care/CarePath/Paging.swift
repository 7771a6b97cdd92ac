import Access
import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety

/// The job that calls the next one about a flag that nobody has seen.
package struct RingFlag: Codable, Sendable {
    package static let kind = "flag.ring"

    package let flag: UUID
    /// Which call it is: done already, or not its turn, it does nothing.
    package let step: Int
}

/// The job that looks whether a flag was closed in time.
package struct WatchFlagClose: Codable, Sendable {
    package static let kind = "flag.watchClose"

    package let flag: UUID
}

extension CarePath {
    /// What follows a flag in the transaction that raised it, or made it graver: one of severity 1 that nobody has seen
    /// calls whoever is on call, and each is looked at again when it must be closed.
    func follow(_ raised: Flag.Raised, on connection: Connection, now: Instant) throws {
        try Job(
            kind: WatchFlagClose.kind, arguments: WatchFlagClose(flag: raised.flag.uuid),
            runAt: raised.closeBy
        ).enqueue(on: connection, now: now)
        guard raised.severity == .danger, raised.state == .open else { return }
        guard try FlagAlarm.standing(of: raised.flag, on: connection).steps == 0 else { return }
        try ring(raised.flag, isSeen: false, on: connection, now: now)
    }

    /// The next call is due. Whoever comes first does it: the job, another after a crash, or the hourly look; a flag that
    /// was acknowledged meanwhile calls nobody any more, since both lock it.
    package func ringFlag(_ id: ID<Flag>, step: Int, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            try Self.lockPatient(of: id, on: connection)
            guard let flag = try Flag.lock(id, on: connection), flag.severity == .danger, flag.state == .open,
                try FlagAlarm.standing(of: id, on: connection).steps == step - 1
            else { return }
            try ring(id, isSeen: false, on: connection, now: clock.now)
        }
        wakeWorkers()
    }

    /// The flag must be closed by now. One that is not is a piece of work for the medical director, once, and one of
    /// severity 1 calls again, once.
    package func flagCloseIsDue(_ id: ID<Flag>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            try Self.lockPatient(of: id, on: connection)
            guard let flag = try Flag.lock(id, on: connection), flag.state.name != .closed,
                try Self.mustBeClosed(id, by: now, on: connection),
                try WorkItem.openOnce(
                    .flagOverdue, about: id.description, of: flag.patient, reasons: [flag.rule],
                    due: try program.workItems.due(.flagOverdue, arisingAt: now), on: connection, now: now)
            else { return }
            try AuditEntry(
                "flag.overdue", .init("flag", id.uuid), patient: flag.patient, detail: ["rule": flag.rule],
                by: actor, at: now
            ).record(on: connection)
            if flag.severity == .danger {
                try ring(
                    id, at: .closeDue, isSeen: flag.state.name != .open, on: connection, now: now)
            }
        }
        wakeWorkers()
    }

    /// What a crash, a stopped worker or a clock that had gone ahead left undone: calls that are due, flags that should
    /// have been closed, work that is late, gaps of the rota.
    package func sweepSafety(by actor: Actor) async throws {
        let now = clock.now
        let lost = try await database.read(
            by: actor, FlagAlarm.selectLost(now: now, every: program.flags.pagesEvery), "flag.lostAlarms"
        ) { row in (flag: try row["id"] as ID<Flag>, step: try row["step"] as Int) }
        for alarm in lost { try await ringFlag(alarm.flag, step: alarm.step + 1, by: actor) }
        let overdue = try await database.read(
            by: actor, Self.selectFlagsOverdue(at: now), "flag.lostCloses"
        ) { row in try row["id"] as ID<Flag> }
        for flag in overdue { try await flagCloseIsDue(flag, by: actor) }
        try await database.transaction(by: actor) { connection in
            for item in try WorkItem.escalateOverdue(on: connection, now: now) {
                try AuditEntry(
                    "workItem.escalate", .init("workItem", item.id.uuid), patient: item.patient,
                    detail: ["role": WorkItemKinds.lead.rawValue], by: actor, at: now
                ).record(on: connection)
            }
            try warnOfGaps(by: actor, on: connection, now: now)
        }
        wakeWorkers()
    }

    /// A page cannot be delivered: unless another of the same call may still reach somebody, the next one goes out at
    /// once. Where everybody was called already, they are called again when their time is over.
    func pageFailed(_ message: ID<OutboxMessage>, on connection: Connection, now: Instant) throws {
        guard let alarm = try FlagAlarm.behind(message: message.uuid, on: connection), !alarm.stands,
            alarm.level != .everybody
        else { return }
        try plan(alarm.step + 1, of: alarm.flag, at: now, on: connection, now: now)
    }

    /// Calls the next ones on the ladder: the alarm, its pages, and the job of the alarm after it, in one.
    private func ring(
        _ flag: ID<Flag>, at named: PagingLadder.Level? = nil, isSeen: Bool, on connection: Connection,
        now: Instant
    ) throws {
        let before = try FlagAlarm.standing(of: flag, on: connection)
        let roster = try Self.roster(at: now, on: connection)
        let ladder = PagingLadder(roster)
        let level = named ?? ladder.next(after: before.level)
        let alarm = FlagAlarm(
            flag: flag, step: before.steps + 1, level: level, rungAt: now,
            nextAt: isSeen ? nil : now + program.flags.pagesEvery)
        try alarm.insert(on: connection)
        let handle = try Self.handle(of: flag, on: connection)
        for person in ladder.people(on: level) {
            try page(person, alarm, naming: handle, on: connection, now: now)
        }
        if let next = alarm.nextAt { try plan(alarm.step + 1, of: flag, at: next, on: connection, now: now) }
        if roster.onCall == nil { try warnOfGaps(by: .system(RingFlag.kind), on: connection, now: now) }
        try AuditEntry(
            "flag.ring", .init("flag", flag.uuid),
            detail: ["step": "\(alarm.step)", "level": level.rawValue],
            by: .system(RingFlag.kind), at: now
        ).record(on: connection)
    }

    /// Neither name nor concern leaves the program: a handle and where to sign in. Quiet hours are the patients'.
    private func page(
        _ person: UUID, _ alarm: FlagAlarm, naming handle: String, on connection: Connection, now: Instant
    ) throws {
        guard let contact = try Self.contact(of: person, keyring: keyring, on: connection) else { return }
        let recipient: OutboxMessage.Recipient =
            if let phone = contact.phone {
                .init(channel: .text, address: phone.e164, patient: nil)
            } else {
                .init(channel: .email, address: contact.email, patient: nil)
            }
        let minutes = program.flags.pagesEvery.components.seconds / 60
        let message = try queueMessage(
            .flagPage, to: recipient, language: .en,
            values: ["flag": handle, "minutes": "\(minutes)", "link": access.home], on: connection, now: now)
        try alarm.page(person, by: message.uuid, on: connection)
    }

    private func plan(
        _ step: Int, of flag: ID<Flag>, at moment: Instant, on connection: Connection, now: Instant
    ) throws {
        try Job(kind: RingFlag.kind, arguments: RingFlag(flag: flag.uuid, step: step), runAt: moment)
            .enqueue(on: connection, now: now)
    }
}
