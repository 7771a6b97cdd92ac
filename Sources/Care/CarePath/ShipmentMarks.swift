import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Shipments

extension CarePath {
    /// The care team learnt what became of a parcel: lost, on its way back, or not to be sent at all. A label that
    /// was bought for one not sent is given back.
    package func markShipment(
        _ id: ID<Shipment>, as mark: Shipment.Mark, because reason: String, once: Once<ShipmentView>?,
        by caller: Caller
    ) async throws -> OnceOutcome<ShipmentView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var shipment = try Shipment.lock(id, on: connection) else { throw NotFound() }
            guard try shipment.marked(mark, now: now) == .applied else {
                return try view(of: id, on: connection)
            }
            try shipment.save(on: connection)
            switch mark {
            case .lost, .returned:
                try parcelIsGone(shipment, by: caller.actor, on: connection, now: now)
            case .cancelled:
                if shipment.purchase == .bought {
                    try plan(.refund, for: id, at: now, on: connection, now: now)
                }
                try openWork(.labelProblem, on: shipment, because: ["cancelled"], on: connection, now: now)
            }
            try note(reason, on: shipment, by: caller.actor, on: connection, now: now)
            try audit(
                "mark", shipment, detail: ["as": mark.rawValue], by: caller.actor, on: connection, now: now)
            return try view(of: id, on: connection)
        }
    }

    /// Somebody wants to know now: the carrier is asked at once, and what it says is heard like anything else it
    /// says.
    package func trackShipment(
        _ id: ID<Shipment>, once: Once<ShipmentView>?, by caller: Caller
    ) async throws -> OnceOutcome<ShipmentView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard let shipment = try Shipment.lock(id, on: connection) else { throw NotFound() }
            guard shipment.tracker != nil else { throw ShipmentRefusal.notTracked }
            try plan(.track, for: id, at: now, on: connection, now: now)
            try audit("track", shipment, by: caller.actor, on: connection, now: now)
            return try view(of: id, on: connection)
        }
    }

    /// What a watch sees of a parcel that does not move: somebody's work.
    ///
    /// - Returns: when to look again; `nil` if never.
    package func watchShipment(
        _ id: ID<Shipment>, _ watch: ShipmentWatch, by actor: Actor
    ) async throws -> Instant? {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let shipment = try Shipment.lock(id, on: connection) else { return nil }
            switch watch.verdict(on: shipment, rules: program.carriers.watch, now: now) {
            case .over: return nil
            case .lookAt(let moment): return moment
            case .late(let again):
                try openWork(.shipmentLate, on: shipment, because: [watch.rawValue], on: connection, now: now)
                return again
            }
        }
    }
}
