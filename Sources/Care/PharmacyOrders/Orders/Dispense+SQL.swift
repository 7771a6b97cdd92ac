import Clinic
import Clocks
import Foundation
import Postgres

/// What a pharmacy says that it dispensed.
package struct Dispense: Sendable, Hashable {
    package let rxNumber: String
    package let fillNumber: Int?
    package let quantity: Int
    package let pharmacist: String?
    package let lots: [Lot]

    /// Lozenges made together.
    package struct Lot: Sendable, Hashable {
        package let lot: String
        /// The beyond-use date; `nil` where the pharmacy gives none.
        package let useBy: LocalDate?
        package let quantity: Int

        package init(lot: String, useBy: LocalDate?, quantity: Int) {
            self.lot = lot
            self.useBy = useBy
            self.quantity = quantity
        }
    }

    package init(rxNumber: String, fillNumber: Int?, quantity: Int, pharmacist: String?, lots: [Lot]) {
        self.rxNumber = rxNumber
        self.fillNumber = fillNumber
        self.quantity = quantity
        self.pharmacist = pharmacist
        self.lots = lots
    }

    /// Keeps it, queued: `dispense_pkey` and `dispense_fill_once` hold that a fill is dispensed once.
    ///
    /// - Parameter keeps: days until use where the pharmacy names none.
    package func record(
        of order: PharmacyOrder, fillNumber number: Int, strength: Milligrams, on date: LocalDate,
        keeps days: Int, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO dispense (order_id, fill_id, patient_id, rx_number, fill_number, dispensed_on, quantity,
                quantity_mg, pharmacist, recorded_at)
            VALUES (\(order.id), \(order.fill), \(order.patient), \(rxNumber), \(fillNumber ?? number), \(date),
                \(quantity), \(strength * quantity), \(pharmacist), \(now))
            """, "dispense.insert")
        for lot in lots {
            try connection.execute(
                """
                INSERT INTO dispense_lot (order_id, lot, use_by, quantity)
                VALUES (\(order.id), \(lot.lot), \(lot.useBy ?? date + days), \(lot.quantity))
                """, "dispense.lot")
        }
    }
}
