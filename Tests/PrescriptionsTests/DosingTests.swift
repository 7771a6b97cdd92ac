import Clinic
import Foundation
import Prescriptions
import Support
import Testing

/// The protocol as it is delivered.
enum Delivered {
    static var dosing: DosingProtocol {
        get throws {
            try JSONDecoder().decode(
                DosingProtocol.self,
                from: Data(
                    contentsOf: Checkout.folder.appending(path: "Schema/protocols/daily-low-dose.json")))
        }
    }

    static var bases: LegalBases {
        get throws {
            try JSONDecoder().decode(
                LegalBases.self,
                from: Data(contentsOf: Checkout.folder.appending(path: "Schema/legal/bases.json")))
        }
    }

    static func lozenge(_ strength: Int, pieces: Int = 1) throws -> LozengeForm {
        try #require(LozengeForm(strength: Milligrams(strength), pieces: pieces))
    }
}

@Suite struct `A lozenge` {
    @Test(arguments: [(0, 1), (15, 2), (30, 3), (30, 0), (-15, 1)])
    func `that does not exist is none`(strength: Int, pieces: Int) {
        #expect(LozengeForm(strength: Milligrams(strength), pieces: pieces) == nil)
    }

    @Test(arguments: [
        (15, 30, 2, "½ lozenge of 30 mg"), (30, 30, 2, "1 lozenge of 30 mg"),
        (45, 30, 2, "1½ lozenges of 30 mg"),
        (60, 30, 2, "2 lozenges of 30 mg"), (45, 15, 1, "3 lozenges of 15 mg"),
        (15, 15, 1, "1 lozenge of 15 mg"),
    ])
    func `says a dose as people say it`(dose: Int, strength: Int, pieces: Int, label: String) throws {
        #expect(try Delivered.lozenge(strength, pieces: pieces).label(of: Milligrams(dose)) == label)
    }

    @Test func `decides which steps there are, and which is the next`() throws {
        let dosing = try Delivered.dosing
        let whole = dosing.ladder(with: try Delivered.lozenge(30))
        #expect(whole.steps.map(\.count) == [30, 60, 90, 120])
        #expect(whole.step(above: Milligrams(30)) == Milligrams(60))
        #expect(whole.step(below: Milligrams(30)) == nil)
        let halved = dosing.ladder(with: try Delivered.lozenge(30, pieces: 2))
        #expect(halved.steps.map(\.count) == dosing.ladderMg)
        #expect(halved.step(above: Milligrams(120)) == nil)
        #expect(halved.step(below: Milligrams(45)) == Milligrams(30))
    }
}

@Suite struct `The fastest path` {
    /// Doses by day, as `program.md` counts them: three full dates until day 7 of the first cycle, then five.
    @Test(arguments: [
        (15, 45, [15: 3, 30: 3, 45: 24], 1215), (15, 15, [15: 30], 450), (15, 30, [15: 3, 30: 27], 855),
        (30, 45, [30: 3, 45: 27], 1305), (15, 60, [15: 3, 30: 3, 45: 5, 60: 19], 1500),
        (15, 120, [15: 3, 30: 3, 45: 5, 60: 5, 75: 5, 90: 5, 105: 4], 1905),
    ])
    func `climbs as early as the rules allow`(start: Int, maximum: Int, days: [Int: Int], total: Int) throws {
        let path = try Delivered.dosing.fastestPath(
            from: Milligrams(start), to: Milligrams(maximum), with: try Delivered.lozenge(15))
        #expect(Dictionary(grouping: path.doses.map(\.count)) { $0 }.mapValues(\.count) == days)
        #expect(path.total == Milligrams(total))
        #expect(path.doses == path.doses.sorted())
    }

    @Test func `bounds the written quantity`() throws {
        let dosing = try Delivered.dosing
        let range = dosing.quantities(
            from: Milligrams(15), to: Milligrams(45), with: try Delivered.lozenge(15))
        #expect(range == 30...81)
        #expect(
            dosing.quantities(
                from: Milligrams(15), to: Milligrams(45), with: try Delivered.lozenge(30, pieces: 2))
                == 15...41)
    }

    @Test func `takes five dates a step in a later cycle`() throws {
        let path = try Delivered.dosing.fastestPath(
            from: Milligrams(30), to: Milligrams(45), with: try Delivered.lozenge(15), firstDay: nil)
        #expect(path.total == Milligrams(30 * 5 + 45 * 25))
    }

    /// Whatever is written: never below the start on every day, never above the maximum, never falling, and no step
    /// sooner than three dates after the last.
    @Test func `keeps its bounds for every pair of steps and every lozenge`() throws {
        let dosing = try Delivered.dosing
        for lozenge in [
            try Delivered.lozenge(15), try Delivered.lozenge(30), try Delivered.lozenge(30, pieces: 2),
        ] {
            let steps = dosing.ladder(with: lozenge).steps
            for (index, start) in steps.enumerated() {
                for maximum in steps[index...] {
                    for first in [1, 5, 20, nil] {
                        let path = dosing.fastestPath(
                            from: start, to: maximum, with: lozenge, firstDay: first)
                        #expect(path.doses.count == 30)
                        #expect(path.doses.allSatisfy { $0 >= start && $0 <= maximum && steps.contains($0) })
                        #expect(path.doses == path.doses.sorted())
                        let runs = Dictionary(grouping: path.doses) { $0 }.filter {
                            $0.key != path.doses.last
                        }
                        #expect(runs.values.allSatisfy { $0.count >= 3 })
                        let range = dosing.quantities(from: start, to: maximum, with: lozenge)
                        #expect(lozenge.strength * range.lowerBound >= start * 30)
                        #expect(lozenge.strength * range.upperBound < maximum * 30 + lozenge.strength)
                    }
                }
            }
        }
    }
}

@Suite struct `The quantity of a fill` {
    /// Worked example 5: 1,350 needed, 90 on hand: 84 lozenges, of which 81 are written.
    @Test(arguments: [
        (81, 1215, 0, 81 as Int?), (60, 1215, 0, 60), (81, 1350, 90, 81), (90, 1350, 90, 84),
        (81, 1350, 1350, nil),
        (81, 1350, 2000, nil), (81, 1350, 1349, 1), (81, 1350, -5, 81),
    ])
    func `is what is lacking, at most what is written`(
        written: Int, need: Int, onHand: Int, lozenges: Int?
    ) {
        let quantity = FillQuantity.toFill(
            written: written, of: Milligrams(15), need: Milligrams(need), onHand: Milligrams(onHand))
        #expect(quantity?.lozenges == lozenges)
        #expect(quantity?.milligrams == lozenges.map { Milligrams($0 * 15) })
    }
}

@Suite struct `The last day of a prescription` {
    @Test(arguments: [
        ("2026-11-24", "2027-05-24"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29"),
        ("2026-12-31", "2027-06-30"), ("2026-06-30", "2026-12-30"),
    ])
    func `is six calendar months later, or the last of a shorter month`(issued: String, last: String) throws {
        #expect(try #require(LocalDate(issued)).lastFill(monthsValid: 6) == LocalDate(last))
    }
}

@Suite struct `A legal basis` {
    @Test func `ends on its day, and another is preferred the day after`() throws {
        let bases = try Delivered.bases
        let last = try #require(LocalDate("2026-12-31"))
        let flexibility = try #require(bases[.telemedicineFlexibility])
        #expect(flexibility.isValid(on: last))
        #expect(!flexibility.isValid(on: last + 1))
        #expect(flexibility.fillsAfterEnd == .allowed)
        #expect(bases.preferred(on: last)?.code == .telemedicineFlexibility)
        #expect(bases.preferred(on: last + 1)?.code == .referral)
        #expect(bases[.specialRegistration]?.isValid(on: last) == false)
    }

    @Test(arguments: [
        #"{"bases": []}"#,
        #"{"bases": [{"code": "by_mail", "words": "", "fillsAfterEnd": "allowed", "deaPerState": true, "needsVideo": true, "sources": ["x"]}]}"#,
        #"{"bases": [{"code": "in_person", "words": "", "issueFrom": "soon", "fillsAfterEnd": "allowed", "deaPerState": true, "needsVideo": true, "sources": ["x"]}]}"#,
        #"{"bases": [{"code": "in_person", "words": "", "fillsAfterEnd": "allowed", "deaPerState": true, "needsVideo": true, "sources": []}]}"#,
    ])
    func `that is not whole stops the start`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LegalBases.self, from: Data(text.utf8))
        }
    }
}
