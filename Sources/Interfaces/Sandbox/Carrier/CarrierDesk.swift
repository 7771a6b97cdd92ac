import Clocks
import Foundation
import StrictJSON

/// A stand-in carrier's counter: offers rates, sells labels and takes them back, says where parcels are.
struct CarrierDesk: Sendable {
    let journal: Journal<CarrierBook>
    let clock: any ProgramClock

    /// Takes up a shipment and offers rates for it. Each call makes another one: there is no idempotency key.
    func create(_ json: JSONValue) throws -> JSONValue {
        guard let request = json["shipment"] else { throw CarrierRefusal.fields(["shipment"]) }
        var reader = FieldReader(request)
        for side in ["from_address", "to_address"] {
            if reader.optionalText("\(side)/name") == nil { _ = reader.text("\(side)/company") }
            for field in ["street1", "city", "country"] { _ = reader.text("\(side)/\(field)") }
            _ = reader.text("\(side)/state", like: /[A-Z]{2}/)
            _ = reader.text("\(side)/zip", like: /\d{5}(-?\d{4})?/)
        }
        _ = reader.text("parcel/weight", like: /\d+(\.\d+)?/)
        if !reader.mistakes.isEmpty { throw CarrierRefusal.fields(reader.mistakes) }
        let id = "shp_\(EasyPostJSON.freshName())"
        try journal.write(
            .shipmentCreated(shipmentId: id, reference: request["reference"]?.stringValue, request: request),
            at: clock.now)
        return try shipment(id)
    }

    /// Sells the label of a shipment, once.
    func buy(_ id: String, _ json: JSONValue, fault: SandboxFaults.Kind?) throws -> JSONValue {
        guard let rate = json["rate"]?["id"]?.stringValue else { throw CarrierRefusal.fields(["rate"]) }
        let course: ParcelCourse = fault == .noSigner ? .noSigner : fault == .lost ? .lost : .usual
        let refusal: CarrierRefusal? = try journal.write(at: clock.now) { book in
            guard let shipment = book.shipments[id] else { return ([], .unknown) }
            if shipment.label != nil { return ([], .postageExists) }
            let index = CarrierService.all.indices.first { EasyPostJSON.rateID($0, of: id) == rate }
            guard let service = index.map({ CarrierService.all[$0] }) else { return ([], .noSuchRate) }
            let wantsAdult =
                shipment.request["options"]?["delivery_confirmation"]?.stringValue == "ADULT_SIGNATURE"
            if wantsAdult, !service.takesAdultSignature { return ([], .noAdultSignature) }
            let label = BoughtLabel(
                shipmentId: id, reference: shipment.reference, tracker: "trk_\(EasyPostJSON.freshName())",
                code: service.code(number: book.count), carrier: service.carrier, service: service.name,
                rateId: rate, rate: service.rate, adultSignature: wantsAdult,
                recipient: shipment.request["to_address"]?["name"]?.stringValue?.uppercased() ?? "RESIDENT",
                course: course)
            return ([.labelBought(label: label)], nil)
        }
        if let refusal { throw refusal }
        return try shipment(id)
    }

    /// Takes a label back; the second time changes nothing.
    func refund(_ id: String) throws -> JSONValue {
        let refusal: CarrierRefusal? = try journal.write(at: clock.now) { book in
            guard let shipment = book.shipments[id] else { return ([], .unknown) }
            guard let label = shipment.label else { return ([], .noPostage) }
            if shipment.isRefunded { return ([], nil) }
            return (
                [
                    .labelRefunded(
                        shipmentId: id, reference: shipment.reference, tracker: label.tracker,
                        code: label.code)
                ], nil
            )
        }
        if let refusal { throw refusal }
        return try shipment(id)
    }

    func ask(_ id: String) throws -> JSONValue {
        let answer = try shipment(id)
        try journal.write(.shipmentAsked(shipmentId: id), at: clock.now)
        return answer
    }

    /// Follows a parcel that somebody else sent. The same code again is the same parcel.
    func track(_ json: JSONValue) throws -> JSONValue {
        guard let code = json["tracker"]?["tracking_code"]?.stringValue, !code.isEmpty else {
            throw CarrierRefusal.fields(["tracking_code"])
        }
        let carrier = json["tracker"]?["carrier"]?.stringValue ?? "USPS"
        let tracker = try journal.write(at: clock.now) { book in
            if let known = book.parcels.values.first(where: { $0.code == code && $0.carrier == carrier }) {
                return ([], known.tracker)
            }
            let tracker = "trk_\(EasyPostJSON.freshName())"
            return ([.trackerCreated(tracker: tracker, code: code, carrier: carrier)], tracker)
        }
        return try parcel(tracker)
    }

    func askTracker(_ id: String) throws -> JSONValue {
        let answer = try parcel(id)
        try journal.write(.trackerAsked(tracker: id), at: clock.now)
        return answer
    }

    private func shipment(_ id: String) throws -> JSONValue {
        try journal.read { book in
            guard let shipment = book.shipments[id] else { throw CarrierRefusal.unknown }
            return EasyPostJSON.shipment(
                shipment, parcel: shipment.label.flatMap { book.parcels[$0.tracker] })
        }
    }

    private func parcel(_ tracker: String) throws -> JSONValue {
        try journal.read { book in
            guard let parcel = book.parcels[tracker] else { throw CarrierRefusal.unknown }
            return EasyPostJSON.tracker(parcel)
        }
    }
}

extension CarrierService {
    /// A tracking code as the carrier writes it.
    fileprivate func code(number: Int) -> String {
        carrier == "USPS" ? "9400100000000\(100_000_000 + number)" : "1Z0SANDBOX\(10_000_000 + number)"
    }
}
