import Access
import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import Intakes
import Patients
import Postgres
import Sealing

/// Rows around visits, put straight into their tables.
extension TestClinic {
    /// The role as two administrators gave it.
    package func grant(_ role: Role, to caller: Caller) async throws {
        let giver = try await colleague("giver-\(UUID().uuidString.prefix(8))", [.administrator])
        let second = try await colleague("second-\(UUID().uuidString.prefix(8))", [.administrator])
        let now = clock.now
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO role_grant (id, account_id, role, state, granted_by, granted_at, approved_by, approved_at)
                VALUES (\(UUID()), \(caller.accountID), \(role), 'active', \(giver.accountID), \(now),
                    \(second.accountID), \(now))
                """, "test.grant")
        }
    }

    /// A visit that is booked, in whatever hour: the rules of booking are not asked.
    package func booked(
        for patient: ID<Patient>, with prescriber: UUID, at starts: Instant, minutes: Int = 30
    ) async throws -> ID<Consult> {
        let id = ID<Consult>(at: clock.now)
        let time = VisitTime(starts: starts, ends: starts + .minutes(minutes), buffer: 0)
        let now = clock.now
        let consult = Consult(
            id: id, origin: id, patient: patient.uuid, prescriber: prescriber, kind: .initial, time: time,
            state: .booked, sequence: 0, version: 2)
        try await database.transaction(by: Actor.system("test")) { connection in
            try consult.insert(on: connection, now: now)
        }
        return id
    }

    /// What stands before a first visit, as rows: an intake in force, an evaluation without findings, and every consent
    /// that is asked for.
    package func makeReady(_ patient: ID<Patient>) async throws {
        let (intake, eligibility, now) = (UUID(), UUID(), clock.now)
        let keyring = keyring
        let documents = carePath.program.consents.required
        try await database.transaction(by: Actor.system("test")) { connection in
            let key = try connection.fetchFirst(
                "SELECT data_key FROM patient WHERE id = \(patient)", "test.dataKey"
            ) { row in try keyring.unwrap(try row["data_key"]) }
            guard let key else { throw Unexpected() }
            func seal(_ text: String, _ table: String, _ column: String, _ row: UUID) throws -> Sealed<String>
            {
                try Sealed(
                    text, with: key,
                    at: SealedPlace(table: table, column: column, row: row.uuidString.lowercased()))
            }
            try connection.execute(
                """
                INSERT INTO intake (id, patient_id, questionnaire, state, answers, started_at, saved_at, submitted_at,
                    version)
                VALUES (\(intake), \(patient), 'https://lozenge.example/questionnaires/intake|1', 'submitted',
                    \(try seal("{}", "intake", "answers", intake)), \(now), \(now), \(now), 1)
                """, "test.intake")
            try connection.execute(
                """
                INSERT INTO eligibility (id, patient_id, intake_id, evaluated_at, rules_version, outcome, rules,
                    findings)
                VALUES (\(eligibility), \(patient), \(intake), \(now), '1', 'eligible', '{}',
                    \(try seal("[]", "eligibility", "findings", eligibility)))
                """, "test.eligibility")
            for document in documents {
                let id = UUID()
                try connection.execute(
                    """
                    INSERT INTO consent (id, patient_id, document, document_version, sha256, language, signature,
                        signed_at)
                    VALUES (\(id), \(patient), \(document.name), \(Int32(document.version)),
                        \(document.sha256(in: .en)), 'en', \(try seal("Maya Ortiz", "consent", "signature", id)),
                        \(now))
                    """, "test.consent")
            }
        }
    }
}
