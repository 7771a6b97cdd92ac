import Clocks
import Outbound
import StrictJSON
import Testing

extension Correspondent {
    /// The id of the rate for a service, as a shipment offers it.
    func rate(_ service: String, of shipment: JSONValue) -> JSONValue? {
        shipment["rates"]?.arrayValue?.first { $0["service"]?.stringValue == service }?["id"]
    }

    /// Makes a shipment and buys its label.
    func buy() async throws -> String {
        let created = try await carrier(.post, "/shipments", Forms.shipment())
        let id = try #require(created.json["id"]?.stringValue)
        let offered = try #require(rate("Priority", of: created.json))
        _ = try await carrier(.post, "/shipments/\(id)/buy", ["rate": ["id": offered]])
        return id
    }

    /// Puts right what an order was put aside for.
    func release(_ order: String) async throws -> Int {
        try await control("/control/pharmacy/alpha/orders/\(order)/release").status
    }
}
