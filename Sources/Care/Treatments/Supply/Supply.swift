import Clinic
import Clocks
import Foundation
import Postgres

/// What is in a patient's hands, by lot.
package struct Supply: Sendable, Hashable {
    package var lots: [Lot]
    /// When the next supply is expected: the open shipment's estimate, else the fill's needed-by date.
    package var nextArrival: LocalDate?
    /// The date of the last count. What was not reported up to it is in the ledger by then, and does not count as taken
    /// for the run-out any more.
    package var countedOn: LocalDate?

    /// What is left of one lot of one parcel.
    package struct Lot: Sendable, Hashable {
        package let id: UUID
        package let useBy: LocalDate
        package let strength: Milligrams
        package var onHand: Milligrams
        /// Its pharmacy recalled it: it is at home, and nobody is to take of it.
        package var isRecalled: Bool

        package init(
            id: UUID, useBy: LocalDate, strength: Milligrams, onHand: Milligrams, isRecalled: Bool = false
        ) {
            self.id = id
            self.useBy = useBy
            self.strength = strength
            self.onHand = onHand
            self.isRecalled = isRecalled
        }

        /// Whether it may be taken on `date`: within its beyond-use date, and not recalled.
        package func isUsable(on date: LocalDate) -> Bool { useBy >= date && !isRecalled }
    }

    package init(lots: [Lot], nextArrival: LocalDate? = nil, countedOn: LocalDate? = nil) {
        self.lots = lots
        self.nextArrival = nextArrival
        self.countedOn = countedOn
    }
}

/// One line of the ledger: what it adds to a lot's balance, or takes from it.
package struct SupplyMove: Sendable, Hashable {
    package let lot: UUID
    package let kind: Kind
    /// Negative where it takes away.
    package let amount: Milligrams
    package let date: LocalDate

    /// A CHECK of the supply_entry table holds the same words.
    package enum Kind: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case received, taken, amended, lost, damaged, returned, disposed, expired, adjusted
    }

    package init(lot: UUID, kind: Kind, amount: Milligrams, date: LocalDate) {
        self.lot = lot
        self.kind = kind
        self.amount = amount
        self.date = date
    }
}
