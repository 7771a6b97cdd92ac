import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Safety
import Shipments

extension CarePath {
    /// The patient has the parcel: so many lozenges, so many of no use. It counts whatever the carrier says, and
    /// the treatment may begin.
    package func parcelReceived(
        _ id: ID<Shipment>, count: Int, damaged: Int, once: Once<ShipmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<ShipmentView> {
        try await confirm(id, "received", once: once, by: patient) { shipment, connection, now in
            guard try shipment.received(count: count, damaged: damaged, now: now) == .applied else { return }
            try received(shipment, count: count, damaged: damaged, on: connection, now: now)
        }
    }

    /// The patient does not have it: that beats what the carrier says, and somebody looks for it.
    package func parcelNotReceived(
        _ id: ID<Shipment>, once: Once<ShipmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<ShipmentView> {
        try await confirm(id, "notReceived", once: once, by: patient) { shipment, connection, now in
            guard try shipment.notReceived(now: now) == .applied else { return }
            let actor = Actor.patient(patient.uuid)
            try settleWork(
                [(.deliveryUnsigned, as: "notReceived")], on: shipment, by: actor, on: connection, now: now)
            try openWork(.shipmentProblem, on: shipment, because: ["notReceived"], on: connection, now: now)
            let zone = try connection.fetchFirst(Self.selectZone(of: shipment), "shipment.zone") { row in
                TimeZone(identifier: try row["time_zone"])
            }
            try raiseFlag(
                "H-notReceived", .concern, of: patient, in: zone.flatMap(\.self) ?? program.calendar.zone,
                reasons: ["notReceived"], by: actor, on: connection, now: now)
            try flagsChanged(of: patient, by: actor, on: connection, now: now)
            try tell(.shipmentNotReceived, to: patient, on: connection, now: now)
            try takeIntoLedger(shipment, by: actor, on: connection, now: now)
        }
    }

    private func confirm(
        _ id: ID<Shipment>, _ verb: String, once: Once<ShipmentView>?, by patient: ID<Patient>,
        _ event: @escaping @Sendable (inout Shipment, Connection, Instant) throws -> Void
    ) async throws -> OnceOutcome<ShipmentView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            // The patient first, as everywhere: the ledger and the treatment hang on the same row.
            _ = try connection.fetchFirst(Self.lockPatientZone(patient), "shipment.patient") { _ in true }
            guard var shipment = try Shipment.lock(id, on: connection), shipment.patient == patient.uuid
            else {
                throw NotFound()
            }
            let version = shipment.version
            try event(&shipment, connection, now)
            if shipment.version != version {
                try shipment.save(on: connection)
                try audit(verb, shipment, by: actor, on: connection, now: now)
            }
            return try view(of: id, on: connection)
        }
    }

    private func received(
        _ shipment: Shipment, count: Int, damaged: Int, on connection: Connection, now: Instant
    ) throws {
        let actor = Actor.patient(shipment.patient)
        try moveFill(of: shipment, on: connection) { fill throws(FillRefusal) in
            count > damaged ? try fill.received(at: now) : try fill.failed(.damaged, at: now)
        }
        try tell(
            .shipmentReceived, ["count": "\(count - damaged)"], to: ID(shipment.patient), on: connection,
            now: now)
        try settleWork(
            [
                (.deliveryUnsigned, as: "confirmed"), (.shipmentLate, as: "done"),
                (.shipmentProblem, as: "done"),
            ],
            on: shipment, by: actor, on: connection, now: now)
        let dispensed = try connection.fetchFirst(
            Self.selectDispensed(of: shipment), "shipment.dispensed", decode: { try $0["quantity"] as Int })
        var reasons: [String] = []
        if damaged > 0 {
            reasons.append("damaged")
            try openWork(.pharmacyLoss, on: shipment, because: ["damaged"], on: connection, now: now)
        }
        if let dispensed, dispensed != count { reasons.append("countDiffers") }
        if !reasons.isEmpty {
            try openWork(.shipmentProblem, on: shipment, because: reasons, on: connection, now: now)
        }
        if count > damaged { try parcelArrived(shipment, by: actor, on: connection, now: now) }
        try takeIntoLedger(shipment, by: actor, on: connection, now: now)
    }

    /// Something became of the supply in a parcel. A supply that has come to another end keeps that one; the parcel
    /// says what was said of it.
    func moveFill(
        of shipment: Shipment, on connection: Connection,
        _ event: (inout Fill) throws(FillRefusal) -> Fill.Change
    ) throws {
        guard var fill = try Fill.lock(ID(shipment.fill), on: connection) else { throw NotFound() }
        do {
            if case .changed = try event(&fill) { try fill.save(on: connection) }
        } catch FillRefusal.ended {
            return
        }
    }
}
