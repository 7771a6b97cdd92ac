import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety

extension PathPosition.Visit.State: PostgresEncodable, PostgresDecodable {}
extension PathPosition.Visit.Outcome: PostgresEncodable, PostgresDecodable {}
extension PathPosition.Parcel.Phase: PostgresEncodable, PostgresDecodable {}
extension PathPosition.Parcel.Receipt: PostgresEncodable, PostgresDecodable {}

extension PathPosition {
    /// Where a patient stands on the path, in one row: a look into each stage along the index by patient.
    static func select(of patient: ID<Patient>, required: [ConsentDocument], now: Instant) -> SQL {
        """
        SELECT patient.time_zone, patient.language, patient.standing,
            draft.id IS NOT NULL AS has_draft, draft.amends IS NOT NULL AS is_amendment,
            submitted.id IS NOT NULL AS has_intake, eligibility.outcome AS eligibility,
            (
                SELECT count(*) FROM eligibility_question_state AS question
                WHERE question.eligibility_id = eligibility.id AND question.outcome = 'clearance'
                    AND coalesce(question.clearance_state, 'requested') = 'requested'
            ) AS uncleared,
            (
                SELECT count(*) FROM eligibility_question_state AS question
                WHERE question.eligibility_id = eligibility.id AND question.decision = 'notAccepted'
            ) AS rejected,
            (
                SELECT count(*)
                FROM unnest(\(required.map(\.name)), \(required.map(\.version))) AS required (document, version)
                WHERE NOT EXISTS (
                    SELECT FROM consent
                    WHERE consent.patient_id = patient.id AND consent.document = required.document
                        AND consent.document_version = required.version AND consent.withdrawn_at IS NULL)
            ) AS unsigned,
            visit.id AS visit_id, visit.state AS visit_state, visit.starts_at AS visit_starts_at,
            visit.held_until AS visit_held_until, visit.outcome AS visit_outcome,
            prescription.signed_at IS NOT NULL AS is_signed, prescription.id IS NOT NULL AS has_prescription,
            fulfilment.state AS order_state, parcel.id AS parcel_id, parcel.phase AS parcel_phase,
            parcel.receipt AS parcel_receipt, parcel.estimated_delivery AS parcel_expected,
            \(fragment: PathPosition.Treatment.columns), work.kinds AS work_kinds, work.dues AS work_dues
        FROM patient
        LEFT JOIN intake AS draft ON draft.patient_id = patient.id AND draft.state = 'inProgress'
        LEFT JOIN intake AS submitted ON submitted.patient_id = patient.id AND submitted.state = 'submitted'
        LEFT JOIN eligibility ON eligibility.patient_id = patient.id AND eligibility.superseded_at IS NULL
        LEFT JOIN LATERAL (
            SELECT id, state, starts_at, held_until, outcome FROM consult
            WHERE patient_id = patient.id AND (state IN ('booked', 'checkedIn', 'inProgress', 'completed')
                OR (state = 'held' AND held_until > \(now)))
            ORDER BY state = 'completed', starts_at DESC
            LIMIT 1
        ) AS visit ON true
        LEFT JOIN LATERAL (
            SELECT id, signed_at FROM prescription
            WHERE patient_id = patient.id AND state NOT IN ('void', 'depleted', 'expired', 'cancelled', 'replaced')
            ORDER BY signed_at IS NULL, drafted_at DESC
            LIMIT 1
        ) AS prescription ON true
        LEFT JOIN LATERAL (
            SELECT id, state FROM pharmacy_order
            WHERE patient_id = patient.id
                AND state NOT IN ('rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')
            ORDER BY created_at DESC
            LIMIT 1
        ) AS fulfilment ON true
        LEFT JOIN LATERAL (
            SELECT id, receipt, estimated_delivery,
                CASE
                    WHEN state = 'delivered' THEN 'delivered'
                    WHEN state IN ('exception', 'returned', 'lost') THEN 'troubled'
                    ELSE 'underWay'
                END AS phase
            FROM shipment
            WHERE order_id = fulfilment.id AND state <> 'cancelled'
            ORDER BY parcel DESC
            LIMIT 1
        ) AS parcel ON true
        \(fragment: PathPosition.Treatment.joins(now: now))
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(kind), '{}') AS kinds, coalesce(array_agg(due_at), '{}') AS dues
            FROM work_item WHERE patient_id = patient.id AND state <> 'resolved'
        ) AS work
        WHERE patient.id = \(patient)
        """
    }

    init(_ row: Row) throws {
        let outcome: EligibilityOutcome? = try row["eligibility"]
        let (kinds, dues): ([WorkItem.Kind], [Instant]) = (try row["work_kinds"], try row["work_dues"])
        let hasPrescription: Bool = try row["has_prescription"]
        let isSigned: Bool = try row["is_signed"]
        self.init(
            standing: try row["standing"], intake: try Self.intake(row),
            eligibility: try outcome.map { outcome in
                Eligibility(
                    outcome: outcome, uncleared: try row["uncleared"], rejected: try row["rejected"])
            },
            unsigned: try row["unsigned"], visit: try Visit(row),
            prescription: hasPrescription ? (isSigned ? .signed : .inPreparation) : nil,
            order: try Order(row),
            treatment: try Treatment(row),
            due: Dictionary(zip(kinds, dues), uniquingKeysWith: min))
    }

    private static func intake(_ row: Row) throws -> Intake {
        let (hasDraft, isAmendment): (Bool, Bool) = (try row["has_draft"], try row["is_amendment"])
        let isInForce: Bool = try row["has_intake"]
        return switch (hasDraft, isInForce) {
        case (false, false): .none
        case (true, false): .draft(asked: isAmendment)
        case (false, true): .submitted
        case (true, true): .amending
        }
    }
}

extension PathPosition.Visit {
    fileprivate init?(_ row: Row) throws {
        guard let id: UUID = try row["visit_id"] else { return nil }
        self.init(
            id: id, state: try row["visit_state"], startsAt: try row["visit_starts_at"],
            heldUntil: try row["visit_held_until"], outcome: try row["visit_outcome"])
    }
}

extension PathPosition.Order {
    fileprivate init?(_ row: Row) throws {
        guard let state: String = try row["order_state"] else { return nil }
        let parcel: UUID? = try row["parcel_id"]
        self.init(
            isDispensed: state == "dispensed",
            parcel: try parcel.map { id in
                PathPosition.Parcel(
                    id: id, phase: try row["parcel_phase"], receipt: try row["parcel_receipt"],
                    expected: try row["parcel_expected"])
            })
    }
}
