/// A parcel as the care team sees it, with all that was heard of it.
package struct StaffShipmentAnswer: Codable, Sendable {
    /// Something that was heard, and what came of it.
    package struct Event: Codable, Sendable {
        package var status: String
        package var detail: String?
        package var occurredAt: String
        package var heardAt: String
        package var heardBy: String
        /// `applied`, `repeated`, `late` or `parked`.
        package var effect: String

        package init(
            status: String, detail: String?, occurredAt: String, heardAt: String, heardBy: String,
            effect: String
        ) {
            self.status = status
            self.detail = detail
            self.occurredAt = occurredAt
            self.heardAt = heardAt
            self.heardBy = heardBy
            self.effect = effect
        }
    }

    package var parcel: ShipmentAnswer
    /// `pt-7k2mq`, `or-h81zt`.
    package var patient: String
    package var order: String
    /// `none`, `buying`, `unknown`, `bought`, `refunded` or `reported`.
    package var purchase: String
    package var labelUrl: String?
    package var tracker: String?
    package var detail: String?
    package var lastScanAt: String?
    package var version: Int
    /// The latest last; absent in a list.
    package var events: [Event]?

    package init(
        parcel: ShipmentAnswer, patient: String, order: String, purchase: String, labelUrl: String?,
        tracker: String?, detail: String?, lastScanAt: String?, version: Int, events: [Event]?
    ) {
        self.parcel = parcel
        self.patient = patient
        self.order = order
        self.purchase = purchase
        self.labelUrl = labelUrl
        self.tracker = tracker
        self.detail = detail
        self.lastScanAt = lastScanAt
        self.version = version
        self.events = events
    }
}

/// `POST /v1/staff/shipments/{id}/mark`: `lost`, `returned` or `cancelled`, and why.
package struct MarkShipmentRequest: Codable, Sendable {
    package var state: String
    package var reason: String

    package init(state: String, reason: String) {
        self.state = state
        self.reason = reason
    }
}
