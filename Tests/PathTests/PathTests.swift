import CareSupport
import Clinic
import Postgres
import Support
import Testing

@Suite(.database) struct `The rows that tests begin with` {
    @Test func `are ones that the tables take`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .dispensed)
        let orders = try await clinic.database.read(
            by: Actor.system("test"), "SELECT state FROM pharmacy_order WHERE id = \(person.order)",
            "test.state"
        ) { row in try row["state"] as String }
        #expect(orders == ["dispensed"])
    }
}
