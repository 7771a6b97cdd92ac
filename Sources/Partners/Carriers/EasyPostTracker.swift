import Clinic
import Clocks
import Foundation
import Shipments
import StrictJSON

/// EasyPost's Tracker: ten states, and details from an open vocabulary.
package enum EasyPostTracker {
    /// - Throws: `.unknown` for a document that is no tracker.
    package static func read(_ document: JSONValue) throws(CarrierFault) -> CarrierReport {
        guard let tracker = document["id"]?.stringValue, let status = document["status"]?.stringValue,
            let code = document["tracking_code"]?.stringValue,
            let changed = EasyPostTime.instant(document["updated_at"])
        else { throw .unknown }
        // A word of their vocabulary, whatever it is; a sentence may say who lives where.
        let detail = document["status_detail"]?.stringValue.flatMap { text in
            text.wholeMatch(of: /[a-z_]{1,40}/).map { String($0.output) }
        }
        return CarrierReport(
            tracker: tracker, carrierShipment: document["shipment_id"]?.stringValue, trackingCode: code,
            seen: seen(status, detail), status: status, detail: detail, occurredAt: changed,
            signedBy: signer(document["signed_by"]),
            estimatedDelivery: EasyPostTime.date(document["est_delivery_date"]))
    }

    /// A name, if there is one.
    private static func signer(_ value: JSONValue?) -> String? {
        let name = value?.stringValue?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return name.isEmpty ? nil : name
    }

    /// What a status with its detail means. Details that are not known leave the status as it is.
    static func seen(_ status: String, _ detail: String?) -> CarrierReport.Seen {
        switch status {
        case "unknown": .nothing
        case "pre_transit": .labelled
        case "in_transit", "out_for_delivery": onTheRoad(status, detail)
        case "delivered": .delivered
        case "available_for_pickup": .availableForPickup
        case "return_to_sender": .returned
        case "failure": detail == "lost" ? .lost : .exception
        case "cancelled": .cancelled
        default: .unknown
        }
    }

    private static func onTheRoad(_ status: String, _ detail: String?) -> CarrierReport.Seen {
        switch detail {
        case "received_at_origin_facility", "accepted": .handedOver
        case "delayed", "weather_delay", "held", "missorted": .delayed
        case "delivery_attempted", "attempted_delivery", "notice_left", "no_access", "recipient_unavailable":
            .attemptFailed
        case "delivery_exception", "transit_exception", "address_correction", "awaiting_information",
            "damaged",
            "refused":
            .exception
        case "return": .returned
        case "lost": .lost
        default: status == "out_for_delivery" ? .outForDelivery : .inTransit
        }
    }
}

/// EasyPost's times: RFC 3339, with or without parts of a second.
enum EasyPostTime {
    static func instant(_ value: JSONValue?) -> Instant? {
        value?.stringValue.flatMap { Instant(rfc3339: $0) }
    }

    /// The date of an estimate; its hour says nothing.
    static func date(_ value: JSONValue?) -> LocalDate? {
        value?.stringValue.flatMap { LocalDate($0.prefix(10)) }
    }
}
