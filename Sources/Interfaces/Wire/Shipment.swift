/// A parcel: `GET /v1/me/shipments`, and with what only the care team sees, `GET /v1/staff/shipments/{id}`.
package struct ShipmentAnswer: Codable, Sendable {
    /// What the patient says.
    package struct Receipt: Codable, Sendable {
        /// `received` or `notReceived`.
        package var code: String
        package var at: String
        package var count: Int?
        package var damaged: Int?

        package init(code: String, at: String, count: Int?, damaged: Int?) {
            self.code = code
            self.at = at
            self.count = count
            self.damaged = damaged
        }
    }

    /// What each of three says by itself; the state shown is derived from them.
    package struct Truths: Codable, Sendable {
        /// `dispensed` or `shipped`.
        package var pharmacy: String
        package var carrier: String
        package var patient: String?

        package init(pharmacy: String, carrier: String, patient: String?) {
            self.pharmacy = pharmacy
            self.carrier = carrier
            self.patient = patient
        }
    }

    package var id: String
    /// `sh-7k2mq`.
    package var handle: String
    /// The one to show: the carrier's, unless the patient has said something.
    package var state: String
    package var pharmacy: String
    /// Lozenges in it, as the pharmacy says.
    package var quantity: Int
    package var carrier: String?
    package var service: String?
    package var trackingCode: String?
    package var estimatedDelivery: String?
    package var sentAt: String?
    package var deliveredAt: String?
    package var signedBy: String?
    /// Deliveries that were tried in vain.
    package var attempts: Int
    package var arrived: Bool
    package var receipt: Receipt?
    package var truths: Truths
    /// `received`, `notReceived`: what the patient may still say.
    package var can: [String]

    package init(
        id: String, handle: String, state: String, pharmacy: String, quantity: Int, carrier: String?,
        service: String?, trackingCode: String?, estimatedDelivery: String?, sentAt: String?,
        deliveredAt: String?, signedBy: String?, attempts: Int, arrived: Bool, receipt: Receipt?,
        truths: Truths, can: [String]
    ) {
        self.id = id
        self.handle = handle
        self.state = state
        self.pharmacy = pharmacy
        self.quantity = quantity
        self.carrier = carrier
        self.service = service
        self.trackingCode = trackingCode
        self.estimatedDelivery = estimatedDelivery
        self.sentAt = sentAt
        self.deliveredAt = deliveredAt
        self.signedBy = signedBy
        self.attempts = attempts
        self.arrived = arrived
        self.receipt = receipt
        self.truths = truths
        self.can = can
    }
}

/// `POST /v1/me/shipments/{id}/received`: lozenges in the parcel, and those of them that are of no use.
package struct ReceivedRequest: Codable, Sendable {
    package var count: Int
    package var damaged: Int

    package init(count: Int, damaged: Int) {
        self.count = count
        self.damaged = damaged
    }
}
