/// Who a stand-in carrier is, and what it asks of those who use it.
package struct CarrierProfile: Sendable {
    /// Stands in the address of its messages, `/webhooks/carriers/easypost`.
    package var slug = "easypost"
    /// The user name of HTTP Basic, or a bearer token; `nil` accepts any.
    package var apiKey: String? = "EZSANDBOX"
    /// For signing its messages.
    package var webhookSecret = "sandbox-carrier"
    /// Where its lorries keep time.
    package var timeZone = "America/Chicago"

    package init() {}
}
