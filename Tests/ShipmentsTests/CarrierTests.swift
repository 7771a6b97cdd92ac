import Clinic
import Clocks
import Shipments
import Testing

@Suite struct `What a carrier observed` {
    /// Every state with every sighting, an hour later than the state's own.
    @Test(arguments: Shipment.State.allCases, CarrierReport.Seen.allCases)
    func `never takes a parcel back`(state: Shipment.State, seen: CarrierReport.Seen) {
        var parcel = Parcels.one(in: state)
        let before = parcel
        #expect(before.state == state)
        let effect = parcel.observed(Parcels.report(seen, hour: 2))
        #expect(parcel.state.rank >= before.state.rank)
        #expect((effect == .applied) == (parcel.version > before.version))
        if effect != .applied { #expect(parcel.state == before.state) }
        // Hearing it again changes nothing.
        let after = parcel.version
        _ = parcel.observed(Parcels.report(seen, hour: 2))
        #expect(parcel.version == after, "\(state) then twice \(seen)")
    }

    @Test func `goes to and fro on the road by its time, and forward else`() {
        var parcel = Parcels.labelled()
        #expect(parcel.observed(Parcels.report(.inTransit, hour: 2)) == .applied)
        #expect(parcel.observed(Parcels.report(.labelled, hour: 3)) == .late)
        #expect(parcel.observed(Parcels.report(.outForDelivery, hour: 5)) == .applied)
        #expect(parcel.observed(Parcels.report(.inTransit, hour: 4)) == .late)
        #expect(parcel.observed(Parcels.report(.attemptFailed, hour: 6)) == .applied)
        #expect(parcel.observed(Parcels.report(.attemptFailed, hour: 6)) == .repeated)
        #expect(parcel.observed(Parcels.report(.outForDelivery, hour: 20)) == .applied)
        #expect(parcel.observed(Parcels.report(.attemptFailed, hour: 22)) == .applied)
        #expect(parcel.attempts == 2)
        #expect(parcel.observed(Parcels.report(.delivered, hour: 30, signedBy: "M. ORTIZ")) == .applied)
        #expect(parcel.hasArrived)
        #expect(parcel.observed(Parcels.report(.inTransit, hour: 31)) == .late)
    }

    /// Whatever the order in which they come, the parcel ends where it is.
    @Test func `ends the same in every order`() {
        let reports = [
            Parcels.report(.labelled, hour: 0), Parcels.report(.handedOver, hour: 1),
            Parcels.report(.inTransit, hour: 2), Parcels.report(.outForDelivery, hour: 3),
            Parcels.report(.delivered, hour: 4, signedBy: "M. ORTIZ"),
        ]
        for _ in 0..<200 {
            var parcel = Parcels.labelled()
            for report in (reports + reports).shuffled() { _ = parcel.observed(report) }
            #expect(parcel.state == .delivered && parcel.isSigned)
            #expect(parcel.times.delivered == Parcels.start + .hours(4))
        }
    }

    @Test func `leaves what it does not say to a person`() {
        var parcel = Parcels.labelled()
        #expect(parcel.observed(Parcels.report(.unknown, hour: 1)) == .parked("unknownStatus"))
        #expect(parcel.observed(Parcels.report(.nothing, hour: 1)) == .repeated)
        var onTheWay = Parcels.seen(.inTransit)
        #expect(onTheWay.observed(Parcels.report(.cancelled, hour: 9)) == .parked("cancelledOnTheWay"))
        var lost = Parcels.seen(.lost)
        #expect(lost.observed(Parcels.report(.delivered, hour: 9)) == .parked("afterEnd"))
    }

    @Test func `learns a signature later`() {
        var parcel = Parcels.seen(.delivered)
        #expect(!parcel.hasArrived)
        #expect(parcel.observed(Parcels.report(.delivered, hour: 1)) == .repeated)
        #expect(parcel.observed(Parcels.report(.delivered, hour: 2, signedBy: "M. ORTIZ")) == .applied)
        #expect(parcel.hasArrived)
        #expect(parcel.arrivedAt == Parcels.start + .hours(1))
    }
}
