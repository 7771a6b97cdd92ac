import Access
import CarePath
import Clinic
import HTTPTypes
import Shipments
import StrictJSON
import Wire

/// Parcels: a patient's own, and the care team's view of all.
package struct ShipmentRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + reading + changing }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/shipments", "One's own parcels, the latest first.", permission: .ownRecord
            ) { call in
                let parcels = try await care.shipments(of: call.ownID(), by: call.actor)
                return try Answer(Page(items: parcels.map(ShipmentAnswer.init)))
            },
            Route(
                .post, "/v1/me/shipments/{shipment}/received", "The parcel is there: so many lozenges.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let id: ID<Shipment> = try call.id("shipment")
                let (count, damaged) = try call.read { $0.received() }
                return try await call.once({ try Answer(ShipmentAnswer($0)) }) {
                    try await care.parcelReceived(
                        id, count: count, damaged: damaged, once: $0, by: call.ownID())
                }
            },
            Route(
                .post, "/v1/me/shipments/{shipment}/not-received", "The parcel is not there.",
                permission: .ownRecord, idempotency: .required
            ) { call in
                let id: ID<Shipment> = try call.id("shipment")
                return try await call.once({ try Answer(ShipmentAnswer($0)) }) {
                    try await care.parcelNotReceived(id, once: $0, by: call.ownID())
                }
            },
        ]
    }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/shipments", "Parcels under way, the oldest first; with all, every one.",
                permission: .readPatients, query: QueryParameter.page + [.all]
            ) { call in
                let page = try call.page()
                let found = try await care.shipments(
                    all: call.query.flag(.all), after: page.position(as: ShipmentPage.Position.self),
                    limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.items.map { StaffShipmentAnswer($0) }, nextCursor: next),
                    next: next)
            },
            Route(
                .get, "/v1/staff/shipments/{shipment}", "One parcel with all that was heard of it.",
                permission: .readPatients
            ) { call in
                let (parcel, heard) = try await care.shipmentChart(shipment(of: call), by: call.actor)
                return try Answer(StaffShipmentAnswer(parcel, heard: heard))
            },
        ]
    }

    private var changing: [Route] {
        [
            Route(
                .post, "/v1/staff/shipments/{shipment}/mark",
                "Notes that a parcel is lost, returned or not sent.",
                permission: .prepareCare, idempotency: .required, body: .json
            ) { call in
                let id = try await shipment(of: call)
                let (mark, reason) = try call.read { $0.shipmentMark() }
                return try await call.once({ try Answer(StaffShipmentAnswer($0)) }) {
                    try await care.markShipment(id, as: mark, because: reason, once: $0, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/shipments/{shipment}/track", "Has the carrier asked now.",
                permission: .prepareCare, idempotency: .accepted, success: .accepted
            ) { call in
                let id = try await shipment(of: call)
                return try await call.once({ try Answer(StaffShipmentAnswer($0)) }) {
                    try await care.trackShipment(id, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private func shipment(of call: Call) async throws -> ID<Shipment> {
        try await call.reference("shipment", prefix: "sh") { handle in
            try await care.shipmentID(handle: handle, by: call.actor)
        }
    }
}

extension QueryParameter {
    fileprivate static let all: QueryParameter = "all"
}
