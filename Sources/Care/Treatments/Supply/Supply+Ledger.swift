import Clinic
import Foundation

extension Supply {
    /// The oldest lot first.
    package var ordered: [Lot] {
        lots.count < 2 ? lots : lots.sorted { ($0.useBy, $0.id.uuidString) < ($1.useBy, $1.id.uuidString) }
    }

    package var onHand: Milligrams { lots.reduce(.zero) { $0 + $1.onHand } }

    /// What may be taken on `date`: lots within their beyond-use date that nobody recalled.
    package func usable(on date: LocalDate) -> Milligrams {
        lots.reduce(.zero) { $1.isUsable(on: date) ? $0 + $1.onHand : $0 }
    }

    /// What is past its beyond-use date on `date` is of no use any more, recalled or not: it leaves the ledger.
    mutating func expire(on date: LocalDate) -> [SupplyMove] {
        let gone = ordered.filter { $0.useBy < date && $0.onHand > .zero }
        for lot in gone { move(lot.id, by: .zero - lot.onHand) }
        return gone.map { SupplyMove(lot: $0.id, kind: .expired, amount: .zero - $0.onHand, date: date) }
    }

    /// Takes a dose from what there is: usable lots first, the oldest first, then what is past its date or
    /// recalled, since it was taken all the same.
    ///
    /// - Returns: the entries, and what was said to be taken beyond what is on hand.
    mutating func take(_ amount: Milligrams, on date: LocalDate) -> (moves: [SupplyMove], missing: Milligrams)
    {
        var (rest, moves) = (amount, [SupplyMove]())
        let order = ordered
        for lot in order.filter({ $0.isUsable(on: date) }) + order.filter({ !$0.isUsable(on: date) })
        where rest > .zero && lot.onHand > .zero {
            let part = min(rest, lot.onHand)
            move(lot.id, by: .zero - part)
            moves.append(SupplyMove(lot: lot.id, kind: .taken, amount: .zero - part, date: date))
            rest = rest - part
        }
        return (moves, rest)
    }

    /// Gives back what an amendment says was not taken: to the lot that is in use.
    mutating func giveBack(_ amount: Milligrams, on date: LocalDate) -> [SupplyMove] {
        let order = ordered
        guard amount > .zero,
            let lot = order.first(where: { $0.isUsable(on: date) && $0.onHand > .zero }) ?? order.last
        else { return [] }
        move(lot.id, by: amount)
        return [SupplyMove(lot: lot.id, kind: .amended, amount: amount, date: date)]
    }

    private mutating func move(_ lot: Lot.ID, by amount: Milligrams) {
        guard let place = lots.firstIndex(where: { $0.id == lot }) else { return }
        lots[place].onHand = lots[place].onHand + amount
    }

    /// The last date that the usable medicine covers; `nil` where it covers no dose.
    ///
    /// - Parameters:
    ///   - first: the first date whose dose is still to be taken.
    ///   - spent: taken already, though nobody has said so.
    package func runOut(at dose: Milligrams, every: Int, from first: LocalDate, spent: Milligrams)
        -> LocalDate?
    {
        guard dose > .zero, every > 0 else { return nil }
        var (spent, date) = (spent, first)
        var last: LocalDate?
        var (carry, carryUseBy) = (Milligrams.zero, first)
        for lot in ordered where lot.onHand > .zero && !lot.isRecalled {
            let gone = min(spent, lot.onHand)
            spent = spent - gone
            guard lot.useBy >= date else { continue }
            if carryUseBy < date { carry = .zero }
            let available = lot.onHand - gone + carry
            let doses = min(available.count / dose.count, (lot.useBy - date) / every + 1)
            if doses > 0 {
                last = date + (doses - 1) * every
                date = date + doses * every
            }
            (carry, carryUseBy) = (available - dose * doses, lot.useBy)
        }
        return last.map { $0 + (every - 1) }
    }
}

extension Supply.Lot: Identifiable {}

extension Course {
    /// The morning of `date`: what is past its beyond-use date leaves the ledger. Again, nothing is left to leave it.
    ///
    /// - Returns: the entries to be written.
    package mutating func expireSupply(on date: LocalDate) -> [SupplyMove] { supply.expire(on: date) }
}
