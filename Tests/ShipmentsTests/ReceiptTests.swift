import Clinic
import Clocks
import Shipments
import Testing

@Suite struct `What a patient says of a parcel` {
    let now = Parcels.start + .hours(50)

    @Test(arguments: Shipment.State.allCases)
    func `counts whatever the carrier says, unless it is at an end`(state: Shipment.State) throws {
        var parcel = Parcels.one(in: state)
        if [.returned, .lost, .cancelled].contains(state) {
            #expect(throws: ShipmentRefusal.ended) { try parcel.received(count: 81, damaged: 0, now: now) }
            #expect(throws: ShipmentRefusal.ended) { try parcel.notReceived(now: now) }
            #expect(parcel.mayBeSaid.isEmpty)
            return
        }
        #expect(try parcel.notReceived(now: now) == .applied)
        #expect(try parcel.notReceived(now: now) == .repeated)
        #expect(!parcel.hasArrived && parcel.shown == "notReceived")
        #expect(try parcel.received(count: 81, damaged: 1, now: now) == .applied)
        #expect(try parcel.received(count: 81, damaged: 1, now: now + .hours(1)) == .repeated)
        #expect(parcel.hasArrived && parcel.shown == "received" && parcel.arrivedAt == now)
        #expect(throws: ShipmentRefusal.alreadyReceived) {
            try parcel.received(count: 80, damaged: 0, now: now)
        }
        #expect(throws: ShipmentRefusal.alreadyReceived) { try parcel.notReceived(now: now) }
        #expect(!parcel.needsLabel)
    }

    @Test func `beats what the carrier saw signed`() throws {
        var parcel = Parcels.labelled()
        _ = parcel.observed(Parcels.report(.delivered, hour: 1, signedBy: "J. DOE"))
        #expect(parcel.hasArrived)
        #expect(try parcel.notReceived(now: now) == .applied)
        #expect(!parcel.hasArrived && parcel.arrivedAt == nil)
    }

    @Test func `has no more damaged than there are`() {
        var parcel = Parcels.labelled()
        #expect(throws: ShipmentRefusal.damagedExceedsCount) {
            try parcel.received(count: 2, damaged: 3, now: now)
        }
    }

    @Test(arguments: Shipment.State.allCases, Shipment.Mark.allCases)
    func `goes before what the care team marks`(state: Shipment.State, mark: Shipment.Mark) throws {
        var parcel = Parcels.one(in: state)
        if state == mark.state {
            #expect(try parcel.marked(mark, now: now) == .repeated)
            return
        }
        do {
            #expect(try parcel.marked(mark, now: now) == .applied)
            #expect(parcel.state == mark.state && parcel.times.ended == now)
            #expect(mark != .cancelled || state.rank < Shipment.State.handedOver.rank)
        } catch ShipmentRefusal.ended {
            #expect([.returned, .lost, .cancelled].contains(state))
        } catch ShipmentRefusal.onTheWay {
            #expect(mark == .cancelled && state.rank >= Shipment.State.handedOver.rank)
        } catch ShipmentRefusal.notTracked {
            #expect(mark != .cancelled && state == .created)
        }
        var received = Parcels.seen(.delivered)
        _ = try received.received(count: 81, damaged: 0, now: now)
        #expect(throws: ShipmentRefusal.alreadyReceived) { try received.marked(mark, now: now) }
    }
}
