import Clocks
import Foundation
import StrictJSON

/// Makes a carrier's messages about parcels, in EasyPost's `Event`.
enum TrackerEvent {
    /// A parcel was seen.
    static func updated(_ parcel: CarrierBook.Parcel, by scan: ParcelScan) -> QueuedWebhook {
        var moved = parcel
        moved.seen.append(scan)
        return message(EasyPostJSON.tracker(moved), of: parcel, at: scan.at)
    }

    /// With a status that is not among the ten.
    static func odd(of parcel: CarrierBook.Parcel, at instant: Instant) -> QueuedWebhook {
        var tracker = EasyPostJSON.tracker(parcel).objectValue ?? JSONObject()
        tracker["status"] = "held_by_weather"
        tracker["updated_at"] = .string(instant.rfc3339)
        return message(.object(tracker), of: parcel, at: instant)
    }

    private static func message(_ tracker: JSONValue, of parcel: CarrierBook.Parcel, at instant: Instant)
        -> QueuedWebhook
    {
        let id = "evt_\(EasyPostJSON.freshName())"
        let body: JSONValue = [
            "description": "tracker.updated", "mode": "test",
            "previous_attributes": ["status": .string(parcel.status.rawValue)],
            "created_at": .string(instant.rfc3339), "pending_urls": [], "completed_urls": [],
            "updated_at": .string(instant.rfc3339), "id": .string(id), "user_id": "user_sandbox",
            "status": "pending", "object": "Event", "result": tracker,
        ]
        return QueuedWebhook(
            id: id, subject: parcel.tracker, type: "tracker.updated", body: body.text, due: instant)
    }
}
