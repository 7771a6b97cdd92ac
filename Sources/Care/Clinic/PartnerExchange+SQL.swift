import Postgres

extension PartnerExchange {
    /// Keeps it, queued.
    package func record(on connection: Connection) throws {
        let (outcome, status): (String, Int32?) =
            switch end {
            case .answered(let status): ("answered", Int32(status))
            case .notSent: ("notSent", nil)
            case .unknown: ("unknown", nil)
            }
        try connection.execute(
            """
            INSERT INTO partner_exchange (id, at, partner, operation, reference, status, outcome, milliseconds)
            VALUES (\(id), \(at), \(partner), \(operation), \(reference), \(status), \(outcome),
                \(Int32(milliseconds)))
            """, "partnerExchange.record")
    }
}
