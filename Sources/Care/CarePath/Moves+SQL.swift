import Clinic
import Clocks
import Foundation
import Patients
import Postgres

/// What a move touches, beside the visits, in one row.
struct MoveGround {
    let isServed: Bool
    /// The prescription that no longer fits, and whose it is.
    let prescription: (id: UUID, handle: String)?
    /// All that are signed and in force, whatever they name.
    let inForce: UUID?
    let prescriberLacksLicence: Bool
    let drafts: [UUID]
    let plannedFills: [UUID]
    let orders: [String]
    let parcels: [String]
    let hasTreatment: Bool

    init(_ row: Row, to state: StateCode) throws {
        isServed = try row["is_served"]
        inForce = try row["rx_id"]
        let handle: String? = try row["rx_handle"]
        let shipState: String? = try row["ship_state"]
        let fits = shipState == nil || shipState == state.code
        prescription = fits ? nil : inForce.flatMap { id in handle.map { (id, $0) } }
        let isLicensed: Bool? = try row["is_licensed"]
        prescriberLacksLicence = prescription != nil && isLicensed != true
        drafts = try row["drafts"]
        plannedFills = try row["fills"]
        orders = try row["orders"]
        parcels = try row["parcels"]
        hasTreatment = try row["has_treatment"]
    }
}

extension CarePath {
    /// What of the patient's path names an address, a state or a zone, as it will be on `date` in `state`.
    static func selectMoveGround(of patient: ID<Patient>, to state: StateCode, on date: LocalDate) -> SQL {
        """
        SELECT
            EXISTS (SELECT FROM served_state WHERE state = \(state.code) AND since <= \(date)
                AND (until IS NULL OR until > \(date)))
            AND EXISTS (SELECT FROM prescriber_licence AS licence
                JOIN account ON account.id = licence.account_id AND account.state = 'active'
                WHERE licence.state = \(state.code) AND \(date) BETWEEN valid_from AND valid_until)
            AND EXISTS (SELECT FROM pharmacy_licence AS licence
                JOIN pharmacy ON pharmacy.id = licence.pharmacy_id AND pharmacy.state <> 'closed'
                WHERE licence.state = \(state.code) AND \(date) BETWEEN valid_from AND valid_until) AS is_served,
            rx.id AS rx_id, rx.handle AS rx_handle, rx.ship_state,
            EXISTS (SELECT FROM prescriber_licence AS licence
                WHERE licence.account_id = rx.prescriber_id AND licence.state = \(state.code)
                    AND \(date) BETWEEN valid_from AND valid_until) AS is_licensed,
            ARRAY(SELECT id FROM prescription
                WHERE patient_id = patient.id AND state IN ('draft', 'ready') ORDER BY id) AS drafts,
            ARRAY(SELECT id FROM fill WHERE patient_id = patient.id AND state = 'planned' ORDER BY id) AS fills,
            ARRAY(SELECT handle FROM pharmacy_order
                WHERE patient_id = patient.id AND submitted_at IS NOT NULL
                    AND state IN ('submitted', 'unknown', 'acknowledged', 'compounding', 'verified', 'ready', 'triage',
                        'cancelRequested', 'cancelRefused')
                ORDER BY number) AS orders,
            ARRAY(SELECT handle FROM shipment
                WHERE patient_id = patient.id AND receipt IS NULL
                    AND state NOT IN ('delivered', 'returned', 'lost', 'cancelled')
                ORDER BY number) AS parcels,
            EXISTS (SELECT FROM treatment
                WHERE patient_id = patient.id AND state NOT IN ('stopped', 'discharged')) AS has_treatment
        FROM patient
        LEFT JOIN prescription AS rx ON rx.patient_id = patient.id
            AND rx.state IN ('signed', 'transmitted', 'transmissionFailed', 'active')
        WHERE patient.id = \(patient)
        """
    }

    /// Visits to come from `moment` on, and whether each one's prescriber is licensed in `state` on its day.
    static func selectVisitsToCome(of patient: ID<Patient>, in state: StateCode, from moment: Instant) -> SQL
    {
        """
        SELECT consult.id, consult.handle, consult.starts_at, EXISTS (
            SELECT FROM prescriber_licence AS licence
            WHERE licence.account_id = consult.prescriber_id AND licence.state = \(state.code)
                AND (consult.starts_at AT TIME ZONE prescriber.time_zone)::date BETWEEN valid_from AND valid_until)
            AS is_licensed
        FROM consult JOIN prescriber ON prescriber.account_id = consult.prescriber_id
        WHERE consult.patient_id = \(patient) AND consult.state IN ('held', 'booked', 'checkedIn')
            AND consult.starts_at >= \(moment)
        ORDER BY consult.starts_at
        """
    }

    /// A treatment that goes on counts its days where its patient is, and knows since when: two doses stay hours apart.
    static func followZone(of patient: ID<Patient>, now: Instant) -> SQL {
        """
        UPDATE treatment SET time_zone = patient.time_zone, travelled_at = \(now), version = treatment.version + 1
        FROM patient
        WHERE patient.id = \(patient) AND treatment.patient_id = patient.id
            AND treatment.state NOT IN ('stopped', 'discharged') AND treatment.time_zone <> patient.time_zone
        """
    }
}
