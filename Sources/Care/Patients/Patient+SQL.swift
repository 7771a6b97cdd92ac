import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Patient {
    /// A new patient's rows: the record, sealed with a fresh key, and, queued, what they may be found by.
    ///
    /// The record waits for the database's word: `patient_screening_key` refuses a second patient on one screening.
    package static func insert(
        _ registration: Registration, as id: ID<Patient>,
        standing: Standing, sealedWith key: SealingKey, kept wrapped: WrappedKey, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws {
        func seal<Value: Codable & Sendable>(_ value: Value, _ column: String) throws -> Sealed<Value> {
            try Sealed(value, with: key, at: place(column, id))
        }
        try connection.run(
            """
            INSERT INTO patient (id, data_key, name, birth_date, address, contact, state, time_zone, language,
                consent_to_messages, screening_id, standing, registered_at, version)
            VALUES (\(id), \(wrapped), \(try seal(registration.name, "name")),
                \(try seal(registration.birthDate.description, "birth_date")),
                \(try seal(registration.address, "address")), \(try seal(registration.contact, "contact")),
                \(registration.state.code), \(registration.preferences.timeZone),
                \(registration.preferences.language), \(registration.preferences.consentToMessages),
                \(registration.screening), \(standing), \(now), 1)
            """, "patient.insert")
        try connection.execute(
            """
            INSERT INTO patient_search_token (token, patient_id)
            SELECT token, \(id) FROM unnest(\(searchTokens(registration, keyring))) AS token
            ON CONFLICT DO NOTHING
            """)
    }

    /// Changes what is the patient's own to change, if the record is still at `version`; `false` if it is not.
    package static func change(
        _ id: ID<Patient>, to preferences: Preferences, from version: Int, on connection: Connection
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE patient
            SET time_zone = \(preferences.timeZone), language = \(preferences.language),
                consent_to_messages = \(preferences.consentToMessages), version = version + 1
            WHERE id = \(id) AND version = \(version)
            """) == 1
    }

    /// The standing, locked until the transaction ends; `nil` if there is no such patient.
    package static func lockStanding(of id: ID<Patient>, on connection: Connection) throws -> Standing? {
        try connection.fetchFirst("SELECT standing FROM patient WHERE id = \(id) FOR UPDATE") {
            try $0["standing"]
        }
    }

    /// Writes a decided standing, queued.
    package static func save(_ standing: Standing, of id: ID<Patient>, on connection: Connection) throws {
        try connection.execute(
            "UPDATE patient SET standing = \(standing), version = version + 1 WHERE id = \(id)")
    }

    /// The whole record, for one reading.
    package static func select(_ id: ID<Patient>) -> SQL { "\(fragment: selection) WHERE patient.id = \(id)" }

    /// A patient's record with the key that opens it: what changes of the record are made with.
    package struct Opened: Sendable {
        package let patient: Patient
        package let key: SealingKey

        package init(patient: Patient, key: SealingKey) {
            self.patient = patient
            self.key = key
        }

        package var id: ID<Patient> { patient.id }
    }

    /// The record with its key, locked until the transaction ends.
    package static func lock(
        _ id: ID<Patient>, keyring: Keyring, on connection: Connection
    ) throws -> Opened? {
        try connection.fetchFirst(
            "\(fragment: select(id)) FOR UPDATE OF patient", "patient.lock"
        ) { row in
            Opened(
                patient: try Patient(row, keyring: keyring), key: try keyring.unwrap(try row["data_key"]))
        }
    }

    /// The key with which what belongs to a patient is sealed.
    package static func selectKey(of id: ID<Patient>) -> SQL {
        "SELECT data_key FROM patient WHERE id = \(id)"
    }

    /// The same for whoever a statement of ids names.
    package static func select(among ids: SQL) -> SQL {
        "\(fragment: selection) WHERE patient.id IN (\(fragment: ids))"
    }

    /// The same by handle: `pt-7k2mq`.
    package static func select(handle: String) -> SQL {
        "\(fragment: selection) WHERE patient.handle = \(handle)"
    }

    /// The id behind a handle.
    package static func selectID(handle: String) -> SQL { "SELECT id FROM patient WHERE handle = \(handle)" }

    /// Patients found by all of the tokens, latest first, at most `limit`.
    package static func select(foundBy tokens: [SearchToken], limit: Int) -> SQL {
        """
        \(fragment: selection)
        WHERE patient.id IN (
            SELECT patient_id FROM patient_search_token
            WHERE token = ANY (\(tokens))
            GROUP BY patient_id HAVING count(DISTINCT token) = \(tokens.count))
        ORDER BY patient.registered_at DESC, patient.id
        LIMIT \(limit)
        """
    }

    private static let selection: SQL = """
        SELECT patient.id, handle, data_key, name, birth_date, address, contact, time_zone, patient.language,
            consent_to_messages, screening_id, screening.result, screening.rules, standing, registered_at, version
        FROM patient JOIN screening ON screening.id = screening_id
        """

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<Patient> = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        func open<Value: Codable & Sendable>(_ column: String, _: Value.Type = Value.self) throws -> Value {
            let sealed: Sealed<Value> = try row[column]
            return try sealed.open(with: key, at: Self.place(column, id))
        }
        guard let birthDate = LocalDate(try open("birth_date", String.self)) else {
            throw SealedContentUnreadable(column: "birth_date")
        }
        self.init(
            id: id, handle: try row["handle"], name: try open("name"), birthDate: birthDate,
            address: try open("address"), contact: try open("contact"),
            preferences: Preferences(
                timeZone: try row["time_zone"], language: try row["language"],
                consentToMessages: try row["consent_to_messages"]),
            entry: Entry(
                screening: try row["screening_id"], result: try row["result"], rules: try row["rules"],
                standing: try row["standing"]),
            registeredAt: try row["registered_at"], version: try row["version"])
    }

    /// Opens a name alone, from a row that calls its columns `patient_data_key` and `patient_name`.
    package static func openName(_ row: Row, of id: ID<Patient>, keyring: Keyring) throws -> PersonName {
        let sealed: Sealed<PersonName> = try row["patient_name"]
        return try sealed.open(with: try keyring.unwrap(try row["patient_data_key"]), at: place("name", id))
    }

    /// Opens the ways to reach somebody alone, from a row that calls its columns `patient_data_key` and
    /// `patient_contact`.
    package static func openContact(_ row: Row, of id: ID<Patient>, keyring: Keyring) throws -> Contact {
        let sealed: Sealed<Contact> = try row["patient_contact"]
        return try sealed.open(
            with: try keyring.unwrap(try row["patient_data_key"]), at: place("contact", id))
    }

    static func place(_ column: String, _ id: ID<Patient>) -> SealedPlace {
        SealedPlace(table: "patient", column: column, row: id.description)
    }

    private static func searchTokens(_ registration: Registration, _ keyring: Keyring) -> [SearchToken] {
        Array(keyring.searchTokens(forName: registration.name.full)) + [
            keyring.searchToken(for: .birthDate, registration.birthDate.description),
            keyring.searchToken(for: .email, registration.contact.email.address),
            keyring.searchToken(for: .phone, registration.contact.phone.e164),
        ]
    }
}

/// A sealed column opened, but what was inside is not what the program writes there.
package struct SealedContentUnreadable: Error {
    package let column: String
}
