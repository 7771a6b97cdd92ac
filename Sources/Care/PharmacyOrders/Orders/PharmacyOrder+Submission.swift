import Clinic
import Clocks
import Foundation

/// What a pharmacy answered to an order that was handed to it.
package enum SubmissionAnswer: Sendable, Hashable {
    /// It has it, under its own number.
    case accepted(reference: String)
    /// It will not take it.
    case rejected(code: String)
    /// It certainly never got it; sending again is safe.
    case notSent(code: String)
    /// It may have it.
    case unknown
}

/// What there is to do with an order that is to be handed over.
package enum SubmissionStep: Sendable, Hashable {
    case send
    /// An earlier attempt died before it said how it ended: ask, never send.
    case ask
    /// It is with the pharmacy already, or over.
    case nothing
}

/// What an order's answer leads to.
package enum SubmissionOutcome: Sendable, Hashable {
    case taken, ended, retry, ask, nothing
}

extension PharmacyOrder {
    /// An attempt to hand it over begins. Written before the pharmacy is called, so that a program that dies in
    /// between leaves a trace: the next attempt finds `sendingSince` and asks (N3).
    package mutating func beginSubmission(now: Instant) -> SubmissionStep {
        switch state {
        case .on(.created):
            become(.on(.submitted))
            submittedAt = now
            sendingSince = now
            return .send
        case .on(.submitted):
            if reference != nil { return .nothing }
            if sendingSince != nil {
                become(.unknown(since: now))
                return .ask
            }
            sendingSince = now
            return .send
        case .unknown: return .ask
        case .on(.acknowledged), .on(.compounding), .on(.verified), .on(.ready), .on(.dispensed), .triage,
            .cancelRequested, .cancelRefused, .ended:
            return .nothing
        }
    }

    /// How the attempt ended. What the pharmacy said meanwhile by itself counts more: then only its number is kept.
    package mutating func answered(_ answer: SubmissionAnswer, by actor: String, now: Instant)
        -> SubmissionOutcome
    {
        switch state {
        case .on(.submitted), .unknown:
            switch answer {
            case .accepted(let reference):
                become(.on(.submitted))
                self.reference = self.reference ?? reference
                sendingSince = nil
                return .taken
            case .rejected(let code):
                become(.ended(End(.rejected(code: code), by: actor, at: now)))
                return .ended
            case .notSent:
                // Only an attempt that still is the latest may say so; an unknown one is settled by asking.
                guard sendingSince != nil else { return state == .on(.submitted) ? .retry : .ask }
                sendingSince = nil
                return .retry
            case .unknown:
                if case .unknown = state { return .ask }
                guard reference == nil else { return .nothing }
                become(.unknown(since: now))
                return .ask
            }
        case .on(.created), .on(.acknowledged), .on(.compounding), .on(.verified), .on(.ready),
            .on(.dispensed),
            .triage, .cancelRequested, .cancelRefused, .ended:
            if case .accepted(let reference) = answer { self.reference = self.reference ?? reference }
            return .nothing
        }
    }

    /// The pharmacy, or a person who asked it, says that it has the order. In any other state it was known.
    package mutating func found(reference: String) -> HeardEffect {
        switch state {
        case .unknown:
            become(.on(.submitted))
            self.reference = reference
            return .applied
        case .on, .triage, .cancelRequested, .cancelRefused, .ended:
            self.reference = self.reference ?? reference
            return .repeated
        }
    }

    /// It does not have it, so it may be sent again.
    package mutating func notFound() -> HeardEffect {
        switch state {
        case .unknown:
            become(.on(.submitted))
            return .applied
        case .on, .triage, .cancelRequested, .cancelRefused, .ended: return .repeated
        }
    }

    /// A person says that the pharmacy does not have it. It counts when a second one says the same.
    package mutating func assertNotFound(by person: UUID) throws(PharmacyOrderRefusal) -> HeardEffect {
        switch state {
        case .unknown:
            guard let first = notFoundBy else {
                notFoundBy = person
                return .parked("awaitsSecondPerson")
            }
            guard first != person else { throw .secondPersonNeeded }
            return notFound()
        case .on, .triage, .cancelRequested, .cancelRefused, .ended: throw .notUnknown
        }
    }

    /// Nothing brought it to the pharmacy.
    package mutating func giveUp(code: String, by actor: String, now: Instant) -> HeardEffect {
        switch state {
        case .on(.created), .on(.submitted):
            guard reference == nil, sendingSince == nil else { return .late }
            become(.ended(End(.failed(code: code), by: actor, at: now)))
            return .applied
        case .unknown, .on(.acknowledged), .on(.compounding), .on(.verified), .on(.ready), .on(.dispensed),
            .triage,
            .cancelRequested, .cancelRefused:
            return .late
        case .ended: return .repeated
        }
    }
}
