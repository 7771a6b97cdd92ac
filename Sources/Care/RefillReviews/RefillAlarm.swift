import Clinic
import Postgres

/// A link of the needed-by chain; a CHECK of the refill_alarm table holds the same words.
package enum RefillStep: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case book, decide, submit, ship, deliver
}

/// Whose delay it is; CHECKs of the tables refill_alarm and treatment_day hold the same words.
package enum DelayOwner: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case patient, prescriber, pharmacy, carrier, program
}

/// A date of the chain that passed without its step being done.
package struct RefillAlarm: Sendable, Hashable {
    package let step: RefillStep
    package let missedOn: LocalDate
    package let owner: DelayOwner

    package init(step: RefillStep, missedOn: LocalDate, owner: DelayOwner) {
        self.step = step
        self.missedOn = missedOn
        self.owner = owner
    }
}

/// How far the next supply has come.
package struct SupplyProgress: Sendable, Hashable {
    /// A visit was booked since the review opened, or one was held.
    package var isBooked: Bool
    package var isDecided: Bool
    /// The draft of a changed prescription waits for its prescriber.
    package var waitsForSignature: Bool
    package var isSubmitted: Bool
    package var isShipped: Bool
    package var hasArrived: Bool

    package init(
        isBooked: Bool = false, isDecided: Bool = false, waitsForSignature: Bool = false,
        isSubmitted: Bool = false, isShipped: Bool = false, hasArrived: Bool = false
    ) {
        self.isBooked = isBooked
        self.isDecided = isDecided
        self.waitsForSignature = waitsForSignature
        self.isSubmitted = isSubmitted
        self.isShipped = isShipped
        self.hasArrived = hasArrived
    }

    private func isDone(_ step: RefillStep) -> Bool {
        switch step {
        case .book: isBooked || isDecided
        case .decide: isDecided
        case .submit: isSubmitted || isShipped || hasArrived
        case .ship: isShipped || hasArrived
        case .deliver: hasArrived
        }
    }

    private func owner(of step: RefillStep) -> DelayOwner {
        switch step {
        case .book: .patient
        case .decide: .prescriber
        case .submit: waitsForSignature ? .prescriber : .program
        case .ship: .pharmacy
        case .deliver: .carrier
        }
    }

    /// The dates that have passed on `today`, the earliest link first. The first of them owns the gap, if there is one.
    package func alarms(_ chain: NeededByChain, on today: LocalDate) -> [RefillAlarm] {
        RefillStep.allCases.filter { chain[$0] < today && !isDone($0) }.map {
            RefillAlarm(step: $0, missedOn: chain[$0], owner: owner(of: $0))
        }
    }
}
