import Clinic
import Clocks
import Foundation
import Testing

@testable import PharmacyOrders

/// Made valid by default, in the state that a test is about.
enum Orders {
    static let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)
    static let today = LocalDate(of: now, in: .gmt)

    static func order(in state: PharmacyOrder.State, reference: String? = nil) -> PharmacyOrder {
        var order = PharmacyOrder(
            fill: UUID(), prescription: UUID(), patient: UUID(), pharmacy: UUID(), quantity: 81,
            doNotDispenseBefore: today, at: now)
        order.state = state
        if state != .on(.created) { order.submittedAt = now }
        order.reference = reference
        return order
    }

    static let triage = PharmacyOrder.Triage(code: "badAddress", owner: "navigator", since: now)

    static func ended(_ how: PharmacyOrder.End.How) -> PharmacyOrder.State {
        .ended(.init(how, by: "system:test", at: now))
    }

    /// One state of each name.
    static let states: [PharmacyOrder.State] =
        PharmacyOrder.Step.allCases.map { .on($0) } + [
            .unknown(since: now), .triage(triage, at: .acknowledged), .cancelRequested(at: .acknowledged),
            .cancelRefused(at: .acknowledged), ended(.rejected(code: "other")),
            ended(.declinedByPharmacist(code: "other")), ended(.cancelled(code: "byCareTeam")),
            ended(.failed(code: "notReached")), ended(.rerouted(to: ID(at: now))),
        ]
}

@Suite struct `A pharmacy order` {
    typealias Name = PharmacyOrder.State.Name

    /// What a pharmacy may say, by name.
    static let heard: [(String, @Sendable (inout PharmacyOrder) -> HeardEffect)] = [
        ("acknowledged", { $0.reached(.acknowledged, at: Orders.now) }),
        ("compounding", { $0.reached(.compounding, at: Orders.now) }),
        ("dispensed", { $0.reached(.dispensed, at: Orders.now) }),
        ("triaged", { $0.triaged(Orders.triage) }),
        ("rejected", { $0.rejected(code: "other", by: "system:test", now: Orders.now) }),
        ("declined", { $0.declined(code: "other", by: "system:test", now: Orders.now) }),
        ("cancelled", { $0.cancelled(code: "byPharmacy", by: "system:test", now: Orders.now) }),
        ("cancelRefused", { $0.cancelRefusedByPharmacy(at: Orders.now) }),
        ("found", { $0.found(reference: "A-1") }),
        ("notFound", { $0.notFound() }),
    ]

    /// For each state the effects of the events above, in their order: `+` applied, `=` repeated, `<` late,
    /// `?` parked.
    static let table: [Name: String] = [
        .created: "???????<==", .submitted: "+++++++<==", .unknown: "+++++++<++",
        .acknowledged: "=+++++" + "+<==",
        .compounding: "<=+++++<==", .verified: "<<+++++<==", .ready: "<<+++++<==", .dispensed: "<<=<???<==",
        .triage: "=++=+++<==", .cancelRequested: "=++<++++==", .cancelRefused: "=++++++===",
        .rejected: "<<?<=<<<==", .declinedByPharmacist: "<<?<<=<<==", .cancelled: "<<?<<<=<==",
        .failed: "<<?<<<<<==", .rerouted: "<<?<<<<<==",
    ]

    @Test func `hears every event in every state as the table says`() throws {
        for state in Orders.states {
            let expected = try #require(Self.table[state.name])
            for ((name, event), sign) in zip(Self.heard, expected) {
                var order = Orders.order(in: state)
                let effect = event(&order)
                let found: Character =
                    switch effect {
                    case .applied: "+"
                    case .repeated: "="
                    case .late: "<"
                    case .parked: "?"
                    case .ignored: "-"
                    }
                #expect(found == sign, "\(state.name.rawValue) \(name)")
                if effect != .applied {
                    #expect(order.state == state, "\(state.name.rawValue) \(name) changed the state")
                    continue
                }
                // Hearing it again changes nothing.
                let after = order.state
                _ = event(&order)
                #expect(order.state == after, "\(state.name.rawValue) \(name) twice")
            }
        }
    }

    @Test func `passes over steps that the pharmacy left out`() {
        var order = Orders.order(in: .on(.submitted))
        #expect(order.reached(.ready, at: Orders.now) == .applied)
        #expect(order.reached(.compounding, at: Orders.now) == .late)
        #expect(order.state == .on(.ready))
        #expect(order.acknowledgedAt == Orders.now)
        #expect(order.compoundingAt == Orders.now)
    }

    @Test func `keeps a question open that overtook what came before it, and no answered one`() {
        var order = Orders.order(in: .on(.submitted))
        #expect(order.triaged(Orders.triage) == .applied)
        #expect(order.reached(.acknowledged, at: Orders.now - .minutes(30)) == .applied)
        #expect(order.state == .triage(Orders.triage, at: .acknowledged))
        #expect(order.reached(.compounding, at: Orders.now + .minutes(30)) == .applied)
        #expect(order.state == .on(.compounding))
        #expect(order.triaged(Orders.triage) == .late)
    }

    @Test func `is sent once and then only asked about, until its end is known`() {
        var order = Orders.order(in: .on(.created))
        #expect(order.beginSubmission(now: Orders.now) == .send)
        // The worker died here; the next attempt finds the traces.
        #expect(order.beginSubmission(now: Orders.now) == .ask)
        #expect(order.state == .unknown(since: Orders.now))
        #expect(order.beginSubmission(now: Orders.now) == .ask)
        #expect(order.found(reference: "A-1") == .applied)
        #expect(order.beginSubmission(now: Orders.now) == .nothing)
    }

    @Test func `may be sent again only if it certainly did not go out`() {
        var order = Orders.order(in: .on(.created))
        _ = order.beginSubmission(now: Orders.now)
        #expect(order.answered(.notSent(code: "connect"), by: "system:test", now: Orders.now) == .retry)
        #expect(order.beginSubmission(now: Orders.now) == .send)
        #expect(order.answered(.unknown, by: "system:test", now: Orders.now) == .ask)
        #expect(order.answered(.notSent(code: "connect"), by: "system:test", now: Orders.now) == .ask)
        #expect(order.beginSubmission(now: Orders.now) == .ask)
        #expect(order.notFound() == .applied)
        #expect(order.beginSubmission(now: Orders.now) == .send)
    }

    @Test func `keeps what the pharmacy said while its answer was on the way`() {
        var order = Orders.order(in: .on(.created))
        _ = order.beginSubmission(now: Orders.now)
        #expect(order.reached(.acknowledged, at: Orders.now) == .applied)
        #expect(order.answered(.unknown, by: "system:test", now: Orders.now) == .nothing)
        #expect(order.answered(.accepted(reference: "A-1"), by: "system:test", now: Orders.now) == .nothing)
        #expect(order.state == .on(.acknowledged))
        #expect(order.reference == "A-1")
    }

    @Test func `is not with the pharmacy only when two people say so`() throws {
        var order = Orders.order(in: .unknown(since: Orders.now))
        let (ana, ben) = (UUID(), UUID())
        #expect(try order.assertNotFound(by: ana) == .parked("awaitsSecondPerson"))
        #expect(throws: PharmacyOrderRefusal.secondPersonNeeded) { try order.assertNotFound(by: ana) }
        #expect(try order.assertNotFound(by: ben) == .applied)
        #expect(order.state == .on(.submitted))
        #expect(throws: PharmacyOrderRefusal.notUnknown) { try order.assertNotFound(by: ben) }
    }

    /// For each state what the care team's wishes lead to: to cancel, to resolve triage, to reroute.
    @Test func `grants wishes as its state allows`() throws {
        typealias Refusal = PharmacyOrderRefusal
        let cancels: [Name: Result<CancelStep, Refusal>] = [
            .created: .success(.over), .submitted: .success(.ask), .unknown: .failure(.submissionOpen),
            .acknowledged: .success(.ask), .compounding: .success(.ask), .verified: .success(.ask),
            .ready: .success(.ask), .dispensed: .failure(.dispensed), .triage: .success(.ask),
            .cancelRequested: .success(.nothing), .cancelRefused: .failure(.cancelRefused),
            .rejected: .failure(.over), .declinedByPharmacist: .failure(.over),
            .cancelled: .success(.nothing),
            .failed: .failure(.over), .rerouted: .failure(.over),
        ]
        let reroutes: [Name: Refusal?] = [
            .created: nil, .rejected: nil, .failed: nil, .cancelled: .transferNeeded,
            .declinedByPharmacist: .transferNeeded, .rerouted: .over,
        ]
        for state in Orders.states {
            var cancelled = Orders.order(in: state, reference: "A-1")
            let cancel = Result { () throws(Refusal) in
                try cancelled.cancel(code: "byCareTeam", by: "staff:test", now: Orders.now)
            }
            #expect(cancel == cancels[state.name], "\(state.name.rawValue)")
            var rerouted = Orders.order(in: state)
            let reroute = Result { () throws(Refusal) in
                try rerouted.reroute(to: ID(at: Orders.now), transfer: nil, by: "staff:test", now: Orders.now)
            }
            let refusal = reroutes.keys.contains(state.name) ? reroutes[state.name] ?? nil : .notGivenUp
            switch (reroute, refusal) {
            case (.success, nil): #expect(rerouted.state.name == .rerouted)
            case (.failure(let found), let expected?): #expect(found == expected, "\(state.name.rawValue)")
            default: Issue.record("\(state.name.rawValue): \(reroute)")
            }
            var resolved = Orders.order(in: state)
            if case .triage(_, let step) = state {
                try resolved.triageResolved()
                #expect(resolved.state == .on(step))
            } else {
                #expect(throws: Refusal.notInTriage) { try resolved.triageResolved() }
            }
            var given = Orders.order(in: state)
            let gave = given.giveUp(code: "notReached", by: "system:test", now: Orders.now)
            let isFree = state == .on(.created) || state == .on(.submitted)
            #expect((gave == .applied) == isFree, "\(state.name.rawValue)")
        }
    }

    @Test func `is cancelled at once where nobody has it`() throws {
        var order = Orders.order(in: .on(.created))
        _ = order.beginSubmission(now: Orders.now)
        #expect(throws: PharmacyOrderRefusal.submissionOpen) {
            try order.cancel(code: "byCareTeam", by: "staff:test", now: Orders.now)
        }
        _ = order.answered(.notSent(code: "connect"), by: "system:test", now: Orders.now)
        #expect(try order.cancel(code: "byCareTeam", by: "staff:test", now: Orders.now) == .over)
    }

    @Test func `takes a dispense only whole and within what was ordered`() {
        let order = Orders.order(in: .on(.ready))
        func dispense(_ quantity: Int, _ lots: [Dispense.Lot]) -> Dispense {
            Dispense(rxNumber: "7", fillNumber: 1, quantity: quantity, pharmacist: nil, lots: lots)
        }
        func lot(_ name: String, _ quantity: Int) -> Dispense.Lot {
            Dispense.Lot(lot: name, useBy: nil, quantity: quantity)
        }
        #expect(dispense(81, [lot("K1", 40), lot("K2", 41)]).mistake(for: order) == nil)
        #expect(dispense(60, [lot("K1", 60)]).mistake(for: order) == nil)
        #expect(dispense(82, [lot("K1", 82)]).mistake(for: order) == "quantityAboveOrder")
        #expect(dispense(81, []).mistake(for: order) == "noLot")
        #expect(dispense(81, [lot("K1", 80)]).mistake(for: order) == "lotsDoNotAddUp")
        #expect(dispense(81, [lot("K1", 40), lot("K1", 41)]).mistake(for: order) == "lotTwice")
    }
}
