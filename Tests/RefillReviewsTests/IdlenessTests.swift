import Clinic
import RefillReviews
import Testing

/// Who has taken nothing for long sees a prescriber first.
@Suite struct `After a long time without` {
    @Test(
        arguments: [
            (90, nil, false), (91, nil, true), (91, 14, false), (91, 15, true), (400, 0, false),
        ] as [(Int, Int?, Bool)])
    func `a dose, a consult comes first`(example: (idle: Int, seen: Int?, asks: Bool)) throws {
        let rules = try #require(`A refill review`.rules)
        let today = `A refill review`.today
        let since = today - example.idle
        let seenOn = example.seen.map { today - $0 }
        let taken = Idleness(today: today, arrivedOn: since - 30, takenOn: since, seenOn: seenOn)
        #expect(taken.needsConsult(rules) == example.asks)
        // Before the first dose the days count from the parcel's arrival.
        let never = Idleness(today: today, arrivedOn: since, takenOn: nil, seenOn: seenOn)
        #expect(never.needsConsult(rules) == example.asks)
    }
}
