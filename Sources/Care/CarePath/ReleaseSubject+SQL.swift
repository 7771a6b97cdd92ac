import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions

/// A fill that is to be released, with its prescription and its patient, all three locked in this order: patient,
/// prescription, fill.
///
/// The patient's lock keeps out whoever raises a flag meanwhile (its foreign key needs the row), so that nothing
/// which was committed before the release goes unseen (N7).
struct ReleaseSubject {
    let fill: Fill
    let patient: ID<Patient>
    let zone: TimeZone
    let state: StateCode
    let prescription: UUID
    let isInForce: Bool
    let lastFillOn: LocalDate
    let issuedOn: LocalDate
    let legalBasis: LegalBasisCode
    let shipState: StateCode
    /// Name or birth date were corrected after the signature.
    let isCorrected: Bool
    let quantity: Int
    let strength: Milligrams
    let form: String
    let pieces: Int
    let startDose: Milligrams
    let maximumDose: Milligrams

    /// `nil` where there is no such fill.
    static func lock(_ fill: ID<Fill>, on connection: Connection) throws -> ReleaseSubject? {
        try lock("\(fill)", on: connection)
    }

    /// The fill of an order, before the order itself is locked; `nil` where there is no such order.
    static func lock(ofOrder order: ID<PharmacyOrder>, on connection: Connection) throws -> ReleaseSubject? {
        try lock("(SELECT fill_id FROM pharmacy_order WHERE id = \(order))", on: connection)
    }

    private static func lock(_ fill: SQL, on connection: Connection) throws -> ReleaseSubject? {
        try connection.fetchFirst(
            """
            SELECT fill.id, fill.state AS fill_state, fill.number, fill.quantity AS fill_quantity, not_before,
                release_on, review_id, early_fill_id,
                hold_reason, held_by, released_at, closed_at, fill.version AS fill_version,
                patient.id AS patient_id, time_zone, patient.state AS patient_state, prescription.id AS prescription_id,
                prescription.state IN ('signed', 'transmitted', 'active') AS is_in_force, last_fill_on, issued_on,
                legal_basis, ship_state, prescription.quantity, strength_mg, form, pieces, start_mg,
                maximum_mg,
                EXISTS (SELECT FROM patient_correction AS correction
                    WHERE correction.patient_id = patient.id AND correction.corrected_at > prescription.signed_at)
                    AS is_corrected
            FROM patient
            JOIN prescription ON prescription.patient_id = patient.id
            JOIN fill ON fill.prescription_id = prescription.id
            WHERE fill.id = \(fragment: fill)
            FOR UPDATE OF patient, prescription, fill
            """, "release.lock", decode: ReleaseSubject.init)
    }

    private init(_ row: Row) throws {
        patient = try row["patient_id"]
        guard let zone = TimeZone(identifier: try row["time_zone"]),
            let state = StateCode(try row["patient_state"] as String),
            let shipState = StateCode(try row["ship_state"] as String)
        else { throw PharmacyRowBroken() }
        (self.zone, self.state, self.shipState) = (zone, state, shipState)
        prescription = try row["prescription_id"]
        isCorrected = try row["is_corrected"]
        isInForce = try row["is_in_force"]
        lastFillOn = try row["last_fill_on"]
        issuedOn = try row["issued_on"]
        legalBasis = try row["legal_basis"]
        quantity = try row["quantity"]
        strength = try row["strength_mg"]
        form = try row["form"]
        pieces = try row["pieces"]
        startDose = try row["start_mg"]
        maximumDose = try row["maximum_mg"]
        let filled: Int? = try row["fill_quantity"]
        let reason: String? = try row["hold_reason"]
        let holder: String? = try row["held_by"]
        fill = Fill(
            id: try row["id"], prescription: ID(prescription), patient: patient.uuid,
            number: try row["number"],
            notBefore: try row["not_before"], releaseOn: try row["release_on"],
            review: try row["review_id"], early: try row["early_fill_id"], state: try row["fill_state"],
            quantity: filled.map { [strength] in FillQuantity(lozenges: $0, of: strength) },
            hold: reason.flatMap { reason in holder.map { Fill.Hold(reason: reason, by: $0) } },
            releasedAt: try row["released_at"], closedAt: try row["closed_at"],
            version: try row["fill_version"])
    }

    /// What it asks of a pharmacy.
    func need(on date: LocalDate) -> RoutingNeed {
        RoutingNeed(state: shipState, strength: strength, form: form, pieces: pieces, on: date)
    }

    /// What else the release hangs on, read after the locks. Consents and treatments are locked against withdrawal
    /// and pause until the transaction ends.
    func surroundings(on connection: Connection, today: LocalDate) throws -> Surroundings {
        try connection.execute(
            "SELECT FROM consent WHERE patient_id = \(patient) FOR SHARE", "release.consents")
        try connection.execute(
            "SELECT FROM treatment WHERE patient_id = \(patient) FOR SHARE", "release.treatments")
        let found = try connection.fetchFirst(
            """
            SELECT
                EXISTS (SELECT FROM flag WHERE patient_id IN (SELECT person FROM same_person(\(patient)) AS person)
                    AND severity = 1 AND state <> 'closed')
                    AS has_severe_flag,
                EXISTS (SELECT FROM treatment WHERE patient_id = \(patient)
                    AND (state = 'paused'
                        OR (prescription_id = \(prescription) AND state IN ('stopped', 'discharged'))))
                    AS is_halted,
                EXISTS (SELECT FROM served_state WHERE state = \(shipState.code) AND since <= \(today)
                    AND (until IS NULL OR until > \(today))) AS is_served,
                EXISTS (SELECT FROM fill AS other
                    WHERE other.patient_id = \(patient) AND other.id <> \(fill.id) AND \(fragment: Self.underWay))
                    AS is_another_under_way
            """, "release.surroundings"
        ) { row in
            Surroundings(
                hasSevereFlag: try row["has_severe_flag"], isHalted: try row["is_halted"],
                isServed: try row["is_served"], isAnotherUnderWay: try row["is_another_under_way"])
        }
        guard let found else { preconditionFailure("A row of three EXISTS is always there.") }
        return found
    }

    struct Surroundings {
        let hasSevereFlag, isHalted, isServed: Bool
        /// Another supply of the patient is with a pharmacy or a carrier: this one waits until it has come, or will not.
        let isAnotherUnderWay: Bool
    }

    /// Whether a fill named `other` is under way; `fill_one_under_way` judges the same way.
    static let underWay: SQL = """
        ((other.state = 'released' AND EXISTS (SELECT FROM pharmacy_order
                WHERE fill_id = other.id AND pharmacy_order.state NOT IN (
                    'rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')))
            OR (other.state IN ('dispensed', 'partial') AND NOT EXISTS (SELECT FROM shipment
                WHERE shipment.fill_id = other.id AND coalesce(receipt = 'received',
                    shipment.state = 'delivered' AND signer IS NOT NULL))))
        """
}
