import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Prescriptions
import Safety
import Sealing
import Shipments

/// A carrier speaks of a parcel whose purchase is not on record yet: its message overtook its own answer. A later
/// attempt finds it there.
package struct CarrierAheadOfUs: JobFailure {
    package var failureCode: String { "carrierAheadOfUs" }
}

extension CarePath {
    /// A carrier says what it saw of a parcel: by a message, by the daily question that stands in for a lost one, or
    /// because somebody asked. All that is heard is kept; repeated, late or reordered it changes nothing.
    ///
    /// - Throws: `CarrierAheadOfUs` where a later attempt will do.
    package func carrierReported(_ report: CarrierReport, by actor: Actor) async throws -> HeardEffect {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var shipment = try Shipment.lock(reportedBy: report, on: connection) else {
                return .ignored
            }
            if shipment.label == nil, shipment.needsLabel, shipment.purchase != .none {
                throw CarrierAheadOfUs()
            }
            let before = shipment
            _ = shipment.tracked(by: report.tracker)
            let effect = shipment.observed(report)
            try report.record(of: shipment.id, effect, by: actor, on: connection, now: now)
            guard shipment.version != before.version else { return effect }
            try shipment.save(
                signer: before.isSigned ? nil : try sealed(report.signedBy, on: shipment, connection),
                on: connection)
            try audit(
                "carrierReport", shipment, detail: ["state": shipment.state.rawValue, "effect": effect.name],
                by: actor,
                on: connection, now: now)
            if effect == .applied {
                try perform(from: before, to: shipment, by: actor, on: connection, now: now)
            }
            return effect
        }
    }

    /// What follows from a parcel's new state: lines, work, watches, arrival, the fill's end.
    private func perform(
        from before: Shipment, to after: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let patient = ID<Patient>(after.patient)
        let isMoving = after.state.isOnTheRoad || after.state == .delivered
        if before.state.rank < Shipment.State.handedOver.rank, isMoving || after.state == .handedOver {
            try tell(.shipmentSent, to: patient, on: connection, now: now)
        }
        if before.times.lastScan == nil, after.state.rank < Shipment.State.delivered.rank,
            let seen = after.times.lastScan
        {
            try plan(
                .watchMovement, for: after.id, at: seen + .hours(program.carriers.watch.noMovementHours),
                on: connection, now: now)
        }
        if after.times.lastScan != before.times.lastScan {
            try settleWork([(.shipmentLate, as: "done")], on: after, by: actor, on: connection, now: now)
        }
        switch after.state {
        case .created, .labelled, .handedOver, .inTransit, .delayed, .availableForPickup: break
        case .outForDelivery:
            if before.state != .outForDelivery {
                try tell(.shipmentOutForDelivery, to: patient, on: connection, now: now)
            }
        case .attemptFailed:
            try openWork(.shipmentProblem, on: after, because: ["attemptFailed"], on: connection, now: now)
        case .exception:
            try openWork(
                .shipmentProblem, on: after, because: [after.detail ?? "exception"], on: connection, now: now)
            if before.state != .exception {
                try tell(.shipmentProblem, to: patient, on: connection, now: now)
            }
        case .delivered:
            try delivered(from: before, to: after, by: actor, on: connection, now: now)
        case .returned, .lost:
            try parcelIsGone(after, by: actor, on: connection, now: now)
        case .cancelled:
            try openWork(.labelProblem, on: after, because: ["cancelled"], on: connection, now: now)
        }
    }

    private func delivered(
        from before: Shipment, to after: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        if before.state != .delivered {
            try tell(.shipmentDelivered, to: ID(after.patient), on: connection, now: now)
            try settleWork([(.shipmentProblem, as: "done")], on: after, by: actor, on: connection, now: now)
        }
        if after.isSigned {
            try settleWork(
                [(.deliveryUnsigned, as: "confirmed")], on: after, by: actor, on: connection, now: now)
        } else if after.receipt == nil {
            try openWork(.deliveryUnsigned, on: after, because: [], on: connection, now: now)
        }
        // Where the patient has spoken, their word has had its effect.
        if after.receipt == nil, after.hasArrived {
            try parcelArrived(after, by: actor, on: connection, now: now)
            try takeIntoLedger(after, by: actor, on: connection, now: now)
        }
    }

    /// A parcel is lost or on its way back: the fill closes so, and somebody tells the pharmacy.
    func parcelIsGone(
        _ shipment: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let end: Fill.Loss = shipment.state == .lost ? .lost : .returned
        try moveFill(of: shipment, on: connection) { fill throws(FillRefusal) in try fill.failed(end, at: now)
        }
        try openWork(.shipmentProblem, on: shipment, because: [end.rawValue], on: connection, now: now)
        try openWork(.pharmacyLoss, on: shipment, because: [end.rawValue], on: connection, now: now)
        try settleWork([(.shipmentLate, as: "done")], on: shipment, by: actor, on: connection, now: now)
        try tell(.shipmentProblem, to: ID(shipment.patient), on: connection, now: now)
        try takeIntoLedger(shipment, by: actor, on: connection, now: now)
    }

    /// Who signed at the door is part of the patient's record.
    private func sealed(
        _ signer: String?, on shipment: Shipment, _ connection: Connection
    ) throws -> Sealed<String>? {
        guard let signer, shipment.isSigned else { return nil }
        let key = try connection.fetchFirst(Self.selectDataKey(of: shipment), "shipment.dataKey") { row in
            try keyring.unwrap(try row["data_key"])
        }
        guard let key else { throw NotFound() }
        return try Sealed(signer, with: key, at: Shipment.signerPlace(of: shipment.id))
    }
}
