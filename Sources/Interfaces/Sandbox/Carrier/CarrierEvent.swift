import Clocks
import StrictJSON

/// What a stand-in carrier writes into `carrier.jsonl`.
package enum CarrierEvent: Codable, Sendable, Hashable, WebhookEvents {
    /// A shipment was made; no money is owed yet. `request` is its JSON, as it came.
    case shipmentCreated(shipmentId: String, reference: String?, request: JSONValue)
    /// A label was bought: from here on a parcel may travel with it.
    case labelBought(label: BoughtLabel)
    /// A label was given back.
    case labelRefunded(shipmentId: String, reference: String?, tracker: String, code: String)
    case shipmentAsked(shipmentId: String)
    /// Somebody wants to hear of a parcel that somebody else sent.
    case trackerCreated(tracker: String, code: String, carrier: String)
    case trackerAsked(tracker: String)
    /// A parcel was seen.
    case parcelMoved(tracker: String, scan: ParcelScan)
    case requestRefused(operation: String, status: Int, code: String)
    /// It broke, as ordered, and did nothing.
    case requestFailed(operation: String)
    case webhookQueued(webhook: QueuedWebhook)
    case webhookSent(id: String, attempt: Int, status: Int?)
    case webhookHeld(id: String)
}

/// A label as a stand-in carrier keeps it.
package struct BoughtLabel: Codable, Sendable, Hashable {
    package let shipmentId: String
    /// The sender's id of the shipment.
    package let reference: String?
    package let tracker: String
    /// The tracking code.
    package let code: String
    package let carrier: String
    package let service: String
    package let rateId: String
    /// As a string: `11.01`.
    package let rate: String
    package let adultSignature: Bool
    /// Who will sign for it.
    package let recipient: String
    package let course: ParcelCourse
}

/// One time that a parcel was seen.
package struct ParcelScan: Codable, Sendable, Hashable {
    package let status: TrackerStatus
    package let detail: String
    package let words: String
    package let signedBy: String?
    package let at: Instant
}
