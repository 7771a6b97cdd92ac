import CareSupport
import Clinic
import Foundation
import Postgres
import Support
import Testing

@testable import PharmacyOrders

/// The constraints of 0011_pharmacy_orders.sql say the same as the program's types.
@Suite(.database) struct `The tables of pharmacy orders` {
    let database = TestDatabase.current.database

    private func words(of constraint: String) async throws -> Set<String> {
        let definitions = try await database.read(
            by: Actor.system("test"),
            "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = \(constraint)",
            "test.constraint"
        ) { try $0["definition"] as String }
        let definition = try #require(definitions.first, "no constraint \(constraint)")
        return Set(definition.matches(of: /'([A-Za-z]+)'/).map { String($0.1) })
    }

    @Test func `know the same words as the program`() async throws {
        let table: [(String, [String])] = [
            ("pharmacy_order_state_known", PharmacyOrder.State.Name.allCases.map(\.rawValue)),
            ("pharmacy_state_known", Pharmacy.State.Name.allCases.map(\.rawValue)),
            ("pharmacy_adapter_known", Pharmacy.Adapter.allCases.map(\.rawValue)),
            ("pharmacy_label_buyer_known", Pharmacy.LabelBuyer.allCases.map(\.rawValue)),
        ]
        for (constraint, words) in table {
            #expect(try await self.words(of: constraint) == Set(words), "\(constraint)")
        }
    }

    /// Whatever state the program writes, the CHECKs take it and it comes back the same.
    @Test func `take every state and give it back`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .ordered)
        let rerouted = PharmacyOrder.State.ended(
            .init(.rerouted(to: ID(person.order)), by: "staff:test", at: Orders.now))
        for state in Orders.states {
            let found = try await clinic.database.transaction(by: Actor.system("test")) { connection in
                var order = try #require(try PharmacyOrder.lock(ID(person.order), on: connection))
                order.state = state.name == .rerouted ? rerouted : state
                order.submittedAt = state == .on(.created) ? nil : Orders.now
                order.dispensedAt = Orders.now
                order.reference = "A-1"
                try order.save(on: connection)
                return try PharmacyOrder.lock(ID(person.order), on: connection)?.state
            }
            #expect(found == (state.name == .rerouted ? rerouted : state), "\(state.name.rawValue)")
        }
    }
}

@Suite struct `What pharmacies' codes mean` {
    private func data(_ file: String) throws -> Data {
        try Data(contentsOf: Checkout.folder.appending(path: "Schema/protocols/\(file)"))
    }

    @Test func `has an owner, a deadline and words for each, and one for all others`() throws {
        let codes = try PharmacyCodes(json: data("pharmacy-codes.json"))
        #expect(codes.all.count == 18)
        #expect(codes.known("outOfStock") == "outOfStock")
        #expect(codes.known("patient is called Maya") == "other")
        for code in codes.all {
            let entry = try #require(codes[code])
            #expect(["navigator", "prescriber"].contains(entry.owner))
            #expect(entry.businessMinutes > 0 && !entry.words.en.isEmpty && !entry.words.es.isEmpty)
        }
    }

    @Test func `is refused at load where it makes no sense`() throws {
        #expect(throws: PharmacyRulesFault.self) { try PharmacyCodes(json: Data("{}".utf8)) }
        let rules = String(decoding: try data("pharmacy-orders.json"), as: UTF8.self)
        #expect(try PharmacyRules(json: Data(rules.utf8)).beyondUseDays == 180)
        #expect(throws: PharmacyRulesFault.self) {
            try PharmacyRules(json: Data(rules.replacing("180", with: "0").utf8))
        }
    }

    @Test func `gives the last pause to every question after the last named one`() throws {
        let rules = try PharmacyRules(json: data("pharmacy-orders.json"))
        #expect(rules.pause(afterAsking: 1) == .seconds(30))
        #expect(rules.pause(afterAsking: 99) == .seconds(3600))
    }
}
