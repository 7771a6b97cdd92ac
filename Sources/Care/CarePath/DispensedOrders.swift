import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Safety
import Shipments

/// A parcel that the pharmacy says it sent.
package struct ReportedParcel: Sendable, Hashable {
    package let carrier: String
    package let trackingCode: String

    package init(carrier: String, trackingCode: String) {
        self.carrier = carrier
        self.trackingCode = trackingCode
    }
}

extension CarePath {
    /// The pharmacy dispensed an order: its parcel is opened, and where the program buys labels, the job that buys
    /// one. Inside the transaction that records the dispense. The second time changes nothing.
    func orderDispensed(
        _ order: ID<PharmacyOrder>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard let source = try parcelSource(of: order, on: connection) else { throw NotFound() }
        let shipment = source.parcel(openedAt: now)
        guard try shipment.insert(parcel: 1, on: connection) else { return }
        let isRecalled = try isRecalled(
            order: order.uuid, of: ID(source.patient), by: actor, on: connection, now: now)
        if isRecalled {
            try openWork(.shipmentProblem, on: shipment, because: ["lotRecalled"], on: connection, now: now)
        } else if source.programBuysLabel {
            try plan(.label, for: shipment.id, at: now, on: connection, now: now)
        }
        try audit("open", shipment, by: actor, on: connection, now: now)
    }

    /// The pharmacy bought the label itself and says by which carrier and code the parcel goes, or that it handed
    /// over one with the program's label. Inside the transaction that hears it. Hearing it twice changes nothing.
    func pharmacyShipped(
        _ order: ID<PharmacyOrder>, in parcels: [ReportedParcel], by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> HeardEffect {
        var known = try Shipment.lockAll(of: order.uuid, on: connection)
        guard !known.isEmpty else { return .parked("notDispensed") }
        // More parcels than are known: the others are opened beside the first.
        if parcels.count > known.count, let source = try parcelSource(of: order, on: connection) {
            for number in known.count + 1...parcels.count {
                let shipment = source.parcel(openedAt: now)
                guard try shipment.insert(parcel: number, on: connection) else { continue }
                known.append(shipment)
            }
        }
        var effects: [HeardEffect] = []
        for parcel in parcels {
            guard let place = known.place(of: parcel) else { continue }
            var shipment = known.remove(at: place)
            effects.append(try shipped(&shipment, as: parcel, by: actor, on: connection, now: now))
        }
        return effects.first { $0 == .applied } ?? effects.first { $0.reason != nil } ?? .repeated
    }

    private func shipped(
        _ shipment: inout Shipment, as parcel: ReportedParcel, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> HeardEffect {
        let isNewLabel = shipment.label == nil
        let label = Shipment.Label(
            carrier: parcel.carrier, service: nil, trackingCode: parcel.trackingCode, url: nil)
        let effect = shipment.shipped(label, now: now)
        guard effect == .applied else { return effect }
        try shipment.save(on: connection)
        if isNewLabel {
            try plan(.follow, for: shipment.id, at: now, on: connection, now: now)
            try watch(shipment, on: connection, now: now)
        }
        try tell(.shipmentSent, to: ID(shipment.patient), on: connection, now: now)
        try audit("handOver", shipment, by: actor, on: connection, now: now)
        return effect
    }

    private func parcelSource(of order: ID<PharmacyOrder>, on connection: Connection) throws -> ParcelSource?
    {
        try connection.fetchFirst(
            Self.selectParcelSource(of: order), "shipment.source", decode: ParcelSource.init)
    }
}

extension [Shipment] {
    /// The parcel that the pharmacy means: the one with this code, else the first without a code, else the first.
    fileprivate func place(of parcel: ReportedParcel) -> Int? {
        firstIndex { $0.label?.trackingCode == parcel.trackingCode } ?? firstIndex { $0.label == nil }
            ?? indices.first
    }
}

/// What a parcel takes over from its order.
struct ParcelSource {
    let order, fill, patient, pharmacy: UUID
    let programBuysLabel: Bool

    func parcel(openedAt now: Instant) -> Shipment {
        Shipment(
            id: ID(at: now), order: order, fill: fill, patient: patient, pharmacy: pharmacy, openedAt: now)
    }
}
