import Clinic
import Postgres
import Support
import Testing

@testable import Access

/// The constraints of 0003_access.sql say the same as the program's types.
@Suite(.database) struct `The tables of access` {
    let database = TestDatabase.current.database

    /// The words of a CHECK such as `CHECK (state IN ('invited', 'active'))`.
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
            ("account_kind_known", AccountKind.allCases.map(\.rawValue)),
            ("account_state_known", AccountState.allCases.map(\.rawValue)),
            ("sign_in_address_channel_known", SignInAddress.Channel.allCases.map(\.rawValue)),
            ("role_grant_role_known", Role.staff.map(\.rawValue)),
            ("role_grant_state_known", RoleGrant.State.Name.allCases.map(\.rawValue)),
            ("enrolment_purpose_known", Enrolment.Purpose.allCases.map(\.rawValue)),
            ("enrolment_outcome_known", Enrolment.Outcome.allCases.map(\.rawValue)),
            ("session_kind_known", AccountKind.allCases.map(\.rawValue)),
            ("session_means_known", Session.Means.allCases.map(\.rawValue)),
            ("session_end_reason_known", Session.End.allCases.map(\.rawValue)),
        ]
        for (constraint, words) in table {
            #expect(try await self.words(of: constraint) == Set(words), "\(constraint)")
        }
    }

    @Test func `ask for a second person where the program does`() async throws {
        let signing = Set(Role.staff.filter(\.signs).map(\.rawValue))
        for constraint in ["role_grant_signing_role_approved", "role_grant_only_signing_roles_wait"] {
            let words = try await words(of: constraint)
            #expect(words.intersection(Role.staff.map(\.rawValue)) == signing, "\(constraint)")
        }
    }

    /// Even a program that forgot its own rules could not write these rows.
    @Test func `refuse a grant that one person makes alone`() async throws {
        let (one, two) = (
            try await database.openStaff(.administrator), try await database.openStaff(.administrator)
        )
        let three = try await database.openStaff(.administrator)
        let rows: [(SQL, String)] = [
            ("'auditor', 'active', \(one), NULL, NULL", "role_grant_not_to_oneself"),
            ("'prescriber', 'active', \(two), NULL, NULL", "role_grant_signing_role_approved"),
            ("'prescriber', 'active', \(two), \(two), \(start)", "role_grant_two_persons"),
            ("'prescriber', 'active', \(two), \(one), \(start)", "role_grant_two_persons"),
            ("'careNavigator', 'pending', \(two), NULL, NULL", "role_grant_only_signing_roles_wait"),
            ("'auditor', 'active', NULL, NULL, NULL", "role_grant_granted_by_somebody"),
            ("'patient', 'active', \(two), NULL, NULL", "role_grant_role_known"),
            ("'auditor', 'ended', \(two), NULL, NULL", "role_grant_ended_by_somebody"),
        ]
        func insert(_ values: SQL) async throws {
            try await database.run { connection in
                try connection.run(
                    """
                    INSERT INTO role_grant
                        (id, account_id, granted_at, role, state, granted_by, approved_by, approved_at)
                    VALUES (gen_random_uuid(), \(one), \(start), \(fragment: values))
                    """, "test.grant")
            }
        }
        for (values, constraint) in rows {
            do {
                try await insert(values)
                Issue.record("\(constraint) let a row pass")
            } catch let error as PostgresError {
                #expect(error.constraint == constraint)
            }
        }
        try await insert("'prescriber', 'active', \(two), \(three), \(start)")
    }

    @Test func `let the server change no more than it must`() async throws {
        let forbidden: [SQL] = [
            "UPDATE account SET kind = 'staff'", "UPDATE account SET email_token = NULL",
            "DELETE FROM account",
            "UPDATE role_grant SET role = 'prescriber'", "UPDATE role_grant SET granted_by = NULL",
            "DELETE FROM role_grant", "DELETE FROM installation_setup", "DELETE FROM enrolment",
            "UPDATE session SET account_id = gen_random_uuid()",
            "UPDATE sign_in_address SET account_id = NULL",
            "UPDATE refresh_token SET session_id = NULL", "UPDATE revocation SET session_id = NULL",
        ]
        for statement in forbidden {
            do {
                try await database.run { connection in try connection.run(statement, "test.forbidden") }
                Issue.record("\(statement.text) was allowed")
            } catch let error as PostgresError {
                #expect(error.sqlState == .insufficientPrivilege, "\(statement.text): \(error)")
            }
        }
    }
}
