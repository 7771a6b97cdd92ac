import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Treatments

extension CarePath {
    /// Raises a flag about `patient`, with the care team's task and, at severity 1, the first page, in the transaction of
    /// what raised it. While it is open the same rule adds its reasons to it.
    ///
    /// - Parameter zone: the patient's, in whose date it arose.
    @discardableResult
    func raiseFlag(
        _ rule: String, _ severity: Flag.Severity, of patient: ID<Patient>, in zone: TimeZone,
        reasons: [String], by actor: Actor, on connection: Connection, now: Instant
    ) throws -> ID<Flag> {
        let deadlines = try program.flags.deadlines(of: severity, raisedAt: now)
        let raised = try Flag.raise(
            rule, severity, of: patient.uuid, on: LocalDate(of: now, in: zone), reasons: reasons,
            deadlines: deadlines, by: actor, on: connection, now: now)
        try WorkItem.open(
            .safetyFlag, about: raised.flag.description, of: patient.uuid, reasons: [rule],
            due: deadlines.acknowledge,
            on: connection, now: now)
        try AuditEntry(
            "flag.raise", .init("flag", raised.flag.uuid), patient: patient.uuid,
            detail: ["rule": rule, "severity": "\(severity.rawValue)"], by: actor, at: now
        ).record(on: connection)
        try follow(raised, on: connection, now: now)
        return raised.flag
    }
}

extension CarePath {
    /// Somebody of the care team has seen a flag and takes care of it; from now on its task is due when it must be
    /// closed.
    package func acknowledgeFlag(_ id: ID<Flag>, once: Once<FlagLine>?, by actor: Actor) async throws
        -> OnceOutcome<FlagLine>
    {
        try await exactlyOnce(once, by: actor) { connection, now in
            try Self.lockPatient(of: id, on: connection)
            guard var flag = try Flag.lock(id, on: connection) else { throw NotFound() }
            if try flag.acknowledge() == .changed {
                try flag.save(note: nil, by: actor, keyring: keyring, on: connection, now: now)
                try Flag.putOffTask(of: id, on: connection)
                try FlagAlarm.silence(id, on: connection, now: now)
                try audit(flag, "acknowledge", by: actor, on: connection, now: now)
            }
            return try flagLine(of: id, on: connection)
        }
    }

    /// A concern has come to its end: with an outcome of its severity, in writing, by somebody whose role may. A
    /// treatment under way is asked again; a pause goes on until a prescriber resumes.
    package func closeFlag(
        _ id: ID<Flag>, as outcome: String, note: String, once: Once<FlagLine>?, by caller: Caller
    ) async throws -> OnceOutcome<FlagLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let isInTreatment = try Self.lockPatient(of: id, on: connection)
            guard var flag = try Flag.lock(id, on: connection) else { throw NotFound() }
            try checkCloser(of: flag, caller)
            let effect = try flag.close(
                as: outcome, by: program.flags.rule(flag.severity),
                mayPrescribe: Permission.prescribe.allows(caller.roles), isInTreatment: isInTreatment)
            if effect == .changed {
                try flag.save(note: note, by: caller.actor, keyring: keyring, on: connection, now: now)
                try WorkItem.settle(
                    .safetyFlag, about: id.description, as: outcome, by: caller.actor, on: connection,
                    now: now)
                try WorkItem.settle(
                    .flagOverdue, about: id.description, as: outcome, by: caller.actor, on: connection,
                    now: now)
                try FlagAlarm.silence(id, on: connection, now: now)
                try audit(flag, "close", by: caller.actor, on: connection, now: now)
                try answerMedicines(with: flag, note, by: caller, on: connection, now: now)
                try follow(
                    outcome, of: ID(flag.patient), because: note, by: caller.actor, on: connection, now: now)
            }
            return try flagLine(of: id, on: connection)
        }
    }

    /// What a closed flag means for the treatment: it tapers or ends at once; whether it goes on is the prescriber's next
    /// word, with the dose. Titration is asked again, with one flag less.
    private func follow(
        _ outcome: String, of patient: ID<Patient>, because note: String, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        switch outcome {
        case "taper":
            try hear(.flag, of: patient, by: actor, on: connection, now: now) { course in
                try course.tapers(from: course.nextDose(after: now, in: course.terms.zone), now: now)
            }
        case "discharge":
            try endTreatment(
                of: patient, as: .discharged, because: note, by: actor, on: connection, now: now)
        default: try flagsChanged(of: patient, by: actor, on: connection, now: now)
        }
    }

    /// Something but titration raised or closed a flag: a treatment under way is asked again, since an open flag lets
    /// nothing rise, and one of severity 1 lets nothing be taken.
    func flagsChanged(
        of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard try Self.hasBegun(patient, on: connection) else { return }
        let pause = ID<CoursePause>(at: now).uuid
        try hear(.flag, of: patient, by: actor, on: connection, now: now) { course in
            if course.openPause == nil,
                course.flags.contains(where: { $0.severity == Flag.Severity.danger.rawValue })
            {
                return try course.paused(by: .rule, until: nil, id: pause, now: now)
            }
            return course.flagged(course.flags, now: now)
        }
    }

    /// The id behind a handle such as `fl-7k2mq`.
    package func flagID(handle: String, by actor: Actor) async throws -> ID<Flag> {
        let found = try await database.read(by: actor, Self.selectFlagID(handle: handle), "flag.handle") {
            row in
            let id: ID<Flag> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// Flags by the time at which they must be closed; the open ones, or all. The reading is audited.
    package func flags(
        _ filter: FlagFilter, after cursor: FlagPage.Position?, limit: Int, by actor: Actor
    ) async throws -> FlagPage {
        let audit = AuditEntry("flag.read", .init("flag"), by: actor, at: clock.now)
        let lines = try await database.read(
            by: actor, Self.selectFlags(filter, after: cursor, limit: limit + 1), audit: audit.insert,
            "flag.page"
        ) { row in try flagLine(row) }
        return FlagPage(
            lines: Array(lines.prefix(limit)),
            next: lines.count > limit
                ? lines.dropLast().last.map { .init(closeBy: $0.closeBy, id: $0.flag.id.uuid) } : nil)
    }

    func flagLine(of id: ID<Flag>, on connection: Connection) throws -> FlagLine {
        let line = try connection.fetchFirst(Self.selectFlag(id), "flag.line") { row in try flagLine(row) }
        guard let line else { throw NotFound() }
        return line
    }

    func flagLine(_ row: Row) throws -> FlagLine {
        let flag = Flag(
            id: try row["id"], patient: try row["patient_id"], rule: try row["rule"],
            severity: try row["severity"], state: try Flag.state(row), version: try row["version"])
        let patient = ID<Patient>(flag.patient)
        return FlagLine(
            flag: flag, handle: try row["handle"], reasons: try row["reasons"],
            patient: .init(
                id: patient, handle: try row["patient_handle"],
                name: try Patient.openName(row, of: patient, keyring: keyring),
                state: try row["patient_state"],
                timeZone: try row["patient_time_zone"]),
            raisedAt: try row["raised_at"], acknowledgeBy: try row["acknowledge_by"],
            closeBy: try row["close_by"], acknowledgedAt: try row["acknowledged_at"],
            closedAt: try row["closed_at"], note: try Flag.openNote(row, of: flag.id, keyring: keyring),
            remark: try Flag.openRemark(row, keyring: keyring),
            outcomes: program.flags.rule(flag.severity).outcomes(inTreatment: try row["is_in_treatment"]))
    }

    func audit(
        _ flag: Flag, _ verb: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "flag.\(verb)", .init("flag", flag.id.uuid), patient: flag.patient, detail: ["rule": flag.rule],
            by: actor, at: now
        ).record(on: connection)
    }
}
