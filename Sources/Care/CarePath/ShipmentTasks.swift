import Clinic
import Clocks
import Foundation
import JobQueue
import Postgres
import Safety
import Shipments

/// The argument of every job about a parcel: its id, and nothing else.
package struct ShipmentTask: Codable, Sendable {
    package let shipment: UUID

    /// What there is to do about a parcel without a person.
    package enum Kind: String, Sendable, CaseIterable {
        /// Buy its label, never twice.
        case label = "shipment.label"
        /// Have a label followed that the pharmacy bought.
        case follow = "shipment.follow"
        /// Ask the carrier each day, in case one of its messages was lost.
        case poll = "shipment.poll"
        /// Ask the carrier once, now.
        case track = "shipment.track"
        /// Give the label of a parcel that is not sent back.
        case refund = "shipment.refund"
        case watchScan = "shipment.watchScan"
        case watchMovement = "shipment.watchMovement"
        case watchDelivery = "shipment.watchDelivery"

        /// What is watched, for those that watch.
        package var watch: ShipmentWatch? {
            switch self {
            case .watchScan: .noScan
            case .watchMovement: .noMovement
            case .watchDelivery: .notDelivered
            case .label, .follow, .poll, .track, .refund: nil
            }
        }
    }
}

extension CarePath {
    /// Queues a job about a parcel with the change that causes it. Those of one parcel never run at the same time.
    func plan(
        _ kind: ShipmentTask.Kind, for shipment: ID<Shipment>, at moment: Instant, on connection: Connection,
        now: Instant
    ) throws {
        try Job(
            kind: kind.rawValue, arguments: ShipmentTask(shipment: shipment.uuid),
            lane: "shipment:\(shipment)", runAt: moment
        ).enqueue(on: connection, now: now)
    }

    /// A parcel has a tracking code: from now on it is watched, and its carrier asked each day.
    func watch(_ shipment: Shipment, on connection: Connection, now: Instant) throws {
        let rules = program.carriers
        for kind in [ShipmentTask.Kind.watchScan, .watchDelivery] {
            guard case .lookAt(let moment)? = kind.watch?.verdict(on: shipment, rules: rules.watch, now: now)
            else {
                continue
            }
            try plan(kind, for: shipment.id, at: moment, on: connection, now: now)
        }
        try plan(.poll, for: shipment.id, at: now + rules.askEvery, on: connection, now: now)
    }

    /// Something of a parcel is for a person to look at. While an item about it is open, it takes up the reason.
    func openWork(
        _ kind: WorkItem.Kind, on shipment: Shipment, because reasons: [String], on connection: Connection,
        now: Instant
    ) throws {
        try WorkItem.open(
            kind, about: shipment.id.description, of: shipment.patient, reasons: reasons,
            due: try program.workItems.due(kind, arisingAt: now), on: connection, now: now)
    }

    /// What was to be looked at has come right.
    func settleWork(
        _ kinds: [(WorkItem.Kind, as: String)], on shipment: Shipment, by actor: Actor,
        on connection: Connection,
        now: Instant
    ) throws {
        for (kind, outcome) in kinds {
            try WorkItem.settle(
                kind, about: shipment.id.description, as: outcome, by: actor, on: connection, now: now)
        }
    }

    /// One line of the audit about a parcel.
    func audit(
        _ verb: String, _ shipment: Shipment, detail: [String: String] = [:], by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "shipment.\(verb)", .init("shipment", shipment.id.uuid), patient: shipment.patient,
            detail: detail,
            by: actor, at: now
        ).record(on: connection)
    }
}
