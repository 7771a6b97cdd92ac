import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Safety
import Sealing
import StrictJSON

/// What became of a line that was to be taken over.
package enum ImportOutcome: String, Sendable, CaseIterable {
    /// It waits for the person whom it is about.
    case imported
    /// It became the intake of a patient of ours, sent as if by hand.
    case submitted
    /// It became a patient's draft, since something is missing that they must add.
    case drafted
    /// This very line was taken over before.
    case known
    /// Another line was taken over under the same name; that one stays.
    case changed
}

extension CarePath {
    /// Lines of a file are taken over, in one transaction: each once, whoever else imports the same file at the same time.
    ///
    /// A line about a patient of ours becomes their intake at once, by the same rules as when they send it. Any other waits:
    /// nobody can be registered without a name and a way to be reached. What it says of self-harm does not wait: the care
    /// team has a task at once.
    ///
    /// - Parameter source: what the importer calls the file's origin; the lines' names are unique in it.
    /// - Returns: what became of each, in their order.
    package func importIntakes(
        _ lines: [ImportedIntake], from source: String, by actor: Actor
    ) async throws -> [ImportOutcome] {
        if lines.isEmpty { return [] }
        defer { wakeWorkers() }
        var outcomes = try await database.transaction(by: actor) { connection in
            try take(lines, from: source, by: actor, on: connection, now: clock.now)
        }
        for (place, line) in lines.enumerated() where outcomes[place] == .imported {
            guard let handle = line.subject else { continue }
            do {
                outcomes[place] = try await claimImported(line.ref, from: source, for: handle, by: actor)
            } catch is NotFound {
                // Another installation's patient.
            } catch is ImportRefusal {
                // Their own answers stay; the line waits for somebody who compares them.
            } catch is IntakeRefusal {
                // Their screening is still open.
            }
        }
        return outcomes
    }

    private func take(
        _ lines: [ImportedIntake], from source: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> [ImportOutcome] {
        let taken = try ImportedIntake.insert(
            lines, from: source, rulesVersion: program.eligibility.version, by: actor, on: connection,
            now: now)
        let left = lines.filter { !taken.contains($0.id.uuid) }
        var digests: [String: SearchToken] = [:]
        if !left.isEmpty {
            let rows = try connection.fetch(
                ImportedIntake.selectDigests(left.map(\.ref), from: source), "importedIntake.digests"
            ) { row in (ref: try row["ref"] as String, digest: try row["digest"] as SearchToken) }
            for row in rows { digests[row.ref] = row.digest }
        }
        for line in lines where taken.contains(line.id.uuid) {
            guard let flag = line.flag, let severity = Flag.Severity(rawValue: flag.severity) else {
                continue
            }
            let deadlines = try program.flags.deadlines(of: severity, raisedAt: now)
            try WorkItem.open(
                .importedConcern, about: line.id.description, of: nil, reasons: flag.rules,
                due: deadlines.acknowledge, on: connection, now: now)
        }
        if !taken.isEmpty {
            try AuditEntry(
                "intake.import", .init("importedIntake"),
                detail: ["lines": "\(taken.count)", "source": source],
                by: actor, at: now
            ).record(on: connection)
        }
        return lines.map { line in
            taken.contains(line.id.uuid) ? .imported : digests[line.ref] == line.digest ? .known : .changed
        }
    }

    /// An imported intake turns out to be a patient's: it becomes their intake, sent where it is whole and a draft where it
    /// is not. Flags, tasks and scores come with it as if they had sent it themselves.
    ///
    /// - Parameter handle: the patient's: `pt-7k2mq`.
    /// - Throws: `NotFound`; `ImportRefusal` where it is somebody's already or the patient has an intake;
    ///   `IntakeRefusal.notYet` while their screening is open.
    package func claimImported(
        _ ref: String, from source: String, for handle: String, by actor: Actor
    ) async throws -> ImportOutcome {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            let found = try connection.fetchFirst(Patient.selectID(handle: handle), "import.patient") { row in
                try row["id"] as ID<Patient>
            }
            guard let found else { throw NotFound() }
            let person = try lockPerson(found, on: connection, now: now)
            let line = try ImportedIntake.lock(ref, from: source, keyring: keyring, on: connection)
            guard let line else { throw NotFound() }
            if line.isClaimed { throw ImportRefusal.alreadyClaimed }
            guard person.patient.entry.standing.mayGoOn else { throw IntakeRefusal.notYet }
            let current = try connection.fetchFirst(Intake.select(of: found.uuid), "intake.current") { row in
                try Intake(row, keyring: keyring)
            }
            if current != nil { throw ImportRefusal.hasIntake }
            let outcome = try makeIntake(of: line.answers, of: person, by: actor, on: connection, now: now)
            try ImportedIntake.claim(
                line.id, as: outcome.intake, of: found.uuid, by: actor, on: connection, now: now)
            try WorkItem.settle(
                .importedConcern, about: line.id.description, as: "reached", by: actor, on: connection,
                now: now)
            try AuditEntry(
                "intake.claim", .init("importedIntake", line.id.uuid), patient: found.uuid, by: actor, at: now
            ).record(on: connection)
            return outcome.outcome
        }
    }

    private func makeIntake(
        of answers: String, of person: IntakePerson, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> (intake: UUID, outcome: ImportOutcome) {
        var json = try JSONValue(parsing: Array(answers.utf8)).objectValue ?? JSONObject()
        json["status"] = "in-progress"
        var intake = Intake(
            of: person.id, to: program.intake.published.canonical, .object(json), at: now)
        try intake.insert(person.key, on: connection)
        try tell(.intakeStarted, to: person.patient.id, on: connection, now: now)
        try auditIntake("start", intake, by: actor, on: connection, now: now)
        json["status"] = "completed"
        let isWhole = program.intake.published.read(.object(json), mode: .complete).0 != nil
        guard isWhole else { return (intake.id.uuid, .drafted) }
        _ = try send(&intake, of: person, by: actor, on: connection, now: now)
        return (intake.id.uuid, .submitted)
    }
}
