import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Correction.Field: PostgresEncodable, PostgresDecodable {}
extension Correction.Document: PostgresEncodable, PostgresDecodable {}

/// A correction as it was made.
package struct CorrectionRecord: Sendable {
    package let id: UUID
    package let field: Correction.Field
    package let before: String
    package let after: String
    package let document: Correction.Document
    package let note: String
    package let seenBy: UUID
    package let correctedAt: Instant
}

extension Correction {
    /// Writes the correction down and changes the record, queued; the patient's row is locked. What was before stays in
    /// the correction.
    package func apply(
        as id: UUID, to person: Patient.Opened, by navigator: UUID, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws {
        let patient = person.patient
        func seal<Value: Codable & Sendable>(_ value: Value, _ place: SealedPlace) throws -> Sealed<Value> {
            try Sealed(value, with: person.key, at: place)
        }
        let (before, after): (String, String) =
            switch change {
            case .name(let name): (patient.name.full, name.full)
            case .birthDate(let date): (patient.birthDate.description, date.description)
            }
        try connection.execute(
            """
            INSERT INTO patient_correction (id, patient_id, field, before, after, document, note, seen_by, corrected_at)
            VALUES (\(id), \(patient.id), \(change.field), \(try seal(before, Self.place("before", id))),
                \(try seal(after, Self.place("after", id))), \(document), \(try seal(note, Self.place("note", id))),
                \(navigator), \(now))
            """, "correction.insert")
        switch change {
        case .name(let name):
            try connection.execute(
                """
                UPDATE patient SET name = \(try seal(name, Patient.place("name", patient.id))), version = version + 1
                WHERE id = \(patient.id)
                """, "correction.name")
            try Patient.exchange(
                Array(keyring.searchTokens(forName: patient.name.full)),
                for: Array(keyring.searchTokens(forName: name.full)), of: patient.id, on: connection)
        case .birthDate(let date):
            let sealed = try seal(date.description, Patient.place("birth_date", patient.id))
            try connection.execute(
                "UPDATE patient SET birth_date = \(sealed), version = version + 1 WHERE id = \(patient.id)",
                "correction.birthDate")
            try Patient.exchange(
                [keyring.searchToken(for: .birthDate, patient.birthDate.description)],
                for: [keyring.searchToken(for: .birthDate, date.description)], of: patient.id, on: connection)
        }
    }

    private static func place(_ column: String, _ id: UUID) -> SealedPlace {
        SealedPlace(table: "patient_correction", column: column, row: id.uuidString.lowercased())
    }
}

extension CorrectionRecord {
    /// All corrections of a record, the latest first.
    package static func select(of patient: ID<Patient>) -> SQL {
        """
        SELECT correction.id, field, before, after, document, note, seen_by, corrected_at, data_key
        FROM patient_correction AS correction JOIN patient ON patient.id = correction.patient_id
        WHERE correction.patient_id = \(patient) ORDER BY corrected_at DESC, correction.id DESC
        """
    }

    package init(_ row: Row, keyring: Keyring) throws {
        let id: UUID = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        func open(_ column: String) throws -> String {
            let sealed: Sealed<String> = try row[column]
            return try sealed.open(
                with: key,
                at: SealedPlace(table: "patient_correction", column: column, row: id.uuidString.lowercased()))
        }
        self.id = id
        field = try row["field"]
        before = try open("before")
        after = try open("after")
        document = try row["document"]
        note = try open("note")
        seenBy = try row["seen_by"]
        correctedAt = try row["corrected_at"]
    }
}

extension Patient {
    /// From now on somebody is found by other words, queued.
    static func exchange(
        _ old: [SearchToken], for new: [SearchToken], of patient: ID<Patient>, on connection: Connection
    ) throws {
        try connection.execute(
            "DELETE FROM patient_search_token WHERE patient_id = \(patient) AND token = ANY (\(old))",
            "patient.forgetTokens")
        try connection.execute(
            """
            INSERT INTO patient_search_token (token, patient_id)
            SELECT token, \(patient) FROM unnest(\(new)) AS token ON CONFLICT DO NOTHING
            """, "patient.addTokens")
    }

    /// The person is reached elsewhere, and found by it, queued.
    package static func save(
        _ contact: Contact, of person: Opened, keyring: Keyring, on connection: Connection
    ) throws {
        let sealed = try Sealed(contact, with: person.key, at: place("contact", person.id))
        try connection.execute(
            "UPDATE patient SET contact = \(sealed), version = version + 1 WHERE id = \(person.id)",
            "patient.saveContact")
        func tokens(_ contact: Contact) -> [SearchToken] {
            [
                keyring.searchToken(for: .email, contact.email.address),
                keyring.searchToken(for: .phone, contact.phone.e164),
            ]
        }
        try exchange(tokens(person.patient.contact), for: tokens(contact), of: person.id, on: connection)
    }
}
