import Clinic
import Foundation
import Testing

@testable import Treatments

/// What may be taken of what is at home: lots by their dates, recalled ones not at all.
@Suite struct `The supply at home` {
    private let today = LocalDate("2026-12-10")!

    private func lot(_ amount: Int, useBy days: Int, recalled: Bool = false) -> Supply.Lot {
        Supply.Lot(
            id: UUID(), useBy: today + days, strength: Milligrams(15), onHand: Milligrams(amount),
            isRecalled: recalled)
    }

    @Test func `is usable within its date unless it is recalled`() {
        let supply = Supply(lots: [
            lot(30, useBy: 0), lot(60, useBy: -1), lot(900, useBy: 90, recalled: true),
        ])
        #expect(supply.usable(on: today) == Milligrams(30))
        #expect(supply.onHand == Milligrams(990))
        #expect(supply.runOut(at: Milligrams(15), every: 1, from: today, spent: .zero) == today)
    }

    @Test func `is taken from what may be taken first, and kept where it was taken all the same`() {
        let (good, recalled) = (lot(15, useBy: 90), lot(45, useBy: 10, recalled: true))
        var supply = Supply(lots: [good, recalled])
        let taken = supply.take(Milligrams(30), on: today)
        #expect(taken.moves.map(\.lot) == [good.id, recalled.id])
        #expect(taken.missing == .zero)
        // Taken back, it is the usable lot's.
        supply.lots[0].onHand = Milligrams(15)
        #expect(supply.giveBack(Milligrams(15), on: today).map(\.lot) == [good.id])
    }

    @Test func `leaves the ledger the morning after its date, once`() {
        var supply = Supply(lots: [lot(30, useBy: -1), lot(45, useBy: 0), lot(0, useBy: -5)])
        let gone = supply.expire(on: today)
        #expect(gone.map(\.amount) == [Milligrams(-30)] && gone.map(\.kind) == [.expired])
        #expect(supply.expire(on: today).isEmpty)
        #expect(supply.onHand == Milligrams(45))
    }
}
