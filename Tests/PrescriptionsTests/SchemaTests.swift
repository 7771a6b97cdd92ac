import CareSupport
import Clinic
import Postgres
import Prescriptions
import Support
import Testing

/// The constraints of 0010_prescriptions.sql say the same as the program's types.
@Suite(.database) struct `The tables of prescriptions` {
    let database = TestDatabase.current.database

    private func words(of constraint: String) async throws -> Set<String> {
        let definitions = try await database.read(
            by: Actor.system("test"),
            "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = \(constraint)",
            "test.constraint"
        ) { try $0["definition"] as String }
        let definition = try #require(definitions.first, "no constraint \(constraint)")
        return Set(definition.matches(of: /'([A-Za-z_]+)'/).map { String($0.1) })
    }

    @Test func `know the same words as the program`() async throws {
        let table: [(String, [String])] = [
            ("prescription_state_known", Prescription.State.allCases.map(\.rawValue)),
            ("prescription_delivery_known", PrescriptionOffice.Delivery.allCases.map(\.rawValue)),
            ("prescription_legal_basis_known", LegalBasisCode.allCases.map(\.rawValue)),
            ("fill_state_known", Fill.State.allCases.map(\.rawValue)),
        ]
        for (constraint, words) in table {
            #expect(try await self.words(of: constraint) == Set(words), "\(constraint)")
        }
    }
}
