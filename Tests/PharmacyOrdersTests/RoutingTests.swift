import Clinic
import Testing

@testable import PharmacyOrders

@Suite struct `Routing` {
    let today = Orders.today

    func candidate(
        _ slug: String, rank: Int = 1, state: Pharmacy.State = .takingOrders, orders: Int = 0,
        licence: String = "AZ", from: Int = -10, until: Int = 10, strength: Int = 15, isScored: Bool = true
    ) throws -> RoutingCandidate {
        RoutingCandidate(
            id: ID(at: Orders.now), slug: slug, state: state, rank: rank, ordersToday: orders,
            dailyCapacity: 5,
            licences: [
                PharmacyLicence(
                    state: try #require(StateCode(licence)), number: "P1", from: today + from,
                    until: today + until)
            ],
            products: [PharmacyProduct(strength: Milligrams(strength), product: "KET", isScored: isScored)])
    }

    func need(pieces: Int = 1) throws -> RoutingNeed {
        RoutingNeed(
            state: try #require(StateCode("AZ")), strength: Milligrams(15), form: "lozenge", pieces: pieces,
            on: today)
    }

    @Test func `takes the first by rank that fits, and says why the others did not`() throws {
        let route = PharmacyRoute(
            try need(),
            among: [
                try candidate("echo", rank: 9), try candidate("delta", rank: 5),
                try candidate("alpha", rank: 1, state: .draining),
                try candidate("beta", rank: 2, licence: "NY"),
                try candidate("gamma", rank: 3, orders: 5, strength: 30),
            ])
        #expect(route.chosen?.slug == "delta")
        #expect(
            route.misses == [
                "alpha": [.notTakingOrders], "beta": [.noLicence], "gamma": [.noProduct, .atCapacity],
            ])
    }

    @Test func `counts a licence's first and last day, and no other`() throws {
        for (from, until, fits) in [(0, 0, true), (1, 10, false), (-10, -1, false), (-1, 0, true)] {
            #expect(
                try candidate("a", from: from, until: until).misses(need()).isEmpty == fits,
                "\(from) \(until)")
        }
    }

    @Test func `ends a suspension after its last day`() throws {
        #expect(try candidate("a", state: .suspended(until: today)).misses(need()) == [.notTakingOrders])
        #expect(try candidate("a", state: .suspended(until: today - 1)).misses(need()).isEmpty)
        #expect(try candidate("a", state: .suspended(until: nil)).misses(need()) == [.notTakingOrders])
        #expect(try candidate("a", state: .closed).misses(need()) == [.notTakingOrders])
    }

    @Test func `wants a scored lozenge only where halves are written`() throws {
        #expect(try candidate("a", isScored: false).misses(need(pieces: 2)) == [.notScored])
        #expect(try candidate("a", isScored: false).misses(need()).isEmpty)
    }
}

@Suite struct `The release of a fill` {
    static let facts = ReleaseFacts(
        isPlanned: true, isHeld: false, isPrescriptionInForce: true, lastFillOn: Orders.today + 100,
        legalBasisAllows: true, areConsentsCurrent: true, hasSevereFlag: false, isTreatmentHalted: false,
        isAddressUnchanged: true, isStateServed: true, hasPharmacy: true, notBefore: Orders.today,
        releaseOn: Orders.today,
        quantity: 81,
        today: Orders.today)

    @Test func `has nothing against a fill that is in order`() { #expect(Self.facts.obstacles.isEmpty) }

    @Test func `names the one rule that each wrong fact breaks`() {
        let wrongs: [(ReleaseRule, (inout ReleaseFacts) -> Void)] = [
            (.fillNotPlanned, { $0.isPlanned = false }), (.held, { $0.isHeld = true }),
            (.prescriptionNotInForce, { $0.isPrescriptionInForce = false }),
            (.lastFillDatePassed, { $0.lastFillOn = Orders.today - 1 }),
            (.legalBasisEnded, { $0.legalBasisAllows = false }),
            (.consentsMissing, { $0.areConsentsCurrent = false }), (.flagOpen, { $0.hasSevereFlag = true }),
            (.treatmentNotGoingOn, { $0.isTreatmentHalted = true }),
            (.addressChanged, { $0.isAddressUnchanged = false }),
            (.stateNotServed, { $0.isStateServed = false }),
            (.noPharmacy, { $0.hasPharmacy = false }), (.tooSoon, { $0.releaseOn = Orders.today + 1 }),
            (.nothingToFill, { $0.quantity = 0 }),
            (.identityCorrected, { $0.isIdentityUnchanged = false }),
        ]
        #expect(wrongs.map(\.0) == ReleaseRule.allCases)
        for (rule, spoil) in wrongs {
            var facts = Self.facts
            spoil(&facts)
            #expect(facts.obstacles == [rule])
        }
    }

    @Test func `lets the last day still count`() {
        var facts = Self.facts
        facts.lastFillOn = facts.today
        #expect(facts.obstacles.isEmpty)
    }
}
