import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing

/// The patient whose intake is being worked on, locked until the transaction ends: two submissions, or an answer and
/// a return, never happen at once.
struct IntakePerson: Sendable {
    let patient: Patient
    let key: SealingKey
    /// Whether somebody may prescribe in the state of residence today and some pharmacy may ship there.
    let isServed: Bool

    var id: UUID { patient.id.uuid }

    var zone: TimeZone { TimeZone(identifier: patient.preferences.timeZone) ?? .gmt }

    var state: StateCode {
        guard let state = StateCode(patient.address.state) else {
            preconditionFailure("A patient's address was taken with a known state.")
        }
        return state
    }
}

extension CarePath {
    /// Locks `patient`. Two round trips.
    func lockPerson(_ patient: ID<Patient>, on connection: Connection, now: Instant) throws -> IntakePerson {
        let found = try connection.fetchFirst(
            "\(fragment: Patient.select(patient)) FOR UPDATE OF patient", "intake.patient"
        ) { row in try Patient(row, keyring: keyring) }
        guard let found else { throw NotFound() }
        let coverage = try connection.fetchFirst(
            Self.selectCoverage(of: patient, on: program.today(at: now)), "intake.coverage"
        ) { row in
            (key: try keyring.unwrap(try row["data_key"]), isServed: try row["is_served"] as Bool)
        }
        guard let coverage else { throw NotFound() }
        return IntakePerson(patient: found, key: coverage.key, isServed: coverage.isServed)
    }

    /// A state is served where the program says so, a prescriber at work here is licensed there and a pharmacy that is
    /// not closed may ship there, all on the same date (rule E2).
    private static func selectCoverage(of patient: ID<Patient>, on date: LocalDate) -> SQL {
        """
        SELECT patient.data_key,
            EXISTS (
                SELECT FROM served_state
                WHERE served_state.state = patient.state AND since <= \(date)
                    AND (until IS NULL OR until > \(date)))
            AND EXISTS (
                SELECT FROM prescriber_licence AS licence
                JOIN account ON account.id = licence.account_id AND account.state = 'active'
                WHERE licence.state = patient.state AND \(date) BETWEEN valid_from AND valid_until)
            AND EXISTS (
                SELECT FROM pharmacy_licence AS licence
                JOIN pharmacy ON pharmacy.id = licence.pharmacy_id AND pharmacy.state <> 'closed'
                WHERE licence.state = patient.state AND \(date) BETWEEN valid_from AND valid_until) AS is_served
        FROM patient WHERE patient.id = \(patient)
        """
    }
}
