import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety
import Treatments

/// The job of 00:05 in the patient's zone: the day begins. One a treatment and date, queued by whoever moved the treatment
/// on to it; one that comes twice, or late, finds nothing to do or everything.
package struct BeginTreatmentDay: Codable, Sendable {
    package static let kind = "treatment.day"

    package let treatment: UUID
}

/// The job that looks, four hours after a dose went down, whether that has been read.
package struct WatchDoseRead: Codable, Sendable {
    package static let kind = "dose.unread"

    package let change: UUID
}

extension CarePath {
    /// Queues the next early morning of a treatment, if there is one.
    func enqueueDay(of treatment: Treatment, on connection: Connection, now: Instant) throws {
        guard let runAt = treatment.nextDayAt else { return }
        try Job(
            kind: BeginTreatmentDay.kind, arguments: BeginTreatmentDay(treatment: treatment.id.uuid),
            lane: treatment.id.description, runAt: runAt
        ).enqueue(on: connection, now: now)
    }

    /// Lets a treatment hear every morning that is due. Again, or too early, it changes nothing.
    package func beginTreatmentDay(_ id: ID<Treatment>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let found = try connection.fetchFirst(
                Treatment.select(id), "treatment.find", decode: Treatment.init)
            guard let due = found?.nextDayAt, let patient = found?.patient, due <= now else { return }
            do {
                try hear(.morning, of: ID(patient), by: actor, on: connection, now: now) { _ in nil }
            } catch CourseRefusal.ended {
                // It has ended since the job was queued.
            }
        }
        wakeWorkers()
    }

    /// Treatments whose morning is overdue get their job again: one that was lost is made up for.
    package func sweepTreatments(by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let overdue = try connection.fetch(
                Treatment.selectOverdue(before: now - .hours(1)), "treatment.overdue",
                decode: Treatment.init)
            for treatment in overdue { try enqueueDay(of: treatment, on: connection, now: now) }
        }
        wakeWorkers()
    }

    /// The patient is heard from again: nobody needs to call because of their silence.
    func settleSilence(
        of treatment: Treatment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.settle(
            .patientSilent, about: treatment.id.description, as: "done", by: actor, on: connection, now: now)
    }

    /// A lower dose is in force: somebody calls if the patient has not read it in time.
    func watchReading(
        of change: DoseChange, _ treatment: Treatment, on connection: Connection, now: Instant
    ) throws {
        try Job(
            kind: WatchDoseRead.kind, arguments: WatchDoseRead(change: change.id),
            runAt: now + .minutes(program.treatmentStart.callUnreadAfterMinutes)
        ).enqueue(on: connection, now: now)
    }

    /// The time for reading a lower dose is over: unread, somebody calls.
    package func doseReadIsDue(_ change: UUID, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard
                let patient = try connection.fetchFirst(
                    DoseChange.selectUnread(change), "doseChange.unread",
                    decode: { try $0["patient_id"] as UUID })
            else { return }
            try WorkItem.open(
                .decreaseUnread, about: Self.cause(change), of: patient, reasons: [],
                due: try program.workItems.due(.decreaseUnread, arisingAt: now), on: connection, now: now)
        }
    }
}
