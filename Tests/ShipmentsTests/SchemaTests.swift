import Clinic
import Postgres
import Shipments
import Support
import Testing

/// The constraints of 0012_shipments.sql say the same as the program's types.
@Suite(.database) struct `The tables of shipments` {
    @Test func `know the same words as the program`() async throws {
        let table: [(String, [String])] = [
            ("shipment_state_known", Shipment.State.allCases.map(\.rawValue)),
            ("shipment_purchase_known", Shipment.Purchase.allCases.map(\.rawValue)),
            ("shipment_receipt_known", Shipment.Receipt.allCases.map(\.rawValue)),
            (
                "shipment_event_effect_known",
                [HeardEffect.applied, .repeated, .late, .parked("")].map(\.name)
            ),
        ]
        for (constraint, words) in table {
            let definitions = try await TestDatabase.current.database.read(
                by: Actor.system("test"),
                "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = \(constraint)",
                "test.constraint"
            ) { try $0["definition"] as String }
            let definition = try #require(definitions.first, "no constraint \(constraint)")
            let found = Set(definition.matches(of: /'([A-Za-z]+)'/).map { String($0.1) })
            #expect(found == Set(words), "\(constraint)")
        }
    }
}
