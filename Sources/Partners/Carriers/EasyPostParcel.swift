import Clinic
import Clocks
import Foundation
import Shipments
import StrictJSON

/// EasyPost's Shipment: what is sent to make one, and what it says.
package enum EasyPostParcel {
    /// The body that makes a parcel known. It names sender, recipient, size and our id; nothing in it says what is
    /// inside or why.
    static func body(of parcel: ParcelToSend) -> JSONValue {
        [
            "shipment": [
                "reference": .string(ID<Shipment>(parcel.shipment).description),
                "from_address": address(parcel.from, isHome: false),
                "to_address": address(parcel.to, isHome: true),
                "parcel": [
                    "weight": .number(JSONNumber(parcel.size.weightOunces)),
                    "length": .number(JSONNumber(parcel.size.lengthInches)),
                    "width": .number(JSONNumber(parcel.size.widthInches)),
                    "height": .number(JSONNumber(parcel.size.heightInches)),
                ],
                "options": ["delivery_confirmation": "ADULT_SIGNATURE"],
            ]
        ]
    }

    private static func address(_ party: ParcelToSend.Party, isHome: Bool) -> JSONValue {
        [
            isHome ? "name" : "company": .string(party.name),
            "street1": .string(party.address.line1),
            "street2": party.address.line2.map(JSONValue.string) ?? .null,
            "city": .string(party.address.city),
            "state": .string(party.address.state),
            "zip": .string(party.address.postalCode),
            "country": "US",
            "phone": party.phone.map(JSONValue.string) ?? .null,
            "residential": .bool(isHome),
        ]
    }

    /// - Throws: `.unknown` for a document that is no parcel: whatever was asked may have been done.
    package static func read(_ document: JSONValue) throws(CarrierFault) -> CarrierParcel {
        guard let id = document["id"]?.stringValue else { throw .unknown }
        let rates = document["rates"]?.arrayValue?.compactMap(rate) ?? []
        let tracker = document["tracker"]
        return CarrierParcel(
            id: id, rates: rates, label: label(document), tracker: tracker?["id"]?.stringValue,
            estimatedDelivery: EasyPostTime.date(tracker?["est_delivery_date"]),
            refund: document["refund_status"]?.stringValue)
    }

    /// There is a label where there is a tracking code; the picture of it comes with it or later.
    private static func label(_ document: JSONValue) -> Shipment.Label? {
        guard let code = document["tracking_code"]?.stringValue else { return nil }
        let selected = document["selected_rate"]
        let carrier = selected?["carrier"]?.stringValue ?? document["tracker"]?["carrier"]?.stringValue
        return Shipment.Label(
            carrier: carrier ?? "unknown", service: selected?["service"]?.stringValue, trackingCode: code,
            url: document["postage_label"]?["label_url"]?.stringValue)
    }

    /// `nil` for a rate that cannot be compared: in another money, or without a price.
    private static func rate(_ document: JSONValue) -> CarrierRate? {
        guard let id = document["id"]?.stringValue, let carrier = document["carrier"]?.stringValue,
            let service = document["service"]?.stringValue,
            document["currency"]?.stringValue ?? "USD" == "USD",
            let price = document["rate"].flatMap(price)
        else { return nil }
        let days = document["delivery_days"]?.numberValue?.integer
        return CarrierRate(
            id: id, carrier: carrier, service: service, price: price,
            deliveryDays: days ?? document["est_delivery_days"]?.numberValue?.integer)
    }

    /// Money is a text, `"8.20"`, at times a number; in hundred-thousandths, so that none is rounded.
    private static func price(_ value: JSONValue) -> Int? {
        guard let text = value.stringValue ?? value.numberValue?.text,
            let match = text.wholeMatch(of: /([0-9]{1,7})(?:\.([0-9]{1,5}))?/), let whole = Int(match.1)
        else { return nil }
        let fraction = String(match.2 ?? "").padding(toLength: 5, withPad: "0", startingAt: 0)
        return Int(fraction).map { whole * 100_000 + $0 }
    }
}
