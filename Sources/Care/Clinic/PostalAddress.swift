/// Where a person lives and where parcels go.
package struct PostalAddress: Sendable, Hashable, Codable {
    package let line1: String
    package let line2: String?
    package let city: String
    package let state: String
    /// ZIP or ZIP+4.
    package let postalCode: String

    package init(line1: String, line2: String?, city: String, state: StateCode, postalCode: String) {
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.state = state.code
        self.postalCode = postalCode
    }
}
