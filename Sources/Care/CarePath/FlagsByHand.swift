import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

/// One call for somebody about a flag, as the care team sees it.
package struct FlagAlarmLine: Sendable {
    package let step: Int
    package let level: PagingLadder.Level
    package let rungAt: Instant
    package let nextAt: Instant?
    package var pages: [Page]

    /// Who was paged, how, and whether the message went out.
    package struct Page: Sendable {
        package let person: QueueLine.Owner
        package let channel: MessageChannel
        package let state: OutboxMessage.State
        package let settledAt: Instant?
    }
}

/// One flag with all the calls that it made.
package struct FlagSheet: Sendable {
    package let line: FlagLine
    package let alarms: [FlagAlarmLine]
}

extension CarePath {
    /// Somebody of the care team raises a flag, with the reason in writing. One of severity 1 pauses the treatment and
    /// calls whoever is on call, as if a rule had raised it.
    package func raiseFlagByHand(
        of patient: ID<Patient>, _ severity: Flag.Severity, because reason: String, once: Once<FlagLine>?,
        by actor: Actor
    ) async throws -> OnceOutcome<FlagLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let zone = try connection.fetchFirst(Self.lockPatientZone(patient), "flag.patientZone") { row in
                TimeZone(identifier: try row["time_zone"]) ?? program.calendar.zone
            }
            guard let zone else { throw NotFound() }
            let id = try raiseFlag(
                Flag.raisedByHand, severity, of: patient, in: zone, reasons: [Flag.raisedByHand], by: actor,
                on: connection, now: now)
            try Flag.remark(reason, on: id, severity, by: actor, keyring: keyring, on: connection, now: now)
            try flagsChanged(of: patient, by: actor, on: connection, now: now)
            return try flagLine(of: id, on: connection)
        }
    }

    /// Somebody of the care team finds a flag graver than it was raised, with the reason in writing: it must be seen
    /// again, as soon as its new severity asks. The same severity again changes nothing.
    package func escalateFlag(
        _ id: ID<Flag>, to severity: Flag.Severity, because reason: String, once: Once<FlagLine>?,
        by actor: Actor
    ) async throws -> OnceOutcome<FlagLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            try Self.lockPatient(of: id, on: connection)
            guard var flag = try Flag.lock(id, on: connection) else { throw NotFound() }
            guard try flag.escalate(to: severity) == .changed else {
                return try flagLine(of: id, on: connection)
            }
            let deadlines = try program.flags.deadlines(of: severity, raisedAt: now)
            try flag.saveEscalation(deadlines: deadlines, on: connection)
            try Flag.remark(reason, on: id, severity, by: actor, keyring: keyring, on: connection, now: now)
            try audit(flag, "escalate", by: actor, on: connection, now: now)
            try follow(
                .init(flag: id, severity: severity, state: .open, closeBy: deadlines.close), on: connection,
                now: now)
            try flagsChanged(of: ID(flag.patient), by: actor, on: connection, now: now)
            return try flagLine(of: id, on: connection)
        }
    }

    /// One flag with the calls that it made and whom they reached. The reading is audited.
    package func flagSheet(_ id: ID<Flag>, by actor: Actor) async throws -> FlagSheet {
        let audit = AuditEntry("flag.read", .init("flag", id.uuid), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectFlag(id), audit: audit.insert, "flag.sheet", decode: flagLine)
        guard let line = found.first else { throw NotFound() }
        let rows = try await database.read(
            by: actor, Self.selectAlarms(of: id), "flag.alarms", decode: alarmLine)
        let alarms = rows.reduce(into: [FlagAlarmLine]()) { alarms, row in
            if alarms.last?.step == row.step {
                alarms[alarms.count - 1].pages += row.pages
            } else {
                alarms.append(row)
            }
        }
        return FlagSheet(line: line, alarms: alarms)
    }

    private func alarmLine(_ row: Row) throws -> FlagAlarmLine {
        var alarm = FlagAlarmLine(
            step: try row["step"], level: try row["level"], rungAt: try row["rung_at"],
            nextAt: try row["next_at"],
            pages: [])
        if let account: UUID = try row["account_id"] {
            alarm.pages = [
                .init(
                    person: .init(
                        id: account, handle: try row["account_handle"],
                        name: try StaffMember.openName(
                            row, column: "account_name", of: account, keyring: keyring)),
                    channel: try row["channel"], state: try row["message_state"],
                    settledAt: try row["settled_at"])
            ]
        }
        return alarm
    }
}
