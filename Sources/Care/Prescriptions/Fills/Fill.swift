import Clinic
import Clocks
import Foundation
import Postgres

/// One 30-day supply under a prescription. Number 1 is the first fill, 2 to 6 are its refills.
///
///     planned ── release(quantity) ─▶ released ── dispensed ─▶ dispensed ── received ─▶ received
///        │                               │  └──── partial ───▶ partial ──── received ─▶ received
///        └────────── cancel ─────────────┴─▶ cancelled
///
/// What was dispensed may also end as `lost`, `damaged` or `returned`. What is received stays received, unless it
/// turns out damaged. A hold keeps a planned fill where it is until somebody lifts it.
package struct Fill: Sendable {
    package let id: ID<Fill>
    package let prescription: ID<Prescription>
    package let patient: UUID
    package let number: Int
    /// The date before which nothing is dispensed.
    package private(set) var notBefore: LocalDate
    /// The date on which it goes to the pharmacy: so much earlier that it can be dispensed on that date.
    package private(set) var releaseOn: LocalDate
    /// The refill review that decided it; none for a first fill.
    package let review: UUID?
    /// The prescriber's word that it goes before its date; none for most.
    package let early: UUID?
    package private(set) var state: State
    /// Fixed at release.
    package private(set) var quantity: FillQuantity?
    package private(set) var hold: Hold?
    package private(set) var releasedAt: Instant?
    package private(set) var closedAt: Instant?
    package private(set) var version: Int

    /// A CHECK of the fill table holds the same words.
    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case planned, released, dispensed, partial, received, lost, damaged, returned, cancelled
    }

    /// Why a planned fill waits, and who said so.
    package struct Hold: Sendable, Hashable {
        package let reason: String
        package let by: String

        package init(reason: String, by: String) {
            self.reason = reason
            self.by = by
        }
    }

    /// A supply to be planned.
    package init(
        number: Int, of prescription: ID<Prescription>, patient: UUID, notBefore: LocalDate,
        releaseOn: LocalDate? = nil, review: UUID? = nil, early: UUID? = nil, at now: Instant
    ) {
        id = ID(at: now)
        self.prescription = prescription
        self.patient = patient
        self.number = number
        self.notBefore = notBefore
        self.releaseOn = releaseOn ?? notBefore
        self.review = review
        self.early = early
        state = .planned
        version = 1
    }

    /// A fill as a row has it.
    package init(
        id: ID<Fill>, prescription: ID<Prescription>, patient: UUID, number: Int, notBefore: LocalDate,
        releaseOn: LocalDate? = nil, review: UUID? = nil, early: UUID? = nil, state: State,
        quantity: FillQuantity?, hold: Hold?, releasedAt: Instant?, closedAt: Instant?, version: Int
    ) {
        self.id = id
        self.prescription = prescription
        self.patient = patient
        self.number = number
        self.notBefore = notBefore
        self.releaseOn = releaseOn ?? notBefore
        self.review = review
        self.early = early
        self.state = state
        self.quantity = quantity
        self.hold = hold
        self.releasedAt = releasedAt
        self.closedAt = closedAt
        self.version = version
    }

    /// The ledger says that it would come too early: it waits until later. Never earlier, and only as long as it is
    /// planned.
    package mutating func postpone(to notBefore: LocalDate, releaseOn: LocalDate) -> Change {
        guard state == .planned, notBefore > self.notBefore else { return .none }
        self.notBefore = notBefore
        self.releaseOn = max(self.releaseOn, min(releaseOn, notBefore))
        version += 1
        return .changed
    }

    /// Goes to a pharmacy with this many lozenges. The same again changes nothing; another quantity is refused, as is
    /// a fill that is held.
    package mutating func release(_ quantity: FillQuantity, at now: Instant) throws(FillRefusal) -> Change {
        switch state {
        case .planned:
            guard hold == nil else { throw .onHold }
            self.quantity = quantity
            releasedAt = now
            return become(.released)
        case .released, .dispensed, .partial, .received:
            guard self.quantity == quantity else { throw .alreadyReleased }
            return .none
        case .lost, .damaged, .returned, .cancelled: throw .ended
        }
    }

    /// The pharmacy gave it out: all of it, or less (`isShort`).
    package mutating func dispensed(isShort: Bool = false) throws(FillRefusal) -> Change {
        switch state {
        case .planned: throw .notReleased
        case .released: return become(isShort ? .partial : .dispensed)
        case .dispensed, .partial, .received, .lost, .damaged, .returned: return .none
        case .cancelled: throw .ended
        }
    }

    /// The patient has it.
    package mutating func received(at now: Instant) throws(FillRefusal) -> Change {
        switch state {
        case .planned, .released: throw .notDispensed
        case .dispensed, .partial: return close(.received, at: now)
        case .received, .damaged: return .none
        case .lost, .returned, .cancelled: throw .ended
        }
    }

    /// It did not reach the patient, or not whole. Received medicine can turn out damaged, never lost on the way.
    package mutating func failed(_ how: Loss, at now: Instant) throws(FillRefusal) -> Change {
        switch state {
        case .planned, .released: throw .notDispensed
        case .dispensed, .partial: return close(how.state, at: now)
        case .received:
            guard how == .damaged else { throw .ended }
            return close(.damaged, at: now)
        case .lost, .damaged, .returned:
            guard state == how.state else { throw .ended }
            return .none
        case .cancelled: throw .ended
        }
    }

    /// Nobody wants it any more. What was dispensed cannot be taken back.
    package mutating func cancel(at now: Instant) throws(FillRefusal) -> Change {
        switch state {
        case .planned, .released:
            hold = nil
            return close(.cancelled, at: now)
        case .cancelled: return .none
        case .dispensed, .partial, .received, .lost, .damaged, .returned: throw .alreadyDispensed
        }
    }

    /// Keeps a planned fill where it is. Held already, the first reason stays.
    package mutating func hold(_ reason: String, by actor: Actor) throws(FillRefusal) -> Change {
        switch state {
        case .planned:
            guard hold == nil else { return .none }
            hold = Hold(reason: reason, by: actor.databaseSetting)
            version += 1
            return .changed
        case .released, .dispensed, .partial, .received: throw .alreadyReleased
        case .lost, .damaged, .returned, .cancelled: throw .ended
        }
    }

    /// Lets a held fill go on.
    package mutating func lift() -> Change {
        guard hold != nil else { return .none }
        hold = nil
        version += 1
        return .changed
    }

    /// Whether an event did something; hearing it again does nothing.
    package enum Change: Sendable { case changed, none }

    /// How dispensed medicine can fail to be there.
    package enum Loss: String, Sendable, CaseIterable {
        case lost, damaged, returned

        var state: State {
            switch self {
            case .lost: .lost
            case .damaged: .damaged
            case .returned: .returned
            }
        }
    }

    private mutating func close(_ next: State, at now: Instant) -> Change {
        closedAt = now
        return become(next)
    }

    private mutating func become(_ next: State) -> Change {
        state = next
        version += 1
        return .changed
    }
}
