import Carriers
import Clinic
import Clocks
import Foundation
import Shipments
import StrictJSON
import Support
import Testing

/// Bodies that EasyPost really sent, kept beside the checkout.
@Suite(.enabled(if: Checkout.sharedData != nil)) struct `Recorded bodies` {
    private func body(_ name: String) throws -> Data {
        let folder = try #require(Checkout.sharedData)
        return try Data(contentsOf: folder.appending(path: "partners/easypost-\(name).json"))
    }

    private func document(_ name: String) throws -> JSONValue { try JSONValue(parsing: [UInt8](body(name))) }

    @Test func `of a new parcel name its rates and no label`() throws {
        let parcel = try EasyPostParcel.read(document("shipments-create"))
        #expect(parcel.id == "shp_a9b97f431c00435cb16ec2d6a14ed109")
        #expect(parcel.label == nil && parcel.tracker == nil)
        #expect(parcel.rates.map(\.price) == [5_120_000, 1_101_000, 820_000])
        #expect(parcel.rates.map(\.deliveryDays) == [2, 2, 3])
    }

    @Test func `of a bought parcel name its label and tracker`() throws {
        let parcel = try EasyPostParcel.read(document("shipments-buy"))
        let label = try #require(parcel.label)
        #expect(label.trackingCode == "9434600208303109842228")
        #expect(label.carrier == "USPS" && label.service == "GroundAdvantage")
        #expect(label.url?.hasPrefix("https://easypost-files") == true)
        #expect(parcel.tracker == "trk_bebe7357cc7e4ebc9248bdd7191084af")
        #expect(parcel.refund == nil)
    }

    @Test func `of a refund say that it was asked for`() throws {
        #expect(try EasyPostParcel.read(document("shipping-refund-refund")).refund == "submitted")
    }

    @Test func `of a tracker say what was seen`() throws {
        let report = try EasyPostTracker.read(document("trackers-create"))
        #expect(report.tracker == "trk_9135862729734d96ad2f9ed0f0565a27")
        #expect(report.seen == .labelled && report.carrierShipment == nil)
    }

    @Test func `of events are read by what they are about`() throws {
        guard case .tracker(let report) = EasyPostEvent(reading: try body("event-body")) else {
            Issue.record("no tracker")
            return
        }
        #expect(report.tracker == "trk_1" && report.trackingCode == "1" && report.seen == .inTransit)
        #expect(report.occurredAt.rfc3339 == "2024-08-02T19:26:51Z")
        #expect(report.estimatedDelivery?.description == "2024-08-05")
        // An event without its result cannot be read.
        #expect(EasyPostEvent(reading: try body("events-retrieve")) == .unreadable)
        #expect(EasyPostEvent(reading: try body("payloads-retrieve")) == .unreadable)
    }
}
