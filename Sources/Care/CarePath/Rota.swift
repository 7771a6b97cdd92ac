import Access
import Clinic
import Clocks
import Foundation
import Postgres
import Safety

/// One shift as the care team sees it.
package struct RotaLine: Sendable {
    package let shift: OnCallShift
    package let handle: String
    package let person: QueueLine.Owner
    package let backup: QueueLine.Owner?
}

/// The rota between two moments, and where nobody is on call.
package struct RotaView: Sendable {
    package let from: Instant
    package let to: Instant
    package let shifts: [RotaLine]
    package let gaps: [RotaGap]
}

extension CarePath {
    /// Who is on call between two moments, and when nobody is; from now until as far as gaps are warned of, if nothing
    /// is said. The reading is audited.
    package func rota(from: Instant?, to: Instant?, by actor: Actor) async throws -> RotaView {
        let now = clock.now
        let begins = from ?? now
        // What ends before it begins holds nothing.
        let ends = max(begins, to ?? begins + program.flags.gapsWithin)
        let audit = AuditEntry("rota.read", .init("onCallShift"), by: actor, at: now)
        let lines = try await database.read(
            by: actor, Self.selectRota(from: begins, to: ends), audit: audit.insert, "rota.read",
            decode: rotaLine)
        let shifts = try await database.read(
            by: actor, OnCallShift.select(from: begins, to: ends), "rota.shifts", decode: OnCallShift.init)
        return RotaView(
            from: begins, to: ends, shifts: lines,
            gaps: OnCallShift.Duty.watched.flatMap {
                RotaGap.gaps(of: $0, from: begins, to: ends, in: shifts)
            })
    }

    /// An administrator or medical director puts somebody on call.
    ///
    /// - Throws: `RotaRefusal.overlapsAnother`, `.personUnfit`, `.endsBeforeItBegins`, `.notAhead`, `.backupIsTheSame`.
    package func addShift(
        _ role: OnCallShift.Duty, _ person: UUID, backup: UUID?, from: Instant, to: Instant,
        once: Once<RotaLine>?, by actor: Actor
    ) async throws -> OnceOutcome<RotaLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let shift = OnCallShift(
                id: ID(at: now), role: role, person: person, backup: backup, starts: from, ends: to)
            try shift.check(now: now)
            for holder in [person, backup].compactMap(\.self) {
                guard let roles = try StaffMember.activeRoles(of: holder, on: connection),
                    roles.contains(role.role)
                else { throw RotaRefusal.personUnfit }
            }
            try shift.insert(by: actor, on: connection, now: now)
            try audit(shift, "add", by: actor, on: connection, now: now)
            try warnOfGaps(by: actor, on: connection, now: now)
            return try rotaLine(of: shift.id, on: connection)
        }
    }

    /// A shift ends now, or never begins. Again, it changes nothing; the gap that it leaves is warned of at once.
    package func endShift(
        _ id: ID<OnCallShift>, once: Once<RotaLine>?, by actor: Actor
    ) async throws -> OnceOutcome<RotaLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard var shift = try OnCallShift.lock(id, on: connection) else { throw NotFound() }
            if shift.end(now: now) == .applied {
                try shift.saveEnd(on: connection)
                try audit(shift, "end", by: actor, on: connection, now: now)
                try warnOfGaps(by: actor, on: connection, now: now)
            }
            return try rotaLine(of: id, on: connection)
        }
    }

    /// The id behind a handle such as `oc-7k2mq`.
    package func shiftID(handle: String, by actor: Actor) async throws -> ID<OnCallShift> {
        let found = try await database.read(by: actor, Self.selectShiftID(handle: handle), "rota.handle") {
            row in
            try row["id"] as ID<OnCallShift>
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// The account behind a handle such as `st-4m9xd`.
    package func staffID(handle: String, by actor: Actor) async throws -> UUID {
        let found = try await database.read(
            by: actor, Self.selectStaffID(handle: handle), "staff.handle"
        ) { row in try row["id"] as UUID }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// Each gap of the next days becomes a piece of work, once, and is done with when somebody is on call then.
    func warnOfGaps(by actor: Actor, on connection: Connection, now: Instant) throws {
        let until = now + program.flags.gapsWithin
        let shifts = try connection.fetch(
            OnCallShift.select(from: now, to: until), "rota.gaps", decode: OnCallShift.init)
        let gaps = OnCallShift.Duty.watched.flatMap { RotaGap.gaps(of: $0, from: now, to: until, in: shifts) }
        for gap in gaps {
            _ = try WorkItem.openOnce(
                .rotaGap, about: gap.cause, of: nil,
                reasons: [LocalDate(of: gap.from, in: program.calendar.zone).description],
                due: try program.workItems.due(.rotaGap, arisingAt: now), on: connection, now: now)
        }
        try WorkItem.settleOthers(
            .rotaGap, than: gaps.map(\.cause), as: "done", by: actor, on: connection, now: now)
    }

    private func rotaLine(of id: ID<OnCallShift>, on connection: Connection) throws -> RotaLine {
        guard let line = try connection.fetchFirst(Self.selectShift(id), "rota.shift", decode: rotaLine)
        else {
            throw NotFound()
        }
        return line
    }

    private func rotaLine(_ row: Row) throws -> RotaLine {
        let shift = try OnCallShift(row)
        return RotaLine(
            shift: shift, handle: try row["handle"],
            person: .init(
                id: shift.person, handle: try row["person_handle"],
                name: try StaffMember.openName(row, column: "person_name", of: shift.person, keyring: keyring)
            ),
            backup: try shift.backup.map { backup in
                QueueLine.Owner(
                    id: backup, handle: try row["backup_handle"],
                    name: try StaffMember.openName(row, column: "backup_name", of: backup, keyring: keyring))
            })
    }

    private func audit(
        _ shift: OnCallShift, _ verb: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "onCallShift.\(verb)", .init("onCallShift", shift.id.uuid),
            detail: ["role": shift.role.rawValue, "person": shift.person.uuidString.lowercased()], by: actor,
            at: now
        ).record(on: connection)
    }
}

extension OnCallShift.Duty {
    /// Whose gaps are warned of: without a medical director on call all of them are called, without a prescriber the
    /// ladder has no first step.
    static let watched: [Self] = [.prescriber]

    /// The role that one must hold.
    var role: Role {
        switch self {
        case .prescriber: .prescriber
        case .medicalDirector: .medicalDirector
        }
    }
}
