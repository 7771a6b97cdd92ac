import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Consults
import Foundation
import Postgres
import Prescriptions
import Support
import Testing

@Suite struct `From an approved visit to a signature` {
    private func run(_ sql: SQL, on clinic: TestClinic) async throws {
        try await clinic.database.transaction(by: Actor.system("test")) { try $0.run(sql, "test.spoil") }
    }

    /// Runs as the role that owns the tables, triggers asleep: what the program itself can never do.
    private func tamper(in test: TestDatabase, _ sql: SQL) async throws {
        let owner = Database(url: test.superuserURL)
        try await owner.transaction(by: Actor.system("intruder")) { connection in
            try connection.execute("SET LOCAL session_replication_role = replica")
            try connection.run(sql, "test.tamper")
        }
        await owner.close()
    }

    private func signed(
        _ clinic: TestClinic, _ person: TestClinic.Person
    ) async throws -> (ID<Prescription>, PrescriptionView) {
        let id = try await clinic.readyPrescription(of: person)
        let totp = try await clinic.authenticator(of: person.prescriber)
        let outcome = try await clinic.carePath.signPrescription(
            id, totp: clinic.code(of: totp), once: nil, by: person.prescriber)
        guard case .fresh(let view, _) = outcome else { throw TestClinic.Unexpected() }
        return (id, view)
    }

    @Test func `an approved visit leaves a draft with the protocol's defaults, and the task`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let drafted = try await clinic.carePath.draftPrescription(
                for: person.consult, once: nil, by: person.prescriber)
            guard case .fresh(let view, _) = drafted else { throw TestClinic.Unexpected() }
            let terms = view.prescription.terms
            #expect(terms.lozenge == LozengeForm(strength: Milligrams(15), pieces: 1))
            #expect(terms.start == Milligrams(15) && terms.maximum == Milligrams(45) && terms.quantity == 81)
            #expect(view.quantities == 30...81)
            #expect(terms.legalBasis == .telemedicineFlexibility && view.prescription.shipState.code == "AZ")
            let waiting = try await clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE kind = 'prescriptionDraft' AND state = 'open'")
            #expect(waiting == 1)
            await #expect(throws: PrescriptionRefusal.alreadyDrafted) {
                try await clinic.carePath.draftPrescription(
                    for: person.consult, once: nil, by: person.prescriber)
            }
            await #expect(throws: NotFound.self) {
                try await clinic.carePath.draftPrescription(for: UUID(), once: nil, by: person.prescriber)
            }
        }
    }

    @Test func `a signature archives, plans the first fill, and ends the task`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let (id, view) = try await signed(clinic, person)
            #expect(view.prescription.state == .signed)
            #expect(view.record.signature?.issuedOn == LocalDate("2026-11-21"))
            #expect(view.record.signature?.lastFillOn == LocalDate("2027-05-21"))
            #expect(view.fills.map(\.number) == [1] && view.fills.map(\.state) == ["planned"])
            let check = try await clinic.carePath.verifyPrescription(id, by: person.prescriber.actor)
            #expect(check.isIntact)
            #expect(
                try await clinic.texts(
                    "SELECT outcome AS line FROM work_item WHERE kind = 'prescriptionDraft'") == ["signed"])
            #expect(
                try await clinic.count(
                    "SELECT count(*) AS n FROM timeline_entry WHERE code = 'prescriptionSigned'") == 1)
            #expect(
                try await clinic.texts(
                    "SELECT detail->>'gates' AS line FROM audit_event WHERE action = 'prescription.sign'")
                    == ["P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11"])
        }
    }

    /// Promise N15, and one of sixteen: whoever comes first signs, everybody else is told so.
    @Test func `sixteen signers at once leave one signature`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let id = try await clinic.readyPrescription(of: person)
            let totp = try await clinic.authenticator(of: person.prescriber)
            let code = clinic.code(of: totp)
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        do {
                            _ = try await clinic.carePath.signPrescription(
                                id, totp: code, once: nil, by: person.prescriber)
                            return "signed"
                        } catch let refusal as PrescriptionRefusal {
                            return refusal.code
                        }
                    }
                }
                return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(codes == ["signed": 1, "prescription_already_signed": 15])
            #expect(try await clinic.count("SELECT count(*) AS n FROM fill") == 1)
        }
    }

    @Test func `a code counts once, for two prescriptions too`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let one = try await clinic.person(at: .consulted)
            let id = try await clinic.readyPrescription(of: one)
            let totp = try await clinic.authenticator(of: one.prescriber)
            let code = clinic.code(of: totp)
            try await run(
                "UPDATE staff_credential SET last_step = \(TOTPSecret.step(at: clinic.clock.now))", on: clinic
            )
            await #expect(throws: PrescriptionRefusal.codeUsed) {
                try await clinic.carePath.signPrescription(id, totp: code, once: nil, by: one.prescriber)
            }
            await #expect(throws: PrescriptionRefusal.codeWrong) {
                try await clinic.carePath.signPrescription(id, totp: "000000", once: nil, by: one.prescriber)
            }
            #expect(try await clinic.count("SELECT wrong_codes::bigint AS n FROM staff_credential") == 1)
        }
    }

    @Test func `what is changed afterwards is found`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let (id, _) = try await signed(clinic, person)
            func check() async throws -> SignatureCheck {
                try await clinic.carePath.verifyPrescription(id, by: person.prescriber.actor)
            }
            try await tamper(in: test, "UPDATE prescription SET quantity = 90, refills = 4 WHERE id = \(id)")
            #expect(try await check().differences == ["quantity", "refills"])
            try await tamper(in: test, "UPDATE prescription SET quantity = 81, refills = 5 WHERE id = \(id)")
            #expect(try await check().isIntact)
            try await tamper(
                in: test,
                "UPDATE prescription SET archive_sha256 = decode(repeat('00', 32), 'hex') WHERE id = \(id)")
            #expect(try await !check().isHashRight)
            try await tamper(
                in: test,
                "UPDATE prescription SET signature = decode(repeat('00', 64), 'hex') WHERE id = \(id)")
            #expect(try await check().isSignatureRight == false)
            try await tamper(in: test, "UPDATE prescription SET signing_key = 'another' WHERE id = \(id)")
            #expect(try await check().isSignatureRight == nil)
            try await tamper(in: test, "UPDATE prescription SET archive = '\\x00' WHERE id = \(id)")
            #expect(try await !check().isArchiveReadable)
        }
    }

    /// Promise N2, at the database itself.
    @Test func `the tables refuse what must never be`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let (id, view) = try await signed(clinic, person)
            let fill = try #require(view.fills.first).id
            func refused(_ sql: SQL) async -> String? {
                do {
                    try await run(sql, on: clinic)
                    return nil
                } catch let fault as PostgresError { return fault.constraint } catch { return "\(error)" }
            }
            func another(_ number: Int, decided: Bool = true) -> SQL {
                """
                WITH word AS (
                    INSERT INTO early_fill (id, prescription_id, patient_id, reason, note, authorised_on, authorised_at,
                        authorised_by)
                    SELECT \(UUID()), \(id), \(person.patient), 'travel', '\\x00', '2026-12-20', \(clinic.clock.now), 'test'
                    WHERE \(decided)
                    RETURNING id
                )
                INSERT INTO fill (id, prescription_id, patient_id, number, state, not_before, release_on, early_fill_id,
                    planned_at, version)
                VALUES (\(UUID()), \(id), \(person.patient), \(number), 'planned', '2026-12-20', '2026-12-20',
                    (SELECT id FROM word), \(clinic.clock.now), 1)
                """
            }
            #expect(
                await refused("UPDATE prescription SET quantity = 60 WHERE id = \(id)")
                    == "prescription_immutable")
            #expect(
                await refused("UPDATE prescription SET refills = 4 WHERE id = \(id)")
                    == "prescription_immutable")
            #expect(
                await refused("UPDATE prescription SET archive = '\\x01' WHERE id = \(id)")
                    == "prescription_immutable")
            #expect(await refused(another(1)) == "fill_once")
            #expect(await refused(another(7)) == "fill_within_refills")
            #expect(await refused(another(2, decided: false)) == "fill_decided")
            for number in 2...6 { #expect(await refused(another(number)) == nil) }
            #expect(
                await refused(
                    """
                    UPDATE fill SET state = 'released', quantity = 82, quantity_mg = 1230, released_at = \(clinic.clock.now)
                    WHERE id = \(UUID(uuidString: fill))
                    """) == "fill_within_quantity")
            #expect(
                await refused(
                    """
                    UPDATE fill SET state = 'released', quantity = 81, quantity_mg = 1200, released_at = \(clinic.clock.now)
                    WHERE id = \(UUID(uuidString: fill))
                    """) == "fill_within_quantity")
        }
    }

    @Test func `a cancelled one that no pharmacy had has ended, with its fill`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let (id, _) = try await signed(clinic, person)
            let outcome = try await clinic.carePath.cancelPrescription(
                id, because: "moves abroad", once: nil, by: person.prescriber)
            guard case .fresh(let view, _) = outcome else { throw TestClinic.Unexpected() }
            #expect(view.prescription.state == .cancelled)
            #expect(view.fills.map(\.state) == ["cancelled"])
            #expect(view.prescription.end?.reason == "moves abroad")
            let again = try await clinic.carePath.cancelPrescription(
                id, because: "again", once: nil, by: person.prescriber)
            guard case .fresh(let same, _) = again else { throw TestClinic.Unexpected() }
            #expect(same.prescription.version == view.prescription.version)
        }
    }

    @Test func `one that a pharmacy has in hand waits until it lets go`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .ordered)
            let outcome = try await clinic.carePath.cancelPrescription(
                ID(person.prescription), because: "moves", once: nil, by: person.prescriber)
            guard case .fresh(let view, _) = outcome else { throw TestClinic.Unexpected() }
            #expect(view.prescription.state == .cancelRequested)
            #expect(view.fills.map(\.state) == ["released"])
            let denied = try await clinic.carePath.answerCancel(
                of: ID(person.prescription), isAcknowledged: false, once: nil, by: person.prescriber)
            guard case .fresh(let held, _) = denied else { throw TestClinic.Unexpected() }
            #expect(held.prescription.state == .cancelDenied)
            let answered = try await clinic.carePath.answerCancel(
                of: ID(person.prescription), isAcknowledged: true, once: nil, by: person.prescriber)
            guard case .fresh(let ended, _) = answered else { throw TestClinic.Unexpected() }
            #expect(ended.prescription.state == .cancelled)
        }
    }

    @Test func `the same again replaces the one in force, which ends first`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            let person = try await clinic.person(at: .consulted)
            let (earlier, _) = try await signed(clinic, person)
            let consult = UUID()
            try await run(
                """
                INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                    blocked, identity_confirmed, attested_state, modality, started_at, completed_at, outcome, sequence,
                    created_at, version)
                SELECT \(consult), patient_id, prescriber_id, 'refillReview', state, starts_at, ends_at, buffer_minutes,
                    blocked, identity_confirmed, attested_state, modality, started_at, completed_at, outcome, sequence,
                    created_at, version
                FROM consult WHERE id = \(person.consult)
                """, on: clinic)
            try await run(
                """
                INSERT INTO consult_note (id, consult_id, kind, content, signed_by, signed_at)
                SELECT \(UUID()), \(consult), 'note', content, signed_by, signed_at
                FROM consult_note WHERE consult_id = \(person.consult)
                """, on: clinic)
            let drafted = try await clinic.carePath.draftPrescription(
                for: consult, once: nil, by: person.prescriber)
            guard case .fresh(let draft, _) = drafted else { throw TestClinic.Unexpected() }
            #expect(draft.prescription.replaces == earlier)
            _ = try await clinic.carePath.markPrescriptionReady(
                draft.prescription.id, once: nil, by: person.prescriber)
            clinic.clock.advance(by: .seconds(60))
            let totp = try await clinic.authenticator(of: person.prescriber)
            let outcome = try await clinic.carePath.signPrescription(
                draft.prescription.id, totp: clinic.code(of: totp), once: nil, by: person.prescriber)
            guard case .fresh(let view, _) = outcome else { throw TestClinic.Unexpected() }
            #expect(view.prescription.state == .signed)
            #expect(view.fills.map(\.state) == ["planned"])
            let old = try await clinic.carePath.prescription(earlier, by: person.prescriber.actor)
            #expect(old.prescription.state == .replaced)
            #expect(old.fills.map(\.state) == ["cancelled"])
            #expect(
                try await clinic.carePath.verifyPrescription(earlier, by: person.prescriber.actor).isIntact)
        }
    }
}
