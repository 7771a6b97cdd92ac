import Clinic
import Clocks
import Foundation
import RefillReviews
import Support
import Testing

/// A review's states, gates and alarms: every event in every state.
@Suite struct `A refill review` {
    static let now = Instant(microsecondsSince1970: 1_797_868_800_000_000)
    static let today = LocalDate(of: now, in: .gmt)
    static let chain = NeededByChain(
        bookBy: today + 2, decideBy: today + 5, submitBy: today + 6, shipBy: today + 9, runOut: today + 12)
    static let answers = RefillReview.Answers(phq9: 9, gad7: 6, urinary: 0, wish: .same)

    static func review(_ state: RefillReview.State) throws -> RefillReview {
        var review = RefillReview(
            of: 1, treatment: UUID(), patient: UUID(), on: today, dueDay: today + 7, chain: chain, at: now)
        switch state {
        case .open: break
        case .answered: try review.answered(answers, at: now)
        case .decided: _ = try review.decide(decision(.continueOnHand))
        case .closed: _ = review.close()
        }
        return review
    }

    static func decision(_ outcome: RefillReview.Outcome) -> RefillReview.Decision {
        .init(
            outcome: outcome, lookAgainOn: outcome.looksAgain ? today + 3 : nil, at: now, by: "staff:lin")
    }

    /// What each event comes to in each state: the next state, or the refusal's code.
    @Test(arguments: [
        (RefillReview.State.open, "answered", "decided", "closed", "open"),
        (.answered, "answered", "decided", "closed", "answered"),
        (.decided, "refill_review_decided", "refill_review_decided", "decided", "open"),
        (.closed, "refill_review_closed", "refill_review_closed", "closed", "closed"),
    ])
    func `hears each event in each state`(
        example: (state: RefillReview.State, answered: String, decided: String, ended: String, again: String)
    ) throws {
        func after(_ event: (inout RefillReview) throws -> Void) throws -> String {
            var review = try Self.review(example.state)
            do {
                try event(&review)
                return review.state.rawValue
            } catch let refusal as RefillReviewRefusal {
                return refusal.code
            }
        }
        #expect(try after { try $0.answered(Self.answers, at: Self.now) } == example.answered)
        #expect(try after { _ = try $0.decide(Self.decision(.renewSame)) } == example.decided)
        #expect(try after { _ = $0.close() } == example.ended)
        #expect(try after { _ = $0.lookAgain(on: Self.today + 3) } == example.again)
    }

    @Test func `hears the same decision twice as once, and looks again no day too early`() throws {
        var review = try Self.review(.decided)
        let version = review.version
        #expect(try review.decide(Self.decision(.continueOnHand)) == .none)
        #expect(review.lookAgain(on: Self.today + 2) == .none)
        #expect(review.version == version)
    }

    @Test func `is due no later for a later run-out, and earlier for an earlier one`() throws {
        var review = try Self.review(.open)
        let due = review.dueOn
        func moved(by days: Int) -> NeededByChain {
            let chain = Self.chain
            return NeededByChain(
                bookBy: chain.bookBy + days, decideBy: chain.decideBy + days,
                submitBy: chain.submitBy + days, shipBy: chain.shipBy + days, runOut: chain.runOut + days)
        }
        #expect(review.reckon(moved(by: 10)) == .changed)
        #expect(review.dueOn == due)
        _ = review.reckon(moved(by: -3))
        #expect(review.dueOn == due - 3)
    }

    @Test func `says whose date was missed first`() {
        let late = Self.today + 20
        let undone = SupplyProgress().alarms(Self.chain, on: late)
        #expect(undone.map(\.step) == [.book, .decide, .submit, .ship, .deliver])
        #expect(undone.map(\.owner) == [.patient, .prescriber, .program, .pharmacy, .carrier])
        let unsigned = SupplyProgress(isBooked: true, isDecided: true, waitsForSignature: true)
        #expect(unsigned.alarms(Self.chain, on: late).first?.owner == .prescriber)
        let sent = SupplyProgress(isBooked: true, isDecided: true, isSubmitted: true, isShipped: true)
        #expect(sent.alarms(Self.chain, on: late).map(\.step) == [.deliver])
        // The date itself is still in time.
        #expect(SupplyProgress().alarms(Self.chain, on: Self.chain.bookBy).isEmpty)
    }

    static func facts() -> RenewalFacts {
        RenewalFacts(
            today: today, cycle: 1, phq9On: today - 7, urinaryOn: today - 7, consultOn: today - 14,
            monitoredOn: today - 7, monitoringDays: 7, bloodPressureOn: today - 30, isEligible: true,
            hasSevereFlag: false, hasCountConcern: false, hasJustification: false, refillsLeft: 1,
            isPrescriptionInForce: true, lastFillOn: today + 10, notBefore: today + 10,
            legalBasisAllows: true,
            isSupplyUnderWay: false, hasBasisForNew: true)
    }

    static let rules: RefillRules.Renewal? = {
        let file = Checkout.folder.appending(path: "Schema/protocols/refill-review.json")
        return (try? Data(contentsOf: file)).flatMap { try? RefillRules(json: $0).renewal }
    }()

    /// Each gate's own fact closes it, and no other, for the renewals that have it.
    static let closings: [(RenewalGate, Bool, Bool, @Sendable (inout RenewalFacts) -> Void)] = [
        (.scores, true, true, { $0.phq9On = today - 8 }), (.scores, true, true, { $0.urinaryOn = nil }),
        (.consult, true, true, { $0.consultOn = today - 15 }),
        (.monitoring, true, true, { $0.monitoringDays = 1 }),
        (.bloodPressure, true, true, { $0.bloodPressureOn = today - 31 }),
        (.eligibility, true, true, { $0.isEligible = false }),
        (.severeFlag, true, true, { $0.hasSevereFlag = true }),
        (.countConcern, true, true, { $0.hasCountConcern = true }),
        (.justification, true, true, { $0.cycle = 6 }),
        (.underWay, true, true, { $0.isSupplyUnderWay = true }),
        (.refillLeft, true, false, { $0.refillsLeft = 0 }),
        (.refillLeft, true, false, { $0.isPrescriptionInForce = false }),
        (.lastFill, true, false, { $0.lastFillOn = today + 9 }),
        (.legalBasis, true, false, { $0.legalBasisAllows = false }),
        (.newBasis, false, true, { $0.hasBasisForNew = false }),
    ]

    @Test func `renews with every gate open, on the last day that counts`() throws {
        let rules = try #require(Self.rules)
        #expect(Self.facts().closedGates(for: .renewSame, rules).isEmpty)
        #expect(Self.facts().closedGates(for: .renewChanged, rules).isEmpty)
        #expect(Set(Self.closings.map(\.0)) == Set(RenewalGate.allCases))
        for (gate, same, changed, change) in Self.closings {
            var facts = Self.facts()
            change(&facts)
            #expect(facts.closedGates(for: .renewSame, rules) == (same ? [gate] : []), "\(gate)")
            #expect(facts.closedGates(for: .renewChanged, rules) == (changed ? [gate] : []), "\(gate)")
            // What brings no supply has no gate.
            for outcome in RefillReview.Outcome.allCases where !outcome.isRenewal {
                #expect(facts.closedGates(for: outcome, rules).isEmpty)
            }
        }
        var sixth = Self.facts()
        (sixth.cycle, sixth.hasJustification) = (6, true)
        #expect(sixth.closedGates(for: .renewSame, rules).isEmpty)
    }

    /// Beyond both 10 % of what 30 days received and two doses.
    @Test(arguments: [
        (840, 840, false), (840, 720, false), (840, 715, true), (975, 840, true), (840, 780, false),
    ])
    func `asks about a count that differs much`(example: (ledger: Int, counted: Int, asks: Bool)) throws {
        let file = Checkout.folder.appending(path: "Schema/protocols/refill-review.json")
        let rules = try RefillRules(json: try Data(contentsOf: file)).count
        let comparison = CountComparison(
            counted: Milligrams(example.counted), ledger: Milligrams(example.ledger),
            received: Milligrams(1215), dose: Milligrams(30))
        #expect(comparison.isConcern(rules) == example.asks)
        let large = CountComparison(
            counted: Milligrams(example.counted), ledger: Milligrams(example.ledger),
            received: Milligrams(1215), dose: Milligrams(75))
        #expect(!large.isConcern(rules))
    }

    /// 150 mg are two doses, and more than 10 % of 1,215 mg.
    @Test(arguments: [(690, false), (689, true), (990, false), (991, true)])
    func `asks about a count more than two doses off`(counted: Int, asks: Bool) throws {
        let file = Checkout.folder.appending(path: "Schema/protocols/refill-review.json")
        let rules = try RefillRules(json: try Data(contentsOf: file)).count
        let comparison = CountComparison(
            counted: Milligrams(counted), ledger: Milligrams(840), received: Milligrams(1215),
            dose: Milligrams(75))
        #expect(comparison.isConcern(rules) == asks)
    }
}
