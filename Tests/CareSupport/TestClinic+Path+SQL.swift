import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Prescriptions
import Sealing
import StrictJSON

/// Rows of the stages before the one that a test is about, put straight into their tables and valid there: a test of
/// orders need not walk through intake, visit and signature.
extension TestClinic {
    /// Where on the path `person(at:)` leaves somebody.
    package enum Point: Int, Comparable {
        case registered, eligible, consulted, signed, ordered, dispensed

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What stands in the tables for one person.
    package struct Person: Sendable {
        package let patient: ID<Patient>
        package let prescriber: Caller
        package let pharmacy: UUID
        package let intake: UUID
        package let eligibility: UUID
        package let consult: UUID
        package let prescription: UUID
        package let fill: UUID
        package let order: UUID
    }

    /// Somebody of Arizona, 15 to 45 mg in lozenges of 15 mg, who has come as far as `point`. The ids of what lies
    /// behind it name nothing.
    package func person(at point: Point, email: String = "maya@example.org") async throws -> Person {
        let patient = try await registered(email: email).id
        let prescriber = try await prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let pharmacy = try await pharmacy(slug: "alpha-\(UUID().uuidString.prefix(8).lowercased())")
        let person = Person(
            patient: patient, prescriber: prescriber, pharmacy: pharmacy, intake: UUID(), eligibility: UUID(),
            consult: UUID(), prescription: UUID(), fill: UUID(), order: UUID())
        let now = clock.now
        let keyring = keyring
        let program = carePath.program
        try await database.transaction(by: Actor.system("test")) { connection in
            let key = try connection.fetchFirst(
                "SELECT data_key FROM patient WHERE id = \(patient)", "test.dataKey"
            ) { row in try keyring.unwrap(try row["data_key"]) }
            guard let key else { throw Unexpected() }
            if point >= .eligible {
                let answers = IntakeAnswers().response(to: program.intake.questionnaire, status: "completed")
                try person.beEligible(answers.text, key, on: connection, now: now)
                try person.sign(program.consents.required, key, on: connection, now: now)
            }
            if point >= .consulted { try person.beConsulted(on: connection, now: now) }
            if point >= .signed { try person.bePrescribed(key, on: connection, now: now) }
            if point >= .ordered { try person.beOrdered(on: connection, now: now) }
            if point >= .dispensed { try person.beDispensed(on: connection, now: now) }
        }
        return person
    }

    /// A prescriber with licence and DEA registration in Arizona and New York, at work Monday to Saturday 9 to 17 in
    /// New York.
    package func prescriber(named name: String, npi: String? = nil) async throws -> Caller {
        let caller = try await colleague(name, [.prescriber])
        try await grant(.prescriber, to: caller)
        let now = clock.now
        let npi = npi ?? TestClinic.randomNPI()
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO prescriber (account_id, credentials, npi, time_zone, address, initial_minutes,
                    review_minutes, ad_hoc_minutes, buffer_minutes, minimum_notice_minutes, horizon_days,
                    daily_maximum, changed_at, version)
                VALUES (\(caller.accountID), 'MD', \(npi), 'America/New_York',
                    '{"line1":"1 Clinic Way","city":"New York","state":"NY","postalCode":"10001"}',
                    30, 15, 15, 0, 240, 30, 12, \(now), 1)
                """, "test.prescriber")
            for state in ["AZ", "NY"] {
                try connection.execute(
                    """
                    INSERT INTO prescriber_licence (account_id, state, number, valid_from, valid_until)
                    VALUES (\(caller.accountID), \(state), \("\(state)-1001"), '2025-01-01', '2027-12-31')
                    """, "test.licence")
                try connection.execute(
                    """
                    INSERT INTO prescriber_dea (account_id, state, number, valid_from, valid_until)
                    VALUES (\(caller.accountID), \(state), 'BL1234563', '2025-01-01', '2027-12-31')
                    """, "test.dea")
            }
            for weekday in 1...6 {
                try connection.execute(
                    """
                    INSERT INTO prescriber_hours (account_id, weekday, opens, closes, valid_from)
                    VALUES (\(caller.accountID), \(weekday), 540, 1020, '2026-01-01')
                    """, "test.hours")
            }
        }
        return caller
    }

    /// A pharmacy that takes orders, licensed in Arizona and New York, open every day from 9 to 17.
    package func pharmacy(
        slug: String, baseURL: String = "http://127.0.0.1:9", labelBuyer: String = "program"
    ) async throws -> UUID {
        let id = UUID()
        let now = clock.now
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO pharmacy (id, slug, name, npi, dea, address, phone, time_zone, calendar, adapter, base_url,
                    settings, state, label_buyer, days_to_ship, daily_capacity, rank, changed_at, version)
                VALUES (\(id), \(slug), 'Alpha Compounding', '1234567893', 'BA1234563',
                    '{"line1":"2 Mortar Road","city":"Phoenix","state":"AZ","postalCode":"85004"}', '+16025550199',
                    'America/Phoenix',
                    '{"timeZone":"America/Phoenix","holidays":[],"spells":[{"from":"2026-01-01","hours":{"1":["09:00","17:00"],"2":["09:00","17:00"],"3":["09:00","17:00"],"4":["09:00","17:00"],"5":["09:00","17:00"],"6":["09:00","17:00"],"7":["09:00","17:00"]}}]}',
                    'lifeFile', \(baseURL), '{"practice":"1001","location":"7","vendor":"lozenge"}', 'takingOrders',
                    \(labelBuyer), 3, 100, 1, \(now), 1)
                """, "test.pharmacy")
            for state in ["AZ", "NY"] {
                try connection.execute(
                    """
                    INSERT INTO pharmacy_licence (pharmacy_id, state, number, valid_from, valid_until)
                    VALUES (\(id), \(state), \("\(state)-P1"), '2025-01-01', '2027-12-31')
                    """, "test.pharmacyLicence")
            }
            for strength in [15, 30] {
                try connection.execute(
                    """
                    INSERT INTO pharmacy_product (pharmacy_id, strength_mg, form, product, is_scored)
                    VALUES (\(id), \(strength), 'lozenge', \("KET-\(strength)"), \(strength == 30))
                    """, "test.product")
            }
        }
        return id
    }

    /// The intake in force is one no more.
    package func supersedeIntake(of patient: ID<Patient>) async throws {
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.run(
                "UPDATE intake SET state = 'superseded' WHERE patient_id = \(patient) AND state = 'submitted'",
                "test.supersede")
        }
    }

    /// Ten digits whose last checks the others; another each time, since no two prescribers share one.
    package static func randomNPI() -> String {
        let base = [1] + (0..<8).map { _ in Int.random(in: 0...9) }
        let sum = base.enumerated().reduce(24) { sum, entry in
            let value = entry.offset.isMultiple(of: 2) ? entry.element * 2 : entry.element
            return sum + value / 10 + value % 10
        }
        return (base + [(10 - sum % 10) % 10]).map(String.init).joined()
    }
}

extension TestClinic.Person {
    fileprivate func beEligible(
        _ answers: String, _ key: SealingKey, on connection: Connection, now: Instant
    ) throws {
        func seal(_ text: String, _ table: String, _ column: String, _ row: UUID) throws -> Sealed<String> {
            try Sealed(
                text, with: key,
                at: SealedPlace(table: table, column: column, row: row.uuidString.lowercased()))
        }
        try connection.execute(
            """
            INSERT INTO intake (id, patient_id, questionnaire, state, answers, started_at, saved_at, submitted_at, version)
            VALUES (\(intake), \(patient), 'https://lozenge.example/questionnaires/intake|1', 'submitted',
                \(try seal(answers, "intake", "answers", intake)), \(now), \(now), \(now), 1)
            """, "test.intake")
        let findings = try Sealed(
            EligibilityResult(
                outcome: .eligible, findings: [], showsCrisisResources: false, rulesVersion: "1"),
            with: key,
            at: SealedPlace(
                table: "eligibility", column: "findings", row: eligibility.uuidString.lowercased()))
        try connection.execute(
            """
            INSERT INTO eligibility (id, patient_id, intake_id, evaluated_at, rules_version, outcome, rules, findings)
            VALUES (\(eligibility), \(patient), \(intake), \(now), '1', 'eligible', '{}',
                \(findings))
            """, "test.eligibility")
    }

    fileprivate func sign(
        _ documents: [ConsentDocument], _ key: SealingKey, on connection: Connection, now: Instant
    ) throws {
        for document in documents {
            let consent = UUID()
            let signature = try Sealed(
                "Maya Ortiz", with: key,
                at: SealedPlace(
                    table: "consent", column: "signature", row: consent.uuidString.lowercased()))
            try connection.execute(
                """
                INSERT INTO consent (id, patient_id, document, document_version, sha256, language, signature, signed_at)
                VALUES (\(consent), \(patient), \(document.name), \(document.version), \(document.sha256(in: .en)),
                    'en', \(signature), \(now))
                """, "test.consent")
        }
    }

    fileprivate func beConsulted(on connection: Connection, now: Instant) throws {
        let starts = now - .hours(2)
        try connection.execute(
            """
            INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                blocked, identity_confirmed, attested_state, modality, checked_in_at, started_at, completed_at, outcome,
                sequence, created_at, version)
            VALUES (\(consult), \(patient), \(prescriber.accountID), 'initial', 'completed', \(starts),
                \(starts + .minutes(30)), 0, tstzrange(\(starts), \(starts + .minutes(30))), 'photoId', 'AZ', 'video',
                \(starts), \(starts), \(starts + .minutes(30)), 'approved', 0, \(starts), 5)
            """, "test.consult")
        try connection.execute(
            """
            INSERT INTO consult_note (id, consult_id, kind, content, signed_by, signed_at)
            VALUES (\(UUID()), \(consult), 'note', '\\x00', \(prescriber.accountID), \(starts + .minutes(30)))
            """, "test.note")
    }

    fileprivate func bePrescribed(_ key: SealingKey, on connection: Connection, now: Instant) throws {
        let row = prescription.uuidString.lowercased()
        let content = try Sealed(
            PrescriptionContent(
                directions: "Place in the cheek for 15 minutes, then swallow. No second dose the same day.",
                reasonForCompounding: "No approved product of this strength and form."),
            with: key, at: PrescriptionContent.place(of: row))
        let issued = LocalDate(of: now, in: .gmt)
        let pdmp = UUID()
        try connection.execute(
            """
            INSERT INTO pdmp_query (id, patient_id, state, queried_at, recorded_by, recorded_at, content)
            VALUES (\(pdmp), \(patient), 'AZ', \(now), \(prescriber.accountID), \(now), '\\x00')
            """, "test.pdmp")
        try connection.execute(
            """
            INSERT INTO prescription (id, patient_id, prescriber_id, consult_id, state, protocol, drug, form,
                strength_mg, pieces, start_mg, maximum_mg, quantity, days_supply, refills, standing_order, legal_basis,
                ship_state, attested_state, delivery, content, drafted_by, drafted_at, ready_by, ready_at, ready_sha256,
                pdmp_query_id, signed_at, issued_on, last_fill_on, archive, archive_sha256, signature, signing_key,
                second_factor_step, version)
            VALUES (\(prescription), \(patient), \(prescriber.accountID), \(consult), 'signed', 'daily-low-dose|1',
                'ketamine hydrochloride', 'lozenge', 15, 1, 15, 45, 81, 30, 5, true, 'telemedicine_flexibility', 'AZ',
                'AZ', 'sandbox', \(content), 'test', \(now), 'test', \(now), decode(repeat('00', 32), 'hex'), \(pdmp),
                \(now), \(issued), \(issued.adding(months: 6)), '\\x00', decode(repeat('00', 32), 'hex'),
                decode(repeat('00', 64), 'hex'), 'test', \(now.secondsSince1970 / 30), 3)
            """, "test.prescription")
        try connection.execute(
            """
            INSERT INTO fill (id, prescription_id, patient_id, number, state, not_before, release_on, planned_at,
                    version)
            VALUES (\(fill), \(prescription), \(patient), 1, 'planned', \(issued), \(issued), \(now), 1)
            """, "test.fill")
    }

    fileprivate func beOrdered(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE fill SET state = 'released', quantity = 81, quantity_mg = 1215, released_at = \(now), version = 2
            WHERE id = \(fill)
            """, "test.release")
        try connection.execute(
            """
            INSERT INTO pharmacy_order (id, fill_id, prescription_id, patient_id, pharmacy_id, state, quantity,
                do_not_dispense_before, created_at, submitted_at, acknowledged_at, pharmacy_reference, version)
            VALUES (\(order), \(fill), \(prescription), \(patient), \(pharmacy), 'acknowledged', 81,
                \(LocalDate(of: now, in: .gmt)), \(now), \(now), \(now), \("A-\(order.uuidString.prefix(8))"), 3)
            """, "test.order")
    }

    fileprivate func beDispensed(on connection: Connection, now: Instant) throws {
        let day = LocalDate(of: now, in: .gmt)
        try connection.execute(
            "UPDATE pharmacy_order SET state = 'dispensed', dispensed_at = \(now), version = 4 WHERE id = \(order)",
            "test.dispensed")
        try connection.execute(
            """
            INSERT INTO dispense (order_id, fill_id, patient_id, rx_number, fill_number, dispensed_on, quantity,
                quantity_mg, pharmacist, recorded_at)
            VALUES (\(order), \(fill), \(patient), 'RX-1', 1, \(day), 81, 1215, 'P. Novak', \(now))
            """, "test.dispense")
        try connection.execute(
            """
            INSERT INTO dispense_lot (order_id, lot, use_by, quantity)
            VALUES (\(order), 'K2291', \(day + 180), 81)
            """, "test.lot")
        try connection.execute(
            "UPDATE fill SET state = 'dispensed', version = 3 WHERE id = \(fill)", "test.fillDispensed")
    }
}
