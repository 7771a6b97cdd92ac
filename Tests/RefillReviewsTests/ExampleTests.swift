import Clinic
import Foundation
import Prescriptions
import RefillReviews
import Support
import Testing

/// The numbers of the fifth worked example: leftover, an early request, the legal end. D1 is 2026-12-01.
@Suite struct `A supply with leftover` {
    let rules: RefillRules
    let calendar: BusinessCalendar
    let dosing: DosingProtocol

    init() throws {
        func file(_ path: String) throws -> Data {
            try Data(contentsOf: Checkout.folder.appending(path: "Schema/protocols/\(path)"))
        }
        rules = try RefillRules(json: try file("refill-review.json"))
        calendar = try JSONDecoder().decode(BusinessCalendar.self, from: try file("clinic-calendar.json"))
        dosing = try JSONDecoder().decode(DosingProtocol.self, from: try file("daily-low-dose.json"))
    }

    /// D1 and so on.
    private func day(_ number: Int) throws -> LocalDate {
        try #require(LocalDate("2026-12-01")) + (number - 1)
    }

    private var lead: SupplyLead {
        get throws {
            rules.lead(pharmacyDays: 3, carrierDays: 3, in: try #require(StateCode("AZ")))
        }
    }

    /// 15 mg lozenges, 30 mg a day.
    private func outlook(_ amount: Int, usableUntil useBy: LocalDate) -> SupplyOutlook {
        SupplyOutlook(lots: [.init(useBy: useBy, onHand: Milligrams(amount))]) { _ in Milligrams(30) }
    }

    @Test func `lasts until D42 after the dose of D21`() throws {
        let home = outlook(630, usableUntil: try day(180))
        #expect(home.runOut(from: try day(22)) == (try day(42)))
        #expect(home.usable(on: try day(40), from: try day(22)) == Milligrams(90))
        // What may not be used any more covers nothing.
        #expect(outlook(630, usableUntil: try day(30)).runOut(from: try day(22)) == (try day(30)))
        #expect(outlook(0, usableUntil: try day(180)).runOut(from: try day(22)) == (try day(21)))
    }

    @Test func `is needed by dates that go back from the run-out`() throws {
        let chain = NeededByChain(
            runOut: try day(42), lead: try lead, rules: rules, calendar: calendar)
        #expect(chain.shipBy == (try day(39)))
        #expect(chain.submitBy == (try day(36)))
        // Monday 4 January; New Year's Day and the weekend are no working days.
        #expect(chain.decideBy.description == "2027-01-04")
        #expect(chain.bookBy.description == "2026-12-29")
        let review = RefillReview(
            of: 1, treatment: UUID(), patient: UUID(), on: try day(rules.opensOnDay),
            dueDay: try day(rules.dueOnDay), chain: chain, at: try day(14).start(in: .gmt))
        #expect(rules.opensOnDay == 14)
        #expect(review.dueOn == (try day(21)))
    }

    @Test func `leaves on D34, is dispensed from D37 and expected on D40`() throws {
        let dates = FillDates(runOut: try day(42), lead: try lead, today: try day(21))
        #expect(dates.releaseOn == (try day(34)))
        #expect(dates.notBefore.description == "2027-01-06")
        #expect(dates.expectedArrival == (try day(40)))
        // Late as it may be, nothing leaves before today.
        let late = FillDates(runOut: try day(42), lead: try lead, today: try day(41))
        #expect(late.releaseOn == (try day(41)))
        #expect(late.notBefore == (try day(41)))
    }

    @Test func `is filled with what the fastest path lacks, and never beyond what is written`() throws {
        let form = try #require(LozengeForm(strength: Milligrams(15), pieces: 1))
        let need = dosing.fastestPath(
            from: Milligrams(30), taken: 36, to: Milligrams(45), with: form, firstDay: 40)
        #expect(need.total == Milligrams(30 * 45))
        let lacking = FillQuantity.toFill(
            written: 1000, of: Milligrams(15), need: need.total, onHand: Milligrams(90))
        #expect(lacking?.lozenges == 84)
        let filled = FillQuantity.toFill(
            written: 81, of: Milligrams(15), need: need.total, onHand: Milligrams(90))
        #expect(filled?.lozenges == 81)
    }

    @Test(arguments: [(0, 3), (1, 3), (2, 4), (3, 5), (5, 7), (9, 7)])
    func `is early by what the carrier takes and two days, three to seven`(days: (carrier: Int, ahead: Int))
        throws
    {
        let lead = rules.lead(
            pharmacyDays: 3, carrierDays: days.carrier, in: try #require(StateCode("AZ")))
        #expect(lead.daysAhead == days.ahead)
    }

    @Test func `is timed by a pharmacy's own record from twenty orders on`() {
        #expect(rules.percentiles.days(of: "alpha", orders: 19, measured: 6) == 3)
        #expect(rules.percentiles.days(of: "alpha", orders: 20, measured: 6) == 6)
        #expect(rules.percentiles.days(by: nil, parcels: 0, measured: nil) == 3)
    }
}
