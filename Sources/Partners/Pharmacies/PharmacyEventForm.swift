import Clinic
import Clocks
import Foundation
import PharmacyOrders
import StrictJSON

/// Our own form of a pharmacy's messages, read strictly:
///
///     {"type": "order.dispensed", "timestamp": "…", "data": {"orderId": "…", "occurredAt": "…", …}}
package enum PharmacyEventForm {
    /// What a message came to.
    package enum Reading: Sendable, Hashable {
        case report(PharmacyReport)
        /// A type that this program does not know yet, or data it does not understand; a person looks at it.
        case unknown(reason: String)
    }

    package static func read(_ body: Data) -> Reading {
        guard let json = try? JSONValue(parsing: body) else { return .unknown(reason: "notJSON") }
        var message = JSONReader(json)
        let type = message.string("type", length: 1...60)
        _ = message.optionalParse("timestamp", as: .instant) { Instant(rfc3339: $0) }
        guard let name = type.ifRead else { return .unknown(reason: "noType") }
        guard let kind = Kind(rawValue: name) else { return .unknown(reason: "unknownType") }
        let data = message.object("data") { data in report(kind, &data) }
        guard (try? message.finish()) != nil, let report = data.ifRead else {
            return .unknown(reason: "badData")
        }
        return .report(report)
    }

    private enum Kind: String {
        case acknowledged = "order.acknowledged"
        case compounding = "order.compounding"
        case verified = "order.verified"
        case ready = "order.ready"
        case dispensed = "order.dispensed"
        case triaged = "order.triaged"
        case rejected = "order.rejected"
        case declined = "order.declined"
        case cancelled = "order.cancelled"
        case cancelRefused = "order.cancelRefused"
        case shipped = "order.shipped"
    }

    private static func report(_ kind: Kind, _ data: inout JSONReader) -> PharmacyReport? {
        let order = data.optionalParse("orderId", as: .id) { ID<PharmacyOrder>($0) }
        // An order has a name in every message: ours, or else the pharmacy's.
        let reference: JSONField<String?> =
            order.ifRead == .some(nil)
            ? JSONField(data.string("pharmacyReference", length: 1...80).ifRead)
            : data.optionalString("pharmacyReference", length: 1...80)
        let occurredAt = data.parse("occurredAt", as: .instant) { Instant(rfc3339: $0) }
        let dispense = dispense(&data, isRequired: kind == .dispensed)
        let parcels = parcels(&data, isRequired: kind == .shipped)
        let code = data.optionalObject("reason") { reason in
            let code = reason.string("code", length: 1...60)
            _ = reason.optionalString("until", length: 1...40)
            _ = reason.optionalText("note", length: 0...2000)
            return reason.made { code.value }
        }
        return data.made {
            PharmacyReport(
                order: order.value, reference: reference.value, occurredAt: occurredAt.value,
                event: event(kind, dispense, parcels ?? [], code.value ?? "other"))
        }
    }

    private static func event(
        _ kind: Kind, _ dispense: Dispense?, _ parcels: [PharmacyReport.Parcel], _ code: String
    ) -> PharmacyReport.Event {
        switch kind {
        case .acknowledged: .acknowledged
        case .compounding: .compounding
        case .verified: .verified
        case .ready: .ready
        case .dispensed:
            .dispensed(
                dispense ?? Dispense(rxNumber: "", fillNumber: nil, quantity: 0, pharmacist: nil, lots: []))
        case .triaged: .triaged(code: code)
        case .rejected: .rejected(code: code)
        case .declined: .declined(code: code)
        case .cancelled: .cancelled
        case .cancelRefused: .cancelRefused
        case .shipped: .shipped(parcels)
        }
    }

    /// The members that belong to a dispense; other events may carry them, and then they say nothing.
    private static func dispense(_ data: inout JSONReader, isRequired: Bool) -> Dispense? {
        let rxNumber: JSONField<String?> =
            isRequired
            ? JSONField(data.string("rxNumber", length: 1...60).ifRead)
            : data.optionalString("rxNumber", length: 1...60)
        let fillNumber = data.optionalInteger("fillNumber", in: 1...99)
        let quantity: JSONField<Int?> =
            isRequired
            ? JSONField(data.integer("quantity", in: 1...10_000).ifRead)
            : data.optionalInteger("quantity", in: 1...10_000)
        let pharmacist = data.optionalString("pharmacist", length: 1...120)
        let lots = data.optionalArray("lots", count: 0...50) { lot in
            let number = lot.string("lot", length: 1...60)
            let useBy = lot.optionalParse("useBy", as: .date) { LocalDate($0) }
            let quantity = lot.integer("quantity", in: 1...10_000)
            return lot.made { Dispense.Lot(lot: number.value, useBy: useBy.value, quantity: quantity.value) }
        }
        guard isRequired, let rx = rxNumber.ifRead ?? nil, let count = quantity.ifRead ?? nil else {
            return nil
        }
        return data.made {
            Dispense(
                rxNumber: rx, fillNumber: fillNumber.value, quantity: count, pharmacist: pharmacist.value,
                lots: lots.value ?? [])
        }
    }

    private static func parcels(_ data: inout JSONReader, isRequired: Bool) -> [PharmacyReport.Parcel]? {
        func parcel(_ parcel: inout JSONReader) -> PharmacyReport.Parcel? {
            let carrier = parcel.string("carrier", length: 1...40)
            let code = parcel.string("trackingCode", length: 1...60)
            return parcel.made { PharmacyReport.Parcel(carrier: carrier.value, trackingCode: code.value) }
        }
        return isRequired
            ? data.array("parcels", count: 1...20, parcel).ifRead
            : data.optionalArray("parcels", count: 0...20, parcel).ifRead ?? nil
    }
}
