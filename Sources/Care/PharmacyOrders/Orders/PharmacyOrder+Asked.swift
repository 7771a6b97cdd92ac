import Clinic
import Clocks

/// What a wish of the care team leads to.
package enum CancelStep: Sendable, Hashable {
    /// Nobody has it; it is over.
    case over
    /// The pharmacy is to be asked.
    case ask
    /// It was asked, or over, already.
    case nothing
}

extension PharmacyOrder {
    /// The care team wants it stopped. What the pharmacy may have is over only once the pharmacy says so.
    package mutating func cancel(code: String, by actor: String, now: Instant) throws(PharmacyOrderRefusal)
        -> CancelStep
    {
        switch state {
        case .on(.created):
            become(.ended(End(.cancelled(code: code), by: actor, at: now)))
            return .over
        case .on(.submitted):
            if reference != nil {
                become(.cancelRequested(at: .submitted))
                return .ask
            }
            // While an attempt is under way nobody knows whether there is anything to stop.
            guard sendingSince == nil else { throw .submissionOpen }
            become(.ended(End(.cancelled(code: code), by: actor, at: now)))
            return .over
        case .on(.dispensed): throw .dispensed
        case .on(let step), .triage(_, let step):
            become(.cancelRequested(at: step))
            return .ask
        case .unknown: throw .submissionOpen
        case .cancelRequested: return .nothing
        case .cancelRefused: throw .cancelRefused
        case .ended(let end):
            guard case .cancelled = end.how else { throw .over }
            return .nothing
        }
    }

    /// The fill goes to another pharmacy. Before submission nobody needs to be asked; afterwards this pharmacy must
    /// have given it up, and where it had it, one pharmacist tells the other (21 CFR 1306.25).
    ///
    /// - Parameter transfer: what the pharmacists wrote down of it.
    package mutating func reroute(
        to next: ID<PharmacyOrder>, transfer: String?, by actor: String, now: Instant
    ) throws(PharmacyOrderRefusal) {
        switch state {
        case .on(.created): break
        case .ended(let end):
            switch end.how {
            case .rejected, .failed: break
            case .cancelled, .declinedByPharmacist:
                guard submittedAt == nil || transfer != nil else { throw .transferNeeded }
            case .rerouted: throw .over
            }
        case .on, .unknown, .triage, .cancelRequested, .cancelRefused: throw .notGivenUp
        }
        become(.ended(End(.rerouted(to: next), by: actor, at: now)))
    }
}

/// Why an order could not be moved by the care team.
package enum PharmacyOrderRefusal: Refusing, CaseIterable {
    /// It is dispensed; what is wanted now is about the parcel.
    case dispensed
    /// It has ended.
    case over
    /// Whether the pharmacy has it is not known yet.
    case submissionOpen
    /// Nobody doubts where it is.
    case notUnknown
    /// That the pharmacy does not have it must be said by two people.
    case secondPersonNeeded
    case notInTriage
    /// The pharmacy was asked to stop and refused.
    case cancelRefused
    /// The first pharmacy has not given it up.
    case notGivenUp
    /// The pharmacists' transfer is not recorded.
    case transferNeeded
    /// The fill has an order that is not over.
    case anotherLives
    /// No signed prescription in force allows it.
    case noPrescription
    /// The pharmacy does not take it; see `RoutingMiss`.
    case pharmacyUnfit

    package var code: String {
        switch self {
        case .dispensed: "order_dispensed"
        case .over: "order_over"
        case .submissionOpen: "order_submission_open"
        case .notUnknown: "order_not_unknown"
        case .secondPersonNeeded: "order_second_person_needed"
        case .notInTriage: "order_not_in_triage"
        case .cancelRefused: "order_cancel_refused"
        case .notGivenUp: "order_not_given_up"
        case .transferNeeded: "order_transfer_needed"
        case .anotherLives: "order_another_lives"
        case .noPrescription: "order_without_prescription"
        case .pharmacyUnfit: "pharmacy_unfit"
        }
    }
}
