import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing
import Treatments

/// Why a course was asked: the column `occasion` of its decision.
package enum TitrationOccasion: String, Sendable, CaseIterable {
    case start, morning, checkIn, amendment, reading, asqUnanswered, acknowledgement, agreement, pause, resume
    case doseSet, supply, flag, refillReview, newFact
}

extension CarePath {
    /// One event of a patient's course, inside the caller's transaction: locks patient and treatment, reads the course,
    /// lets it hear the mornings that are due and then the event, and writes all that it says: days, plans, offers, pauses,
    /// flags, work, ledger, timeline, the decision and its audit row.
    ///
    /// - Parameters:
    ///   - keep: writes what came with the event (a check-in's row) before what follows from it, and gives the id of the
    ///     check-in's version that entries of the ledger belong to.
    ///   - event: gives `nil` where nothing is to be decided any more.
    /// - Throws: `CourseRefusal.notStarted` and `.ended` without a treatment under way; what the event refuses.
    @discardableResult
    func hear(
        _ occasion: TitrationOccasion, of patient: ID<Patient>, by actor: Actor, on connection: Connection,
        now: Instant, keep: (HeardCourse) throws -> UUID? = { _ in nil },
        _ event: (inout Course) throws -> CourseOutcome?
    ) throws -> HeardCourse {
        guard let locked = try lockCourse(of: patient, on: connection, now: now),
            let course = locked.course
        else { throw try whyNoCourse(of: patient, on: connection) }
        return try hear(
            occasion, course, of: locked.locked, by: actor, on: connection, now: now, keep: keep, event)
    }

    /// The same of a course that is read and locked already.
    @discardableResult
    func hear(
        _ occasion: TitrationOccasion, _ read: Course, of locked: LockedTreatment, by actor: Actor,
        on connection: Connection, now: Instant, keep: (HeardCourse) throws -> UUID? = { _ in nil },
        _ event: (inout Course) throws -> CourseOutcome?
    ) throws -> HeardCourse {
        var (course, treatment) = (read, locked.treatment)
        let key = try keyring.unwrap(locked.key)
        let version = treatment.version
        let earlierDayAt = treatment.nextDayAt
        try beginDays(&course, &treatment, key, by: actor, on: connection, now: now)
        var outcome: CourseOutcome?
        var line: DecisionLine?
        if !treatment.state.isEnd {
            let before = course
            outcome = try event(&course)
            let checkIn = try keep(
                HeardCourse(treatment: treatment, course: course, outcome: outcome, key: key))
            if let outcome {
                line = try write(
                    outcome, occasion, before: before, after: course, &treatment, checkIn: checkIn, by: actor,
                    on: connection, now: now)
            }
        }
        if treatment.version != version {
            try treatment.save(on: connection, now: now)
            if treatment.nextDayAt != earlierDayAt {
                try enqueueDay(of: treatment, on: connection, now: now)
            }
        }
        return HeardCourse(
            treatment: treatment, course: course, outcome: outcome, key: key, line: line)
    }

    /// Every morning that has not been heard, one after the other, none left out and none twice, up to today's: each at
    /// its own moment, however late. Whoever comes first does it: the job of 00:05, or what the patient does meanwhile.
    private func beginDays(
        _ course: inout Course, _ treatment: inout Treatment, _ key: SealingKey, by actor: Actor,
        on connection: Connection,
        now: Instant
    ) throws {
        let today = LocalDate(of: now, in: treatment.zone)
        while let date = treatment.nextDay, date <= today {
            // What is past its date leaves the ledger before the day is laid out.
            for move in course.expireSupply(on: date) {
                try enter(
                    move, of: treatment.patient, for: LedgerCause(), by: actor, on: connection, now: now)
            }
            let before = course
            let moment = min(now, date.at(hour: 0, minute: 5, in: treatment.zone))
            let outcome = course.dayBegins(date, now: moment)
            treatment.evaluated(through: date)
            try write(
                outcome, .morning, dated: date, before: before, after: course, &treatment, checkIn: nil,
                by: actor,
                on: connection, now: now)
            try refillReviewMorning(
                after: HeardCourse(treatment: treatment, course: course, outcome: outcome, key: key),
                on: date,
                by: actor, on: connection, now: now)
        }
    }

    /// Why there is nothing to hear: no treatment has begun, or it has ended.
    func whyNoCourse(of patient: ID<Patient>, on connection: Connection) throws -> any Error {
        let last = try connection.fetchFirst(
            Treatment.selectLast(of: patient.uuid), "treatment.last", decode: Treatment.init)
        return last?.state.isEnd == true ? CourseRefusal.ended : CourseRefusal.notStarted
    }
}

/// A course after an event, with what was kept of it.
struct HeardCourse {
    let treatment: Treatment
    let course: Course
    /// `nil` where nothing was to be decided.
    let outcome: CourseOutcome?
    /// The patient's.
    let key: SealingKey
    /// The decision as it was kept; `nil` where nothing was to be decided.
    var line: DecisionLine?

    /// The change of the dose that waits for the patient's word.
    var offer: DoseChange? { course.changes.last { $0.state == .offered } }
}
