import Clocks
import Foundation
import StrictJSON

/// Shipments, rates and trackers as EasyPost's API v2 shows them; fields and their order as in its recorded answers.
enum EasyPostJSON {
    /// What comes after `shp_`, `trk_` and the like: 32 hexadecimal digits.
    static func freshName() -> String { UUID().uuidString.replacing("-", with: "").lowercased() }

    static func shipment(_ shipment: CarrierBook.Shipment, parcel: CarrierBook.Parcel?) -> JSONValue {
        let request = shipment.request
        let created = JSONValue.string(shipment.created.rfc3339)
        let updated = JSONValue.string((shipment.boughtAt ?? shipment.created).rfc3339)
        let name = String(shipment.id.dropFirst(4))
        let sender = address(request["from_address"], "adr_f\(name.dropFirst(1))", created)
        let recipient = address(request["to_address"], "adr_t\(name.dropFirst(1))", created)
        let label = shipment.label
        return [
            "id": .string(shipment.id), "created_at": created, "is_return": false, "messages": [],
            "mode": "test", "options": options(request["options"]),
            "reference": shipment.reference.map { .string($0) } ?? nil,
            "status": .string(parcel?.status.rawValue ?? "unknown"),
            "tracking_code": label.map { .string($0.code) } ?? nil, "updated_at": updated, "batch_id": nil,
            "batch_status": nil, "batch_message": nil, "customs_info": nil, "from_address": sender,
            "insurance": nil, "order_id": nil, "parcel": parcelSize(request["parcel"], name, created),
            "postage_label": label.map { postageLabel($0, name, updated) } ?? nil,
            "rates": .array(CarrierService.all.indices.map { rate($0, of: shipment) }),
            "refund_status": shipment.isRefunded ? "submitted" : nil, "scan_form": nil,
            "selected_rate": label.flatMap { selectedRate($0, of: shipment) } ?? nil,
            "tracker": parcel.map(tracker) ?? nil, "to_address": recipient, "usps_zone": 4,
            "return_address": sender, "buyer_address": recipient, "forms": [],
            "fees": .array(label.map { [fee($0, isRefunded: shipment.isRefunded)] } ?? []),
            "object": "Shipment",
        ]
    }

    /// The id of the rate for `service` of `CarrierService.all`.
    static func rateID(_ service: Int, of shipmentId: String) -> String {
        "rate_\(service)\(shipmentId.dropFirst(5))"
    }

    static func tracker(_ parcel: CarrierBook.Parcel) -> JSONValue {
        let last = parcel.seen.last
        let estimate = parcel.plan.last?.at ?? last?.at
        return [
            "id": .string(parcel.tracker), "object": "Tracker", "mode": "test",
            "tracking_code": .string(parcel.code), "status": .string(parcel.status.rawValue),
            "status_detail": .string(last?.detail ?? "unknown"),
            "created_at": .string(parcel.created.rfc3339),
            "updated_at": .string((last?.at ?? parcel.created).rfc3339),
            "signed_by": last?.signedBy.map { .string($0) } ?? nil, "weight": nil,
            "est_delivery_date": parcel.seen.isEmpty ? nil : estimate.map { .string($0.rfc3339) } ?? nil,
            "shipment_id": parcel.shipmentId.map { .string($0) } ?? nil, "carrier": .string(parcel.carrier),
            "tracking_details": .array(parcel.seen.map { detail($0, carrier: parcel.carrier) }), "fees": [],
            "carrier_detail": nil, "finalized": .bool(parcel.status == .delivered), "is_return": false,
            "public_url": .string("https://track.easypost.com/\(parcel.tracker)"),
        ]
    }

    private static func detail(_ scan: ParcelScan, carrier: String) -> JSONValue {
        [
            "object": "TrackingDetail", "message": .string(scan.words), "description": nil,
            "status": .string(scan.status.rawValue), "status_detail": .string(scan.detail),
            "datetime": .string(scan.at.rfc3339), "source": .string(carrier), "carrier_code": nil,
            "tracking_location": [
                "object": "TrackingLocation", "city": nil, "state": nil, "country": nil, "zip": nil,
            ], "est_delivery_date": nil,
        ]
    }

    private static func rate(_ index: Int, of shipment: CarrierBook.Shipment) -> JSONValue {
        let service = CarrierService.all[index]
        let created = JSONValue.string(shipment.created.rfc3339)
        return [
            "id": .string(rateID(index, of: shipment.id)), "object": "Rate", "created_at": created,
            "updated_at": created, "mode": "test", "service": .string(service.name),
            "carrier": .string(service.carrier), "rate": .string(service.rate), "currency": "USD",
            "retail_rate": .string(service.retailRate), "retail_currency": "USD",
            "list_rate": .string(service.rate), "list_currency": "USD", "billing_type": "easypost",
            "delivery_days": .number(JSONNumber(service.days)), "delivery_date": nil,
            "delivery_date_guaranteed": false, "est_delivery_days": .number(JSONNumber(service.days)),
            "shipment_id": .string(shipment.id), "carrier_account_id": "ca_sandbox",
        ]
    }

    private static func selectedRate(_ label: BoughtLabel, of shipment: CarrierBook.Shipment) -> JSONValue? {
        CarrierService.all.indices.first { rateID($0, of: shipment.id) == label.rateId }
            .map { rate($0, of: shipment) }
    }

    private static func fee(_ label: BoughtLabel, isRefunded: Bool) -> JSONValue {
        [
            "object": "Fee", "type": "PostageFee", "amount": .string("\(label.rate)000"), "charged": true,
            "refunded": .bool(isRefunded),
        ]
    }

    private static func postageLabel(_ label: BoughtLabel, _ name: String, _ at: JSONValue) -> JSONValue {
        [
            "object": "PostageLabel", "id": .string("pl_\(name)"), "created_at": at, "updated_at": at,
            "date_advance": 0, "integrated_form": "none", "label_date": at, "label_resolution": 300,
            "label_size": "4x6", "label_type": "default", "label_file_type": "image/png",
            "label_url": .string("https://easypost-files.example/postage_label/\(label.tracker).png"),
            "label_pdf_url": nil, "label_zpl_url": nil, "label_epl2_url": nil, "label_file": nil,
        ]
    }

    private static func options(_ given: JSONValue?) -> JSONValue {
        var options = given?.objectValue ?? JSONObject()
        options["currency"] = "USD"
        options["payment"] = ["type": "SENDER"]
        return .object(options)
    }

    private static func address(_ given: JSONValue?, _ id: String, _ at: JSONValue) -> JSONValue {
        var address = JSONObject()
        address["id"] = .string(id)
        address["object"] = "Address"
        address["created_at"] = at
        address["updated_at"] = at
        for field in [
            "name", "company", "street1", "street2", "city", "state", "zip", "country", "phone", "email",
        ] { address[field] = given?[field] ?? .null }
        address["mode"] = "test"
        address["verifications"] = .object(JSONObject())
        return .object(address)
    }

    private static func parcelSize(_ given: JSONValue?, _ name: String, _ at: JSONValue) -> JSONValue {
        var parcel = JSONObject()
        parcel["id"] = .string("prcl_\(name)")
        parcel["object"] = "Parcel"
        parcel["created_at"] = at
        parcel["updated_at"] = at
        for field in ["length", "width", "height", "predefined_package", "weight"] {
            parcel[field] = given?[field] ?? .null
        }
        parcel["mode"] = "test"
        return .object(parcel)
    }
}
