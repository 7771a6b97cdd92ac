import CarePath
import Clinic
import Clocks
import Foundation
import Shipments
import StrictJSON
import Wire

extension ShipmentAnswer {
    init(_ view: ShipmentView) {
        let parcel = view.shipment
        let isShipped = parcel.times.handedOver != nil || parcel.purchase == .reported
        self.init(
            id: parcel.id.description, handle: view.handle, state: parcel.shown, pharmacy: view.pharmacy,
            quantity: view.dispensed, carrier: parcel.label?.carrier, service: parcel.label?.service,
            trackingCode: parcel.label?.trackingCode,
            estimatedDelivery: parcel.estimatedDelivery?.description,
            sentAt: parcel.times.handedOver?.rfc3339, deliveredAt: parcel.times.delivered?.rfc3339,
            signedBy: view.signer, attempts: parcel.attempts, arrived: parcel.hasArrived,
            receipt: parcel.receipt.map { said in
                Receipt(
                    code: said.receipt.rawValue, at: said.at.rfc3339, count: said.count, damaged: said.damaged
                )
            },
            truths: Truths(
                pharmacy: isShipped ? "shipped" : "dispensed", carrier: parcel.state.rawValue,
                patient: parcel.receipt?.receipt.rawValue),
            can: parcel.mayBeSaid.map(\.rawValue))
    }
}

extension StaffShipmentAnswer {
    init(_ view: ShipmentView, heard: [HeardOfShipment]? = nil) {
        let parcel = view.shipment
        self.init(
            parcel: ShipmentAnswer(view), patient: view.patientHandle, order: view.orderHandle,
            purchase: parcel.purchase.rawValue, labelUrl: parcel.label?.url, tracker: parcel.tracker,
            detail: parcel.detail, lastScanAt: parcel.times.lastScan?.rfc3339, version: parcel.version,
            events: heard?.map { event in
                Event(
                    status: event.status, detail: event.detail, occurredAt: event.occurredAt.rfc3339,
                    heardAt: event.heardAt.rfc3339, heardBy: event.heardBy, effect: event.effect)
            })
    }
}

extension JSONReader {
    mutating func received() -> (count: Int, damaged: Int)? {
        let count = integer("count", in: 0...1000)
        let damaged = integer("damaged", in: 0...1000)
        return made { (count.value, damaged.value) }
    }

    mutating func shipmentMark() -> (mark: Shipment.Mark, reason: String)? {
        let mark = option("state", of: Shipment.Mark.self)
        let reason = text("reason", length: 1...2000)
        return made { (mark.value, reason.value) }
    }
}
