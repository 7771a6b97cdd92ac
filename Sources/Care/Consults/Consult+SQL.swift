import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Consult {
    /// Writes a new visit and waits for the database's word: the two exclusion constraints decide who has the time.
    ///
    /// - Throws: `slotTaken`, `prescriberInactive`.
    package func insert(on connection: Connection, now: Instant) throws {
        let columns = StateColumns(self)
        do {
            try connection.run(
                """
                INSERT INTO consult (id, origin_id, patient_id, prescriber_id, kind, state, starts_at, ends_at,
                    buffer_minutes, blocked, held_until, modality, sequence, created_at, version)
                VALUES (\(id), \(origin), \(patient), \(prescriber), \(kind), \(columns.name), \(time.starts),
                    \(time.ends), \(Int32(time.buffer)),
                    tstzrange(\(time.blocked.lowerBound), \(time.blocked.upperBound)), \(columns.heldUntil),
                    \(Modality.video), \(Int32(sequence)), \(now), \(version))
                """, "consult.insert")
        } catch let fault as PostgresError {
            throw Self.refusal(of: fault)
        }
    }

    /// Holds that are over and lie in the way of a new visit give their time back, queued. The job that does the same
    /// at its moment may be late; nobody has to wait for it.
    package static func expireStale(
        overlapping time: VisitTime, of prescriber: UUID, and patient: UUID, on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            staleHolds(overlapping: time, of: prescriber, and: patient, now: now), "consult.expireStale")
    }

    static func staleHolds(
        overlapping time: VisitTime, of prescriber: UUID, and patient: UUID, now: Instant
    ) -> SQL {
        """
        UPDATE consult SET state = 'expired', version = version + 1
        WHERE state = 'held' AND held_until <= \(now)
            AND (prescriber_id = \(prescriber) OR patient_id = \(patient))
            AND blocked && tstzrange(\(time.blocked.lowerBound), \(time.blocked.upperBound))
        """
    }

    /// The visit, locked until the transaction ends.
    package static func lock(_ id: ID<Consult>, on connection: Connection) throws -> Consult? {
        try connection.fetchFirst(
            "SELECT \(fragment: columns) FROM consult WHERE consult.id = \(id) FOR UPDATE", "consult.lock",
            decode: Consult.init)
    }

    /// Writes where the visit now stands and waits for the database's word: a prescriber may have left since.
    ///
    /// - Parameter end: who ended it and why, or what its outcome asks for; sealed with the patient's key.
    package func save(_ end: End? = nil, on connection: Connection, now: Instant) throws {
        let columns = StateColumns(self)
        let (startedAt, completedAt): (Instant?, Instant?) =
            switch state {
            case .inProgress: (now, nil)
            case .completed: (nil, now)
            case .held, .booked, .checkedIn, .expired, .cancelled, .rescheduled, .noShow, .techFailed:
                (nil, nil)
            }
        do {
            try connection.run(
                """
                UPDATE consult
                SET state = \(columns.name), held_until = coalesce(\(columns.heldUntil), held_until),
                    checked_in_at = coalesce(\(columns.checkedInAt), checked_in_at),
                    identity_confirmed = coalesce(\(columns.identity), identity_confirmed),
                    attested_state = coalesce(\(columns.place), attested_state),
                    started_at = coalesce(started_at, \(startedAt)), completed_at = \(completedAt),
                    outcome = \(columns.outcome), outcome_detail = \(end?.outcomeDetail),
                    ended_by = \(end?.by.databaseSetting), end_reason = \(end?.reason),
                    is_late = \(columns.isLate), no_show = \(columns.noShow),
                    rescheduled_to = \(columns.rescheduledTo), sequence = \(Int32(sequence)),
                    version = \(version)
                WHERE id = \(id)
                """, "consult.save")
        } catch let fault as PostgresError {
            throw Self.refusal(of: fault)
        }
    }

    /// What else is kept of a visit's end.
    package struct End: Sendable {
        package let by: Actor
        package let reason: Sealed<String>?
        package let outcomeDetail: Sealed<String>?

        package init(by: Actor, reason: Sealed<String>? = nil, outcomeDetail: Sealed<String>? = nil) {
            self.by = by
            self.reason = reason
            self.outcomeDetail = outcomeDetail
        }
    }

    /// Notes that a reminder goes out, unless that was noted before: each is sent once.
    package static func noteReminder(
        _ minutes: Int, of id: ID<Consult>, on connection: Connection
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE consult SET reminded_minutes = array_append(reminded_minutes, \(Int32(minutes)))
            WHERE id = \(id) AND NOT \(Int32(minutes)) = ANY (reminded_minutes)
            """, "consult.noteReminder") == 1
    }

    /// Where a sealed column of a visit belongs.
    package static func place(_ column: String, _ id: ID<Consult>) -> SealedPlace {
        SealedPlace(table: "consult", column: column, row: id.description)
    }

    private static func refusal(of fault: PostgresError) -> any Error {
        if fault.violates("consult_prescriber_once_at_a_time")
            || fault.violates("consult_patient_once_at_a_time")
        {
            return ConsultRefusal.slotTaken
        }
        return fault.violates("consult_prescriber_is_active") ? ConsultRefusal.prescriberInactive : fault
    }
}
