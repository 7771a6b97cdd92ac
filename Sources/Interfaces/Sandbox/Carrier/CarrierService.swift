/// A way of sending a parcel, and what it costs.
struct CarrierService: Sendable {
    let carrier: String
    let name: String
    /// Money as a string, as EasyPost writes it.
    let rate: String
    let retailRate: String
    let days: Int
    /// Whether an adult can be made to sign for it.
    let takesAdultSignature: Bool

    /// What is offered for every parcel; the cheapest ones leave it at the door.
    static let all = [
        CarrierService(
            carrier: "USPS", name: "Express", rate: "51.20", retailRate: "59.25", days: 2,
            takesAdultSignature: true),
        CarrierService(
            carrier: "USPS", name: "Priority", rate: "11.01", retailRate: "15.40", days: 2,
            takesAdultSignature: true),
        CarrierService(
            carrier: "USPS", name: "GroundAdvantage", rate: "8.20", retailRate: "13.85", days: 3,
            takesAdultSignature: true),
        CarrierService(
            carrier: "UPS", name: "Ground", rate: "13.46", retailRate: "17.90", days: 3,
            takesAdultSignature: true),
        CarrierService(
            carrier: "UPS", name: "UPSGroundsaver", rate: "7.40", retailRate: "11.10", days: 3,
            takesAdultSignature: false),
        CarrierService(
            carrier: "FedEx", name: "SMART_POST", rate: "7.95", retailRate: "12.60", days: 3,
            takesAdultSignature: false),
    ]
}
