import Clinic
import Consults
import Postgres
import Support
import Testing

/// The constraints of 0009_consults.sql say the same as the program's types.
@Suite(.database) struct `The tables of visits` {
    private func words(of constraint: String) async throws -> Set<String> {
        let definitions = try await TestDatabase.current.database.read(
            by: Actor.system("test"),
            "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = \(constraint)",
            "test.constraint"
        ) { try $0["definition"] as String }
        let definition = try #require(definitions.first, "no constraint \(constraint)")
        return Set(definition.matches(of: /'([A-Za-z]+)'/).map { String($0.1) })
    }

    @Test func `know the same words as the program`() async throws {
        let table: [(String, [String])] = [
            ("consult_kind_known", Consult.Kind.allCases.map(\.rawValue)),
            ("consult_state_known", Consult.State.Name.allCases.map(\.rawValue)),
            ("consult_outcome_known", Consult.Outcome.allCases.map(\.rawValue)),
            ("consult_identity_known", Consult.Identity.allCases.map(\.rawValue)),
            ("consult_modality_known", Consult.Modality.allCases.map(\.rawValue)),
            ("consult_note_kind_known", SignedNote.Content.Kind.allCases.map(\.rawValue)),
        ]
        for (constraint, words) in table {
            #expect(try await self.words(of: constraint) == Set(words), "\(constraint)")
        }
        let parties = Set(Consult.Party.allCases.map(\.rawValue))
        #expect(try await words(of: "consult_no_show_who").isSuperset(of: parties))
    }

    @Test func `keep the same visits from overlapping as the program calls active`() async throws {
        let active = Set(Consult.State.Name.allCases.filter(\.isActive).map(\.rawValue))
        for constraint in ["consult_prescriber_once_at_a_time", "consult_patient_once_at_a_time"] {
            #expect(try await words(of: constraint) == active, "\(constraint)")
        }
    }
}
