import Clinic
import Clocks
import Foundation

extension Prescription {
    /// Somebody changes the draft. What was marked ready has to be looked at again.
    package mutating func change(to terms: PrescriptionTerms) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .draft, .ready:
            guard terms != self.terms else { return .none }
            set(terms, ready: nil)
            return become(.draft)
        case .void: throw .voided
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired,
            .cancelRequested, .cancelDenied, .cancelled, .replaced:
            throw .alreadySigned
        }
    }

    /// Somebody looked at everything and found it ready for the signature. Looking again counts anew.
    package mutating func markReady(_ mark: ReadyMark) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .draft, .ready:
            guard ready?.sha256 != mark.sha256 || state == .draft else { return .none }
            set(terms, ready: mark)
            return become(.ready)
        case .void: throw .voided
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired,
            .cancelRequested, .cancelDenied, .cancelled, .replaced:
            throw .alreadySigned
        }
    }

    /// Its prescriber signs; all gates are open. Where it replaces one in force, it waits until that one has ended.
    package mutating func sign(waitsForCancel: Bool) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .draft: throw .notReady
        case .ready: return become(waitsForCancel ? .awaitingCancel : .signed)
        case .void: throw .voided
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired,
            .cancelRequested, .cancelDenied, .cancelled, .replaced:
            throw .alreadySigned
        }
    }

    /// Nobody will sign this draft.
    package mutating func void(_ end: End) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .draft, .ready:
            set(end)
            return become(.void)
        case .void: return .none
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired,
            .cancelRequested, .cancelDenied, .cancelled, .replaced:
            throw .alreadySigned
        }
    }

    /// The prescription that this one replaces has ended: this one counts from now on.
    package mutating func earlierEnded() throws(PrescriptionRefusal) -> Change {
        switch state {
        case .awaitingCancel: return become(.signed)
        case .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired, .cancelRequested,
            .cancelDenied, .cancelled, .replaced:
            return .none
        case .draft, .ready, .void: throw .notSigned
        }
    }

    /// The pharmacy has the legal original.
    package mutating func transmitted() throws(PrescriptionRefusal) -> Change {
        switch state {
        case .signed, .transmissionFailed: return become(.transmitted)
        case .transmitted, .active, .depleted, .expired, .cancelRequested, .cancelDenied, .cancelled,
            .replaced:
            return .none
        case .draft, .ready, .void, .awaitingCancel: throw .notInForce
        }
    }

    /// The legal original did not arrive.
    package mutating func transmissionFailed() throws(PrescriptionRefusal) -> Change {
        switch state {
        case .signed: return become(.transmissionFailed)
        case .transmissionFailed, .transmitted, .active, .depleted, .expired, .cancelRequested, .cancelDenied,
            .cancelled, .replaced:
            return .none
        case .draft, .ready, .void, .awaitingCancel: throw .notInForce
        }
    }

    /// A fill of it was dispensed.
    package mutating func dispensed() throws(PrescriptionRefusal) -> Change {
        switch state {
        case .signed, .transmitted, .transmissionFailed: return become(.active)
        case .active, .depleted, .expired, .cancelRequested, .cancelDenied, .cancelled, .replaced:
            return .none
        case .draft, .ready, .void, .awaitingCancel: throw .notInForce
        }
    }

    /// Its last refill was used.
    package mutating func lastFillUsed(_ end: End) throws(PrescriptionRefusal) -> Change {
        try finish(.depleted, end)
    }

    /// The last day on which it may be filled is over.
    package mutating func expire(_ end: End) throws(PrescriptionRefusal) -> Change {
        try finish(.expired, end)
    }

    /// It is to end: no more orders from now on. Whoever may hold it has to acknowledge.
    package mutating func requestCancel(_ end: End) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .cancelDenied:
            set(end)
            return become(.cancelRequested)
        case .cancelRequested, .cancelled, .replaced: return .none
        case .depleted, .expired: throw .ended
        case .draft, .ready, .void: throw .notSigned
        }
    }

    /// Nobody holds it any more. It is `replaced` where another one takes its place.
    package mutating func cancelAcknowledged(isReplaced: Bool) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .cancelRequested, .cancelDenied: return become(isReplaced ? .replaced : .cancelled)
        case .cancelled, .replaced: return .none
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired:
            throw .cancelNotRequested
        case .draft, .ready, .void: throw .notSigned
        }
    }

    /// The pharmacy will not let go of it. Still no more orders; somebody has to talk to them.
    package mutating func cancelRefused() throws(PrescriptionRefusal) -> Change {
        switch state {
        case .cancelRequested: return become(.cancelDenied)
        case .cancelDenied, .cancelled, .replaced: return .none
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active, .depleted, .expired:
            throw .cancelNotRequested
        case .draft, .ready, .void: throw .notSigned
        }
    }

    private mutating func finish(_ next: State, _ end: End) throws(PrescriptionRefusal) -> Change {
        switch state {
        case .awaitingCancel, .signed, .transmitted, .transmissionFailed, .active:
            set(end)
            return become(next)
        case .depleted, .expired, .cancelRequested, .cancelDenied, .cancelled, .replaced: return .none
        case .draft, .ready, .void: throw .notSigned
        }
    }
}
