import Access
import Clinic
import Clocks
import Consults
import Foundation
import JobQueue
import Patients
import Postgres
import Sealing

/// A time that somebody asks for.
package struct ConsultRequest: Sendable {
    package let kind: Consult.Kind
    package let prescriber: UUID
    package let starts: Instant

    package init(kind: Consult.Kind, prescriber: UUID, starts: Instant) {
        self.kind = kind
        self.prescriber = prescriber
        self.starts = starts
    }
}

extension CarePath {
    /// A time is kept for a patient, ten minutes long, while they make up their mind.
    ///
    /// Bookings of one prescriber come one after the other; of many who want the same time the database lets one have
    /// it.
    ///
    /// - Throws: `ConsultNotReady` with what the patient lacks; `ConsultRefusal.timeNotOffered`, `slotTaken`,
    ///   `prescriberInactive`.
    package func holdConsult(
        _ request: ConsultRequest, for patient: ID<Patient>, once: Once<Appointment>?, by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await exactlyOnce(once, by: actor) { connection, now in
            try checkReadiness(of: patient, for: request.kind, on: connection, now: now)
            let home = try home(of: patient, on: connection)
            let time = try offeredTime(request, to: patient, home, on: connection, now: now)
            let consult = Consult.held(
                ID(at: now), for: patient.uuid, with: request.prescriber, kind: request.kind, at: time,
                until: now + program.visits.hold)
            try consult.insert(on: connection, now: now)
            try expire(consult, on: connection, now: now)
            try audit("hold", consult, by: actor, on: connection, now: now)
            return try appointment(consult.id, on: connection)
        }
    }

    /// The patient takes the held time. Reminders are on their way from now on.
    package func confirmConsult(
        _ id: ID<Consult>, of owner: ID<Patient>?, once: Once<Appointment>?, by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: owner, "confirm", once: once, by: actor) { consult, _, now in
            try consult.confirm(now: now)
        } then: { consult, home, connection, now in
            try consult.save(on: connection, now: now)
            try remind(of: consult, on: connection, now: now)
            try tell(
                .consultBooked, ["when": home.wall(consult.time.starts)], to: ID(consult.patient),
                on: connection, now: now)
        }
    }

    /// Somebody calls a visit off; its time is free at once.
    package func cancelConsult(
        _ id: ID<Consult>, of owner: ID<Patient>?, because reason: String, once: Once<Appointment>?,
        by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: owner, "cancel", once: once, by: actor) { consult, _, now in
            try consult.cancel(notice: program.visits.lateCancel, now: now)
        } then: { consult, _, connection, now in
            let key = try dataKey(of: consult, on: connection)
            let sealed = try Sealed(reason, with: key, at: Consult.place("end_reason", consult.id))
            try consult.save(.init(by: actor, reason: sealed), on: connection, now: now)
            try tell(.consultCancelled, to: ID(consult.patient), on: connection, now: now)
        }
    }

    /// The visit moves to another time, with the same prescriber or another: the old time is free at once, the new one
    /// is held or booked as the old one was.
    ///
    /// - Throws: as `holdConsult`; `tooLateToMove` once it should have begun.
    package func rescheduleConsult(
        _ id: ID<Consult>, of owner: ID<Patient>?, to starts: Instant, with prescriber: UUID?,
        once: Once<Appointment>?, by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await exactlyOnce(once, by: actor) { connection, now in
            var old = try lock(id, of: owner, on: connection)
            let patient = ID<Patient>(old.patient)
            let home = try home(of: patient, on: connection)
            let successor = ID<Consult>(at: now)
            let before = old
            guard try old.reschedule(to: successor, now: now) == .changed else { throw ConsultRefusal.ended }
            // The old time first, since the new one may overlap it.
            try old.save(.init(by: actor), on: connection, now: now)
            let request = ConsultRequest(
                kind: old.kind, prescriber: prescriber ?? old.prescriber, starts: starts)
            let time = try offeredTime(request, to: patient, home, on: connection, now: now)
            let moved = before.moved(
                to: successor, with: request.prescriber, at: time, heldUntil: now + program.visits.hold)
            try moved.insert(on: connection, now: now)
            if case .held = moved.state {
                try expire(moved, on: connection, now: now)
            } else {
                try remind(of: moved, on: connection, now: now)
                try tell(
                    .consultMoved, ["when": home.wall(time.starts)], to: patient, on: connection, now: now)
            }
            try audit("reschedule", old, by: actor, on: connection, now: now)
            return try appointment(moved.id, on: connection)
        }
    }

    /// Whoever was seen before may come again as they are; a first visit, under whatever name, needs what stands before
    /// it.
    private func checkReadiness(
        of patient: ID<Patient>, for kind: Consult.Kind, on connection: Connection, now: Instant
    ) throws {
        let wasSeen =
            try kind != .initial
            && connection.fetchFirst(
                Self.selectCompletedVisit(of: patient), "consult.wasSeen", decode: { _ in true }) == true
        guard !wasSeen else { return }
        let blocks = try consultBlocks(of: patient, on: connection, now: now)
        guard blocks.isEmpty else { throw ConsultNotReady(blocks: blocks) }
    }

    /// The time as the prescriber offers it to this patient; holds that are over and in its way are ended.
    private func offeredTime(
        _ request: ConsultRequest, to patient: ID<Patient>, _ home: Home, on connection: Connection,
        now: Instant
    ) throws -> VisitTime {
        guard let record = try PrescriberRecord.lock(request.prescriber, on: connection) else {
            throw ConsultRefusal.timeNotOffered
        }
        let day = LocalDate(of: request.starts, in: record.zone)
        let range = day.start(in: record.zone)..<(day + 1).start(in: record.zone)
        let time = record.prescriber.profile.pace.time(of: request.kind, at: request.starts)
        try Consult.expireStale(
            overlapping: time, of: request.prescriber, and: patient.uuid, on: connection, now: now)
        let taken = try connection.fetch(
            TakenTime.select(of: [request.prescriber], and: patient.uuid, in: range, now: now),
            "consult.taken", decode: TakenTime.init)
        let may = try connection.fetchFirst(
            Self.selectMaySee(request.prescriber), "prescriber.role", decode: { _ in true })
        guard may == true else { throw ConsultRefusal.prescriberInactive }
        let times = record.times(in: home.state, taken: taken)
        guard times.offers(request.kind, at: request.starts, now: now) else {
            throw ConsultRefusal.timeNotOffered
        }
        guard !times.isFull(at: request.starts) else { throw ConsultRefusal.slotTaken }
        return time
    }

    /// The job that ends a hold at its moment, queued.
    private func expire(_ consult: Consult, on connection: Connection, now: Instant) throws {
        guard case .held(let until) = consult.state else { return }
        try Job(
            kind: ExpireHold.kind, arguments: ExpireHold(consult: consult.id.uuid), lane: nil, runAt: until
        ).enqueue(on: connection, now: now)
    }
}

/// A patient lacks something before they can have a visit.
package struct ConsultNotReady: Refusing, Equatable {
    package let blocks: [ConsultBlock]

    package init(blocks: [ConsultBlock]) { self.blocks = blocks }

    package var code: String { "consult_not_ready" }
}
