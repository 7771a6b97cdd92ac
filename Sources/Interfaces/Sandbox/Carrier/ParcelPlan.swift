import Clocks
import Foundation

/// Where a parcel is going to be seen, and when: on the road the next day, at the door two or three days after the
/// label was bought.
struct ParcelPlan: Sendable {
    let scans: [ParcelScan]

    /// - Parameters:
    ///   - days: that the service takes.
    ///   - number: of the parcel; some are later in the day than others.
    init(
        _ course: ParcelCourse, from bought: Instant, days: Int, number: Int, recipient: String, zone: String
    ) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        func at(_ day: Int, _ hour: Int, _ minute: Int) -> Instant {
            let date = calendar.date(byAdding: .day, value: day, to: bought.date) ?? bought.date
            let moment = calendar.date(bySettingHour: hour, minute: minute, second: 0, of: date) ?? date
            return Instant(moment)
        }
        let label = ParcelScan(
            status: .preTransit, detail: "label_created", words: "Shipping Label Created", signedBy: nil,
            at: bought + .minutes(10))
        let onRoad = ParcelScan(
            status: .inTransit, detail: "arrived_at_facility", words: "Arrived at Facility", signedBy: nil,
            at: at(1, 5, 40 + number % 15))
        let onBoard = ParcelScan(
            status: .outForDelivery, detail: "out_for_delivery", words: "Out for Delivery", signedBy: nil,
            at: at(days, 7, 30 + number % 20))
        let atDoor = ParcelScan(
            status: .delivered, detail: "arrived_at_destination", words: "Delivered",
            signedBy: course == .noSigner ? nil : recipient, at: at(days, 10 + number % 6, number * 7 % 60))
        scans = course == .lost ? [label, onRoad] : [label, onRoad, onBoard, atDoor]
    }
}
