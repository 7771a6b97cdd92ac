import Clinic
import Clocks

extension PharmacyOrder {
    /// The pharmacy came as far as `step`, from `acknowledged` on.
    package mutating func reached(_ step: Step, at moment: Instant) -> HeardEffect {
        precondition(step > .submitted, "What comes before is ours to say, not the pharmacy's.")
        switch state {
        case .on(.created): return .parked("notSubmitted")
        case .on(let now):
            if step == now { return .repeated }
            guard step > now else { return .late }
            go(to: step, .on(step), moment)
        case .unknown: go(to: step, .on(step), moment)
        case .triage(let triage, let now):
            if step == now { return .repeated }
            guard step > now else { return .late }
            // What was reached before the question, and heard after it, does not answer it.
            let isOpen = moment < triage.since && step != .dispensed
            go(to: step, isOpen ? .triage(triage, at: step) : .on(step), moment)
        case .cancelRequested(let now):
            if step == now { return .repeated }
            guard step > now else { return .late }
            go(to: step, step == .dispensed ? .on(step) : .cancelRequested(at: step), moment)
        case .cancelRefused(let now):
            if step == now { return .repeated }
            guard step > now else { return .late }
            go(to: step, .on(step), moment)
        case .ended: return step == .dispensed ? .parked("dispensedAfterEnd") : .late
        }
        return .applied
    }

    /// It asks something before it goes on.
    package mutating func triaged(_ triage: Triage) -> HeardEffect {
        // A question older than the latest report has been answered.
        if let reportedAt, triage.since < reportedAt { return .late }
        switch state {
        case .on(.created): return .parked("notSubmitted")
        case .on(.dispensed), .cancelRequested, .ended: return .late
        case .on(let step): become(.triage(triage, at: step))
        case .unknown: become(.triage(triage, at: .submitted))
        case .cancelRefused(let step): become(.triage(triage, at: step))
        case .triage(let earlier, let step):
            if earlier.code == triage.code { return .repeated }
            become(.triage(triage, at: step))
        }
        reportedAt = triage.since
        return .applied
    }

    /// The care team answered what it asked.
    package mutating func triageResolved() throws(PharmacyOrderRefusal) {
        switch state {
        case .triage(_, let step): become(.on(step))
        case .on, .unknown, .cancelRequested, .cancelRefused, .ended: throw .notInTriage
        }
    }

    /// It will not fill it, for a reason that is the order's.
    package mutating func rejected(code: String, by actor: String, now: Instant) -> HeardEffect {
        over(End(.rejected(code: code), by: actor, at: now))
    }

    /// Its pharmacist will not fill it.
    package mutating func declined(code: String, by actor: String, now: Instant) -> HeardEffect {
        over(End(.declinedByPharmacist(code: code), by: actor, at: now))
    }

    /// It stopped, asked or of its own accord.
    package mutating func cancelled(code: String, by actor: String, now: Instant) -> HeardEffect {
        over(End(.cancelled(code: code), by: actor, at: now))
    }

    /// It was asked to stop and did not.
    package mutating func cancelRefusedByPharmacy(at moment: Instant) -> HeardEffect {
        switch state {
        case .cancelRequested(let step):
            become(.cancelRefused(at: step))
            reportedAt = moment
            return .applied
        case .cancelRefused: return .repeated
        case .on, .unknown, .triage, .ended: return .late
        }
    }

    private mutating func over(_ end: End) -> HeardEffect {
        switch state {
        case .on(.created): return .parked("notSubmitted")
        case .on(.dispensed): return .parked("endAfterDispensed")
        case .on, .unknown, .triage, .cancelRequested, .cancelRefused:
            become(.ended(end))
            reportedAt = end.at
            return .applied
        case .ended(let earlier): return earlier.how.name == end.how.name ? .repeated : .late
        }
    }

    private mutating func go(to step: Step, _ next: State, _ moment: Instant) {
        become(next)
        reportedAt = moment
        if step >= .acknowledged { acknowledgedAt = acknowledgedAt ?? moment }
        if step >= .compounding { compoundingAt = compoundingAt ?? moment }
        if step >= .dispensed { dispensedAt = dispensedAt ?? moment }
    }
}

extension PharmacyOrder {
    /// Takes back what was tried, where the whole of a message turned out not to make sense.
    package mutating func state(putBackTo was: State) { state = was }

    /// The pharmacy's number, the first time it is heard.
    package mutating func learned(_ reference: String?) -> Bool {
        guard let reference, self.reference == nil else { return false }
        self.reference = reference
        return true
    }
}

extension Dispense {
    /// Why it cannot be the dispense of `order`, as a code; `nil` if it can.
    package func mistake(for order: PharmacyOrder) -> String? {
        if quantity > order.quantity { return "quantityAboveOrder" }
        if lots.isEmpty { return "noLot" }
        if lots.reduce(0, { $0 + $1.quantity }) != quantity { return "lotsDoNotAddUp" }
        return Set(lots.map(\.lot)).count == lots.count ? nil : "lotTwice"
    }
}
