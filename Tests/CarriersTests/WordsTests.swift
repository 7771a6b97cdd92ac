import Carriers
import Foundation
import Shipments
import StrictJSON
import Testing

@Suite struct `EasyPost's words` {
    private func tracker(_ status: String, _ detail: String?, signedBy: String? = nil) -> JSONValue {
        [
            "id": "trk_1", "tracking_code": "1", "status": .string(status),
            "status_detail": detail.map(JSONValue.string) ?? .null, "updated_at": "2026-11-21T16:14:05Z",
            "signed_by": signedBy.map(JSONValue.string) ?? .null,
        ]
    }

    @Test(arguments: [
        ("unknown", "unknown", CarrierReport.Seen.nothing), ("pre_transit", "label_created", .labelled),
        ("in_transit", "received_at_origin_facility", .handedOver),
        ("in_transit", "arrived_at_facility", .inTransit), ("in_transit", "something_new", .inTransit),
        ("in_transit", "weather_delay", .delayed), ("in_transit", "delivery_exception", .exception),
        ("in_transit", "delivery_attempted", .attemptFailed),
        ("out_for_delivery", "out_for_delivery", .outForDelivery),
        ("available_for_pickup", "arrived_at_pickup_location", .availableForPickup),
        ("delivered", "arrived_at_destination", .delivered), ("return_to_sender", "return", .returned),
        ("failure", "lost", .lost), ("failure", "damaged", .exception),
        ("cancelled", "cancelled", .cancelled),
        ("error", "unknown", .unknown), ("teleported", "unknown", .unknown),
    ])
    func `are read by status, then by detail`(status: String, detail: String, seen: CarrierReport.Seen) throws
    {
        #expect(try EasyPostTracker.read(tracker(status, detail)).seen == seen)
    }

    @Test func `have a signer only where there is a name`() throws {
        #expect(
            try EasyPostTracker.read(tracker("delivered", nil, signedBy: " M. ORTIZ ")).signedBy == "M. ORTIZ"
        )
        #expect(try EasyPostTracker.read(tracker("delivered", nil, signedBy: " ")).signedBy == nil)
        #expect(try EasyPostTracker.read(tracker("delivered", nil)).signedBy == nil)
    }

    @Test(arguments: [
        (
            #"{"error":{"code":"ADDRESS.VERIFY.FAILURE","message":"Unable","errors":[]}}"#,
            "ADDRESS.VERIFY.FAILURE", 1
        ),
        (#"{"error":{"code":"X","message":["one","two"],"errors":["three"]}}"#, "X", 3),
        (
            #"{"error":{"code":"X","message":{"errors":["one"]},"errors":[{"field":"zip","message":"bad"}]}}"#,
            "X", 3
        ),
        (#"{"error":{"code":"Q. ZYZZYVA lives elsewhere"}}"#, "HTTP.422", 0),
        (#"{"error":"Not found"}"#, "HTTP.422", 1), ("<html>", "HTTP.422", 0), ("", "HTTP.422", 0),
    ])
    func `for an error may have any form`(body: String, code: String, messages: Int) {
        let problem = EasyPostProblem(status: 422, body: Data(body.utf8))
        #expect(problem.code == code && problem.messages.count == messages)
    }

    @Test func `of money are compared exactly, and other money not at all`() throws {
        let document = try JSONValue(
            parsing: Array(
                #"{"id":"shp_1","rates":[{"id":"a","carrier":"USPS","service":"Priority","rate":"8.2","currency":"USD"},{"id":"b","carrier":"USPS","service":"Priority","rate":8.20001,"currency":"USD"},{"id":"c","carrier":"X","service":"Y","rate":"8.20","currency":"CAD"}]}"#
                    .utf8))
        #expect(try EasyPostParcel.read(document).rates.map(\.price) == [820_000, 820_001])
    }
}
