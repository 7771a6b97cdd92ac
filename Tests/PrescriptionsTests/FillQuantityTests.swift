import Clinic
import Foundation
import Prescriptions
import Testing

/// How much a fill holds, tried on chance: from a seed that is printed, so that a failure can be had again.
@Suite struct `A fill's quantity` {
    /// A small generator, the same everywhere (splitmix64).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static let seed: UInt64 =
        ProcessInfo.processInfo.environment["LOZENGE_TEST_SEED"].flatMap(UInt64.init) ?? 1
    private static let cases = 100_000

    @Test func `of the fastest path from 15 to 45 mg is 1,215 mg, 81 lozenges`() throws {
        let path = try Delivered.dosing.fastestPath(
            from: Milligrams(15), to: Milligrams(45), with: Delivered.lozenge(15))
        #expect(path.total == Milligrams(1215))
        #expect(path.doses.filter { $0 == Milligrams(15) }.count == 3)
        #expect(path.doses.filter { $0 == Milligrams(30) }.count == 3)
        let fill = FillQuantity.toFill(
            written: 100, of: Milligrams(15), need: path.total, onHand: .zero)
        #expect(fill?.lozenges == 81)
    }

    @Test func `is never more than written, nor than what is lacking, and nothing where nothing is lacking`()
        throws
    {
        print("seed \(Self.seed), \(Self.cases) cases")
        var dice = Dice(state: Self.seed)
        for _ in 0..<Self.cases {
            let strength = Milligrams([15, 30, 60].randomElement(using: &dice) ?? 15)
            let written = Int.random(in: 1...240, using: &dice)
            let need = Milligrams(Int.random(in: 0...3600, using: &dice))
            let onHand = Milligrams(Int.random(in: -60...4000, using: &dice))
            let fill = FillQuantity.toFill(written: written, of: strength, need: need, onHand: onHand)
            let lacking = need - max(onHand, .zero)
            guard let fill else {
                #expect(lacking <= .zero)
                continue
            }
            #expect(fill.lozenges > 0 && fill.lozenges <= written)
            // Less than a lozenge more than what is lacking, since none is broken at the pharmacy.
            #expect(fill.milligrams < lacking + strength)
            // What is written is reached, or the need is met.
            #expect(fill.lozenges == written || fill.milligrams >= lacking)
        }
    }

    @Test func `of a path that begins higher, later or with more dates behind it is never smaller`() throws {
        let (dosing, form) = (try Delivered.dosing, try Delivered.lozenge(15))
        var dice = Dice(state: Self.seed)
        for _ in 0..<2000 {
            let steps = dosing.ladder(with: form).steps
            let (low, high) = (Int.random(in: 0..<4, using: &dice), Int.random(in: 0..<4, using: &dice))
            let (from, to) = (steps[min(low, high)], steps[max(low, high)])
            let taken = Int.random(in: 0...6, using: &dice)
            func total(_ start: Milligrams, _ taken: Int) -> Milligrams {
                dosing.fastestPath(from: start, taken: taken, to: steps[4], with: form, firstDay: 40).total
            }
            #expect(total(from, taken) <= total(to, taken))
            #expect(total(from, taken) <= total(from, taken + 1))
            #expect(total(from, taken) >= from * 30 && total(from, taken) <= steps[4] * 30)
        }
    }
}
