import Clinic
import Clocks
import Foundation

/// Somebody lives elsewhere from a date on.
package struct Move: Sendable, Hashable {
    package let address: PostalAddress
    package let state: StateCode
    /// IANA name; one of the state's.
    package let timeZone: String
    /// The first date on which it counts, as people there count dates.
    package let effectiveFrom: LocalDate

    package init(address: PostalAddress, state: StateCode, timeZone: String, effectiveFrom: LocalDate) {
        self.address = address
        self.state = state
        self.timeZone = timeZone
        self.effectiveFrom = effectiveFrom
    }

    /// Whether it may be written down on `today`: not longer ago, and not further ahead, than the rules say.
    package func check(today: LocalDate, rules: PeopleRules) throws(MoveRefusal) {
        let range = today - rules.moveDaysPast...today + rules.moveDaysAhead
        guard range.contains(effectiveFrom) else { throw .dateOutOfRange }
    }
}

/// All that a move can touch, as it stands when the move is looked at.
package struct MoveStanding: Sendable, Hashable {
    package var fromState: StateCode
    package var fromZone: String
    /// The program works in the new state on the day: served, a prescriber licensed, a pharmacy that may ship there (E2).
    package var isServed: Bool
    /// The handle of a prescription in force that names another state than the new one.
    package var prescription: String?
    /// Its prescriber has no licence in the new state on the day.
    package var prescriberLacksLicence: Bool
    /// Drafts and prescriptions made ready, nobody has signed them.
    package var drafts: Int
    package var plannedFills: Int
    package var visits: [Visit]
    /// Orders that a pharmacy has with the old address on them, and parcels that are on their way to it.
    package var orders: [String]
    package var parcels: [String]
    package var hasTreatment: Bool

    /// A visit that is still to come on or after the day.
    package struct Visit: Sendable, Hashable {
        package let handle: String
        package let starts: Instant
        package let isLicensedThere: Bool

        package init(handle: String, starts: Instant, isLicensedThere: Bool) {
            self.handle = handle
            self.starts = starts
            self.isLicensedThere = isLicensedThere
        }
    }

    package init(
        fromState: StateCode, fromZone: String, isServed: Bool, prescription: String?,
        prescriberLacksLicence: Bool,
        drafts: Int, plannedFills: Int, visits: [Visit], orders: [String], parcels: [String],
        hasTreatment: Bool
    ) {
        self.fromState = fromState
        self.fromZone = fromZone
        self.isServed = isServed
        self.prescription = prescription
        self.prescriberLacksLicence = prescriberLacksLicence
        self.drafts = drafts
        self.plannedFills = plannedFills
        self.visits = visits
        self.orders = orders
        self.parcels = parcels
        self.hasTreatment = hasTreatment
    }
}

/// One thing that a move brings with it; shown before the move is saved, done when its day comes.
package struct MoveConsequence: Sendable, Hashable {
    package let code: Code
    /// The handle of what it is about, where it is about one thing.
    package let subject: String?
    package let at: Instant?

    package init(_ code: Code, _ subject: String? = nil, at: Instant? = nil) {
        self.code = code
        self.subject = subject
        self.at = at
    }

    /// `Schema/messages/people.json` has words for each.
    package enum Code: String, Sendable, CaseIterable {
        /// Nobody may prescribe, or no pharmacy ship, in the new state: treatment cannot go on there (E2).
        case stateNotServed
        case waitlistOffered
        /// The prescription in force names another state: nothing more is filled under it until a new one is signed (P11).
        case prescriptionNeedsReplacement
        case newPrescriberNeeded
        case draftsVoided
        case fillsHeld
        /// Within the state, the next supply goes to the new address.
        case fillsGoToNewAddress
        /// The visit's prescriber has no licence where the patient will be.
        case visitCancelled
        case visitStays
        case orderToOldAddress
        case parcelToOldAddress
        case daysCountedInNewZone
        case eligibilityAskedAgain

        /// Whether somebody of the care team has something to do about it.
        package var needsPerson: Bool {
            switch self {
            case .stateNotServed, .prescriptionNeedsReplacement, .newPrescriberNeeded, .visitCancelled,
                .orderToOldAddress, .parcelToOldAddress, .fillsHeld:
                true
            case .waitlistOffered, .draftsVoided, .fillsGoToNewAddress, .visitStays, .daysCountedInNewZone,
                .eligibilityAskedAgain:
                false
            }
        }
    }
}

extension Move {
    /// What comes of it, in the order in which a person should read it. The same standing gives the same list.
    package func consequences(for standing: MoveStanding) -> [MoveConsequence] {
        let leavesState = standing.fromState != state
        var found: [MoveConsequence] = []
        if !standing.isServed { found += [.init(.stateNotServed), .init(.waitlistOffered)] }
        if let prescription = standing.prescription {
            found.append(.init(.prescriptionNeedsReplacement, prescription))
            if standing.prescriberLacksLicence { found.append(.init(.newPrescriberNeeded, prescription)) }
        }
        if leavesState, standing.drafts > 0 { found.append(.init(.draftsVoided)) }
        if standing.plannedFills > 0 {
            found.append(.init(standing.prescription != nil ? .fillsHeld : .fillsGoToNewAddress))
        }
        for visit in standing.visits where !visit.isLicensedThere {
            found.append(.init(.visitCancelled, visit.handle, at: visit.starts))
        }
        let movesZone = standing.fromZone != timeZone
        if movesZone {
            for visit in standing.visits where visit.isLicensedThere {
                found.append(.init(.visitStays, visit.handle, at: visit.starts))
            }
        }
        found += standing.orders.map { .init(.orderToOldAddress, $0) }
        found += standing.parcels.map { .init(.parcelToOldAddress, $0) }
        if movesZone, standing.hasTreatment { found.append(.init(.daysCountedInNewZone)) }
        if leavesState { found.append(.init(.eligibilityAskedAgain)) }
        return found
    }
}

/// Why a move was not written down.
package enum MoveRefusal: Refusing, CaseIterable {
    case dateOutOfRange
    /// What was shown before is not what would happen now.
    case consequencesChanged

    package var code: String {
        switch self {
        case .dateOutOfRange: "move_date_out_of_range"
        case .consequencesChanged: "move_consequences_changed"
        }
    }
}
