import Clinic
import Clocks
import Foundation
import Shipments
import Testing

@Suite struct `A label` {
    @Test func `is bought only for a parcel whose id is kept`() {
        var parcel = Parcels.open()
        #expect(parcel.buying(at: "rate_1") == .late)
        #expect(parcel.quoted(as: "shp_1") == .applied)
        #expect(parcel.quoted(as: "shp_2") == .repeated)
        #expect(parcel.carrierShipment == "shp_1")
        #expect(parcel.buying(at: "rate_1") == .applied)
        #expect(parcel.purchaseUnanswered() == .applied)
        #expect(parcel.purchase == .unknown && parcel.needsLabel)
        #expect(
            parcel.bought(Parcels.label, tracker: "trk_1", estimatedDelivery: nil, now: Parcels.start)
                == .applied)
        #expect(parcel.state == .labelled && !parcel.needsLabel)
        #expect(
            parcel.bought(Parcels.label, tracker: "trk_2", estimatedDelivery: nil, now: Parcels.start)
                == .repeated)
        #expect(parcel.tracker == "trk_1")
    }

    @Test func `of the pharmacy's own is not bought again`() {
        var parcel = Parcels.open()
        #expect(parcel.shipped(Parcels.label, now: Parcels.start) == .applied)
        #expect(parcel.state == .handedOver && parcel.purchase == .reported)
        #expect(parcel.shipped(Parcels.label, now: Parcels.start) == .repeated)
        #expect(!parcel.needsLabel)
        let other = Shipment.Label(carrier: "UPS", service: nil, trackingCode: "1Z", url: nil)
        #expect(parcel.shipped(other, now: Parcels.start) == .parked("otherTrackingCode"))
    }

    @Test func `of the program's is handed over by the pharmacy, and no other beside it`() {
        var parcel = Parcels.labelled()
        let other = Shipment.Label(carrier: "UPS", service: nil, trackingCode: "1Z", url: nil)
        #expect(parcel.shipped(other, now: Parcels.start) == .parked("labelBoughtByProgram"))
        #expect(parcel.shipped(Parcels.label, now: Parcels.start) == .applied)
        #expect(parcel.state == .handedOver && parcel.purchase == .bought)
    }

    @Test func `bought for a parcel that was called off meanwhile can be given back`() throws {
        var parcel = Parcels.open()
        _ = parcel.quoted(as: "shp_1")
        _ = parcel.buying(at: "rate_1")
        _ = try parcel.marked(.cancelled, now: Parcels.start)
        #expect(
            parcel.bought(Parcels.label, tracker: nil, estimatedDelivery: nil, now: Parcels.start) == .late)
        #expect(parcel.state == .cancelled && parcel.purchase == .bought)
        #expect(parcel.refunded() == .applied)
        #expect(parcel.refunded() == .repeated)
    }
}

@Suite struct `The rate to buy` {
    private func rate(_ id: String, _ service: String, _ price: Int, _ days: Int?) -> CarrierRate {
        CarrierRate(id: id, carrier: "USPS", service: service, price: price, deliveryDays: days)
    }

    private func rules() throws -> CarrierRules {
        try CarrierRules(
            json: Data(
                """
                {"version": 1, "parcel": {"weightOunces": 6, "lengthInches": 9, "widthInches": 6, "heightInches": 2},
                 "adultSignature": [{"carrier": "USPS", "service": "Priority"}, {"carrier": "USPS", "service": "Express"}],
                 "longestDeliveryDays": 3, "watch": {"noScanHours": 48, "noMovementHours": 72, "notDeliveredDays": 7},
                 "askEveryHours": 24}
                """.utf8))
    }

    @Test func `is the cheapest that takes a signature and is quick enough`() throws {
        let rules = try rules()
        let rates = [
            rate("a", "Express", 5_120_000, 1), rate("b", "Priority", 1_101_000, 2),
            rate("c", "GroundAdvantage", 820_000, 3), rate("d", "Priority", 700_000, 4),
            rate("e", "Priority", 600_000, nil),
        ]
        #expect(rules.choose(among: rates)?.id == "b")
        #expect(rules.choose(among: [rate("c", "GroundAdvantage", 820_000, 3)]) == nil)
        #expect(rules.choose(among: []) == nil)
        let equals = [rate("y", "Priority", 1, 3), rate("x", "Express", 1, 2), rate("w", "Priority", 1, 3)]
        #expect(rules.choose(among: equals)?.id == "x")
    }

    @Test func `comes from rules that make sense`() {
        #expect(throws: (any Error).self) { try CarrierRules(json: Data("{}".utf8)) }
    }

    @Test func `and the watches see what stands still`() throws {
        let watch = try rules().watch
        let labelled = Parcels.labelled()
        let later = { Parcels.start + .hours($0) }
        #expect(
            ShipmentWatch.noScan.verdict(on: labelled, rules: watch, now: later(47)) == .lookAt(later(48)))
        #expect(ShipmentWatch.noScan.verdict(on: labelled, rules: watch, now: later(48)) == .late(again: nil))
        #expect(
            ShipmentWatch.notDelivered.verdict(on: labelled, rules: watch, now: later(168))
                == .late(again: nil))
        let moving = Parcels.seen(.inTransit)
        #expect(ShipmentWatch.noScan.verdict(on: moving, rules: watch, now: later(48)) == .over)
        #expect(
            ShipmentWatch.noMovement.verdict(on: moving, rules: watch, now: later(72)) == .lookAt(later(73)))
        #expect(
            ShipmentWatch.noMovement.verdict(on: moving, rules: watch, now: later(73))
                == .late(again: later(145)))
        for kind in ShipmentWatch.allCases {
            #expect(kind.verdict(on: Parcels.seen(.delivered), rules: watch, now: later(900)) == .over)
            #expect(kind.verdict(on: Parcels.open(), rules: watch, now: later(900)) == .over)
        }
    }
}
