import Clinic
import Clocks
import Foundation

/// From the hold to the day of the visit.
extension Consult {
    /// The patient takes the held time.
    package mutating func confirm(now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .held(let until):
            guard now < until else { throw .holdExpired }
            return become(.booked)
        case .booked, .checkedIn, .inProgress, .completed: return .unchanged
        case .expired: throw .holdExpired
        case .cancelled, .rescheduled, .noShow, .techFailed: throw .ended
        }
    }

    /// A hold that nobody confirmed in time gives its time back. Called early, or for a visit that is past it, it
    /// changes nothing.
    package mutating func expire(now: Instant) -> Change {
        switch state {
        case .held(let until): until <= now ? become(.expired) : .unchanged
        case .booked, .checkedIn, .inProgress, .completed, .expired, .cancelled, .rescheduled, .noShow,
            .techFailed:
            .unchanged
        }
    }

    /// Somebody calls it off; the time is free at once.
    ///
    /// - Parameter notice: called off within so long before the start, it is late.
    package mutating func cancel(notice: Duration, now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .held: return become(.cancelled(isLate: false))
        case .booked, .checkedIn:
            return become(.cancelled(isLate: now > time.starts - notice), tellingCalendars: true)
        case .cancelled: return .unchanged
        case .inProgress: throw .alreadyStarted
        case .completed: throw .alreadyCompleted
        case .expired, .rescheduled, .noShow, .techFailed: throw .ended
        }
    }

    /// The visit goes on as `other`, at another time; this one's time is free at once.
    package mutating func reschedule(to other: ID<Consult>, now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .held(let until):
            guard now < until else { throw .holdExpired }
            return become(.rescheduled(to: other))
        case .booked, .checkedIn:
            guard now < time.starts else { throw .tooLateToMove }
            return become(.rescheduled(to: other))
        case .rescheduled(let earlier):
            guard earlier == other else { throw .ended }
            return .unchanged
        case .inProgress: throw .alreadyStarted
        case .completed: throw .alreadyCompleted
        case .expired: throw .holdExpired
        case .cancelled, .noShow, .techFailed: throw .ended
        }
    }

    /// What a visit becomes at its new time: held where it was only held, booked where it was booked, and for calendars
    /// the next version of the same appointment.
    package func moved(
        to id: ID<Consult>, with prescriber: UUID, at time: VisitTime, heldUntil: Instant
    ) -> Consult {
        let wasHeld = if case .held = state { true } else { false }
        return Consult(
            id: id, origin: origin, patient: patient, prescriber: prescriber, kind: kind, time: time,
            state: wasHeld ? .held(until: heldUntil) : .booked, sequence: wasHeld ? 0 : sequence + 1,
            version: 1)
    }
}
