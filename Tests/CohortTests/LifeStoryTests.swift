import Clocks
import Foundation
import Testing
import Wire

@testable import Cohort

@Suite struct `A made-up life` {
    private static let now = Instant(rfc3339: "2026-09-26T12:00:00Z") ?? Instant(microsecondsSince1970: 0)

    private func people(seed: Int) -> [MadeUpPerson] {
        let people = (0..<25).map {
            MadeUpPerson(number: $0, seed: seed, served: ["AZ", "TX", "NY"], now: Self.now)
        }
        var rank = -1
        return people.map { person in
            guard person.isLetIn else { return person }
            rank += 1
            return person.ranked(rank)
        }
    }

    @Test func `is told the same twice`() throws {
        let today = TreatmentAnswer.Today(
            permission: "take", doseMg: 30, label: "2", pieces: .init(strengthMg: 15, halves: 4),
            reported: false, isOff: false, reasons: [], cautions: [])
        for (one, other) in zip(people(seed: 3), people(seed: 3)) {
            #expect(one.life.fate == other.life.fate)
            for day in 1...30 {
                let reports = try [one, other].map {
                    try ProgramClient.bytes(of: $0.life.checkIn(on: "2026-10-01", day: day, today: today))
                }
                #expect(reports[0] == reports[1])
            }
        }
    }

    /// Twenty-five show a second supply, a pause that ends, somebody who stops and somebody who goes silent.
    @Test(arguments: 1...40) func `has each thing that a small cohort must show`(seed: Int) {
        let fates = people(seed: seed).filter(\.isLetIn).map(\.life.fate)
        #expect(Set(fates).isSuperset(of: [.climbs, .selfHarm, .goesSilent, .stops]), "\(fates)")
    }
}
