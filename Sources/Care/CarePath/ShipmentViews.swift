import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing
import Shipments

/// A parcel as people read it: what it is, and the three truths about it.
package struct ShipmentView: Sendable {
    package let shipment: Shipment
    package let handle: String
    package let orderHandle: String
    package let patientHandle: String
    package let pharmacy: String
    /// Lozenges that the pharmacy says are in it.
    package let dispensed: Int
    /// Who signed for it.
    package let signer: String?
}

/// What was heard of a parcel, and what came of it.
package struct HeardOfShipment: Sendable {
    package let status: String
    package let detail: String?
    package let occurredAt: Instant
    package let heardAt: Instant
    package let heardBy: String
    package let effect: String
}

/// A page of parcels under way, the oldest first.
package struct ShipmentPage: Sendable {
    package let items: [ShipmentView]
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable {
        package let createdAt: Instant
        package let id: UUID

        package init(createdAt: Instant, id: UUID) {
            self.createdAt = createdAt
            self.id = id
        }
    }
}

extension CarePath {
    /// A patient's own parcels, the latest first. The reading is audited.
    package func shipments(of patient: ID<Patient>, by actor: Actor) async throws -> [ShipmentView] {
        let audit = AuditEntry(
            "shipments.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        return try await database.read(
            by: actor, Self.selectShipments(of: patient), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "shipments.own", decode: shipmentView)
    }

    /// One parcel, with all that was heard of it. The reading is audited.
    package func shipmentChart(
        _ id: ID<Shipment>, by actor: Actor
    ) async throws -> (parcel: ShipmentView, heard: [HeardOfShipment]) {
        async let heard = database.read(
            by: actor, Self.selectHeard(of: id), "shipment.heard", decode: HeardOfShipment.init)
        let found = try await database.read(
            by: actor, Self.selectShipment(id), "shipment.chart", decode: shipmentView)
        guard let parcel = found.first else { throw NotFound() }
        try await database.transaction(by: actor) { connection in
            try audit("read", parcel.shipment, by: actor, on: connection, now: clock.now)
        }
        return (parcel, try await heard)
    }

    /// Parcels under way, or with `all` every one, the oldest first.
    package func shipments(
        all: Bool, after cursor: ShipmentPage.Position?, limit: Int, by actor: Actor
    ) async throws -> ShipmentPage {
        let audit = AuditEntry("shipments.list", .init("shipment"), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectShipments(all: all, after: cursor, limit: limit + 1), audit: audit.insert,
            "shipments.list", decode: shipmentView)
        let page = found.prefix(limit)
        return ShipmentPage(
            items: Array(page),
            next: found.count > limit
                ? page.last.map { .init(createdAt: $0.shipment.createdAt, id: $0.shipment.id.uuid) } : nil)
    }

    /// The id behind a handle such as `sh-7k2mq`.
    package func shipmentID(handle: String, by actor: Actor) async throws -> ID<Shipment> {
        let found = try await database.read(by: actor, Shipment.selectID(handle: handle), "shipment.handle") {
            row in try row["id"] as ID<Shipment>
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// One parcel for a job, which reads no words of anybody's.
    package func shipment(_ id: ID<Shipment>, by actor: Actor) async throws -> Shipment? {
        try await database.read(by: actor, Shipment.select(id), "shipment.find", decode: Shipment.init).first
    }

    /// The parcel as it now stands, for the answer to a change.
    func view(of id: ID<Shipment>, on connection: Connection) throws -> ShipmentView {
        guard
            let view = try connection.fetchFirst(
                Self.selectShipment(id), "shipment.view", decode: shipmentView)
        else { throw NotFound() }
        return view
    }

    private func shipmentView(_ row: Row) throws -> ShipmentView {
        let shipment = try Shipment(row)
        let signer: Sealed<String>? = try row["signer"]
        return ShipmentView(
            shipment: shipment, handle: try row["handle"], orderHandle: try row["order_handle"],
            patientHandle: try row["patient_handle"], pharmacy: try row["pharmacy_name"],
            dispensed: try row["dispensed"],
            signer: try signer.map {
                try $0.open(
                    with: try keyring.unwrap(try row["data_key"]), at: Shipment.signerPlace(of: shipment.id))
            })
    }
}
