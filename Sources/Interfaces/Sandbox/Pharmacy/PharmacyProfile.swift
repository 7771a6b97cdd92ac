import Foundation

/// Who a stand-in pharmacy is, and what it asks of those who send it orders.
package struct PharmacyProfile: Sendable {
    /// Stands in its address, `/pharmacy/alpha`, and in that of its messages, `/webhooks/pharmacies/alpha`.
    package var slug = "alpha"
    package var user = "lozenge"
    package var password = "sandbox"
    /// What the headers `X-Vendor-ID`, `X-Practice-ID` and `X-Location-ID` must say.
    package var vendor = "11001"
    package var practice = "220022"
    package var location = "330033"
    /// For signing its messages: `whsec_` and base64.
    package var webhookSecret = "whsec_\(Data("sandbox-pharmacy-alpha!!".utf8).base64EncodedString())"
    package var timeZone = "America/New_York"
    /// What it makes: the milligrams of each product number.
    package var products = ["10015": 15, "10030": 30]
    /// Whether it sends the parcel with a label of its own.
    package var buysLabels = false

    package init() {}
}
