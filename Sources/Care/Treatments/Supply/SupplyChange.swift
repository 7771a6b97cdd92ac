import Clinic
import Foundation

extension [Supply.Lot] {
    /// How an amount that is gone, or was too much in the ledger, falls on the lots: the one that goes bad first at the
    /// head, none below zero. What none of them holds is left over.
    package func taking(_ amount: Milligrams) -> (
        moves: [(lot: Supply.Lot, amount: Milligrams)], excess: Milligrams
    ) {
        var left = amount
        var moves: [(lot: Supply.Lot, amount: Milligrams)] = []
        for lot in sorted(by: { ($0.useBy, $0.id.uuidString) < ($1.useBy, $1.id.uuidString) })
        where left > .zero && lot.onHand > .zero {
            let part = Swift.min(left, lot.onHand)
            moves.append((lot, .zero - part))
            left = left - part
        }
        return (moves, left)
    }

    /// How the ledger comes in line with a count that differs by so much: more belongs to the lot that lasts longest.
    package func adjusting(by difference: Milligrams) -> [(lot: Supply.Lot, amount: Milligrams)] {
        if difference < .zero { return taking(.zero - difference).moves }
        guard difference > .zero, let last = self.max(by: { $0.useBy < $1.useBy }) else { return [] }
        return [(last, difference)]
    }

    package var onHand: Milligrams { reduce(.zero) { $0 + $1.onHand } }
}

/// Lozenges as people count them: whole ones, and perhaps a half.
package struct LozengeCount: Sendable, Hashable {
    package let whole: Int
    package let half: Bool

    package init(whole: Int, half: Bool) {
        self.whole = whole
        self.half = half
    }

    package func amount(of strength: Milligrams) -> Milligrams {
        strength * whole + (half ? Milligrams(strength.count / 2) : .zero)
    }

    /// `27`, `27½`.
    package var words: String { half ? (whole == 0 ? "½" : "\(whole)½") : "\(whole)" }
}

/// When lozenges were counted; a CHECK of the supply_count table holds the same words.
package enum CountOccasion: String, Sendable, CaseIterable {
    case day14, parcel, discharge, loss, asked
}

/// How lozenges can be gone without having been taken; a CHECK of the supply_event table holds the same words.
package enum SupplyLoss: String, Sendable, CaseIterable {
    case lost, damaged, returned, disposed

    package var move: SupplyMove.Kind {
        switch self {
        case .lost: .lost
        case .damaged: .damaged
        case .returned: .returned
        case .disposed: .disposed
        }
    }

    /// Whether somebody asks what happened.
    package var isConcern: Bool {
        switch self {
        case .lost, .damaged: true
        case .returned, .disposed: false
        }
    }
}

/// Why something about the supply cannot be said.
package enum SupplyRefusal: String, Refusing, CaseIterable {
    /// No parcel has arrived: there is nothing to count or lose.
    case notArrived = "supply_not_arrived"
    /// Half a lozenge, of one that has no half of whole milligrams.
    case halfImpossible = "half_impossible"
    /// The lot is recalled already.
    case recalledAlready = "lot_recalled_already"
    /// The parcel is not lost, damaged or returned, or its medicine has been replaced.
    case notReplaceable = "supply_not_replaceable"

    package var code: String { rawValue }
}

/// What a parcel holds of one lot, and what of it is in the ledger.
package struct ParcelLot: Sendable, Hashable {
    package let lot: String
    package let useBy: LocalDate
    package let strength: Milligrams
    /// Lozenges that the order's dispense had of it, less those that its other parcels brought.
    package let available: Int
    /// The ledger's lot, once it is there, with what is left and what this parcel has brought of it.
    package let ledger: Supply.Lot?
    package let brought: Milligrams

    package init(
        lot: String, useBy: LocalDate, strength: Milligrams, available: Int, ledger: Supply.Lot?,
        brought: Milligrams
    ) {
        self.lot = lot
        self.useBy = useBy
        self.strength = strength
        self.available = available
        self.ledger = ledger
        self.brought = brought
    }
}

extension [ParcelLot] {
    /// What each lot of a parcel brings, where so many lozenges of it can be used: its lots in order, none beyond what
    /// was dispensed of it.
    ///
    /// - Parameter usable: `nil` where nobody counted: all of it.
    package func shares(of usable: Int?) -> [(lot: ParcelLot, lozenges: Int)] {
        var left = usable ?? reduce(0) { $0 + $1.available }
        return map { lot in
            let share = Swift.max(0, Swift.min(left, lot.available))
            left -= share
            return (lot, share)
        }
    }
}
