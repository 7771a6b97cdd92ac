import Clinic
import Clocks
import Foundation

/// The visit itself.
extension Consult {
    /// The patient is there and waits.
    ///
    /// - Parameter lead: so long before the start the door opens.
    package mutating func checkIn(lead: Duration, now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .booked:
            guard now >= time.starts - lead else { throw .tooEarly }
            return become(.checkedIn(at: now))
        case .checkedIn, .inProgress, .completed: return .unchanged
        case .held: throw .notConfirmed
        case .expired, .cancelled, .rescheduled, .noShow, .techFailed: throw .ended
        }
    }

    /// The prescriber begins, sure of who is there and where they are.
    ///
    /// - Parameters:
    ///   - actor: who begins; only the visit's own prescriber may.
    ///   - isLicensed: whether the prescriber may practise in `opening.place` on this day (gate P1).
    package mutating func start(
        _ opening: Opening, by actor: UUID, isLicensed: Bool, lead: Duration, now: Instant
    ) throws(ConsultRefusal) -> Change {
        guard actor == prescriber else { throw .ofAnotherPrescriber }
        switch state {
        case .booked, .checkedIn:
            guard now >= time.starts - lead else { throw .tooEarly }
            guard isLicensed else { throw .prescriberNotLicensed }
            return become(.inProgress(opening))
        case .inProgress(let earlier):
            guard earlier == opening else { throw .alreadyStarted }
            return .unchanged
        case .held: throw .notConfirmed
        case .completed: throw .alreadyCompleted
        case .expired, .cancelled, .rescheduled, .noShow, .techFailed: throw .ended
        }
    }

    /// The prescriber ends it with an outcome; the signed note belongs to the same transaction.
    ///
    /// - Parameter hasDetail: whether they said why, what or when.
    package mutating func complete(
        as outcome: Outcome, hasDetail: Bool, by actor: UUID
    ) throws(ConsultRefusal) -> Change {
        guard actor == prescriber else { throw .ofAnotherPrescriber }
        guard hasDetail || !outcome.asksForDetail else { throw .outcomeDetailMissing }
        switch state {
        case .inProgress(let opening): return become(.completed(opening, outcome))
        case .completed(_, let earlier):
            guard earlier == outcome else { throw .alreadyCompleted }
            return .unchanged
        case .held, .booked, .checkedIn: throw .notStarted
        case .expired, .cancelled, .rescheduled, .noShow, .techFailed: throw .ended
        }
    }

    /// One of the two did not come.
    package mutating func noShow(of who: Party, now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .booked, .checkedIn:
            guard now >= time.starts else { throw .tooEarly }
            return become(.noShow(who))
        case .noShow(let earlier):
            guard earlier == who else { throw .ended }
            return .unchanged
        case .held: throw .notConfirmed
        case .inProgress: throw .alreadyStarted
        case .completed: throw .alreadyCompleted
        case .expired, .cancelled, .rescheduled, .techFailed: throw .ended
        }
    }

    /// Picture or sound failed, and the visit could not be held or finished.
    package mutating func fail(now: Instant) throws(ConsultRefusal) -> Change {
        switch state {
        case .booked, .checkedIn:
            guard now >= time.starts else { throw .tooEarly }
            return become(.techFailed)
        case .inProgress: return become(.techFailed)
        case .techFailed: return .unchanged
        case .held: throw .notConfirmed
        case .completed: throw .alreadyCompleted
        case .expired, .cancelled, .rescheduled, .noShow: throw .ended
        }
    }
}
