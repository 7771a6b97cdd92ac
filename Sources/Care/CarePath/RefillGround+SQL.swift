import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Treatments

extension CarePath {
    /// Locks a patient and gives their zone.
    static func lockPatientZone(_ patient: ID<Patient>) -> SQL {
        "SELECT time_zone FROM patient WHERE id = \(patient) FOR UPDATE"
    }

    /// The last date that the medicine covers, as titration said last.
    static func selectRunOut(of patient: ID<Patient>) -> SQL {
        """
        SELECT run_out FROM titration_decision
        JOIN treatment ON treatment.id = treatment_id
        WHERE treatment.patient_id = \(patient)
        ORDER BY decided_at DESC, titration_decision.id DESC LIMIT 1
        """
    }

    /// How long this patient's pharmacy and carrier take, as they did last and as was measured of them.
    static func selectLead(of patient: ID<Patient>) -> SQL {
        """
        SELECT patient.state, pharmacy.slug, made.cases AS pharmacy_cases, made.days AS pharmacy_days,
            parcel.carrier, carried.cases AS carrier_cases, carried.days AS carrier_days
        FROM patient
        LEFT JOIN LATERAL (
            SELECT pharmacy_id FROM pharmacy_order
            WHERE patient_id = patient.id AND submitted_at IS NOT NULL ORDER BY created_at DESC LIMIT 1
        ) AS last_order ON true
        LEFT JOIN pharmacy ON pharmacy.id = last_order.pharmacy_id
        LEFT JOIN LATERAL (
            SELECT carrier FROM shipment
            WHERE patient_id = patient.id AND carrier IS NOT NULL ORDER BY created_at DESC LIMIT 1
        ) AS parcel ON true
        LEFT JOIN partner_pace AS made ON made.partner = 'pharmacy:' || pharmacy.slug
        LEFT JOIN partner_pace AS carried ON carried.partner = 'carrier:' || parcel.carrier
        WHERE patient.id = \(patient)
        """
    }

    /// Measures pharmacies and carriers by what they did in the last days: from the order's submission until it was
    /// ready, from the hand-over until the delivery, whole days, the percentile of the rules.
    static func measurePace(since start: Instant, percent: Int, now: Instant) -> SQL {
        """
        WITH made AS (
            SELECT 'pharmacy:' || pharmacy.slug AS partner,
                ceil(extract(epoch FROM coalesce(ready.at, dispensed_at) - submitted_at) / 86400)::integer AS days
            FROM pharmacy_order
            JOIN pharmacy ON pharmacy.id = pharmacy_id
            LEFT JOIN LATERAL (
                -- An order that waits for its earliest date is not slow.
                SELECT min(occurred_at) AS at FROM pharmacy_order_event
                WHERE order_id = pharmacy_order.id AND type IN ('verified', 'ready')
            ) AS ready ON true
            WHERE pharmacy_order.created_at >= \(start) AND submitted_at IS NOT NULL AND dispensed_at IS NOT NULL
        ), carried AS (
            SELECT 'carrier:' || carrier AS partner,
                ceil(extract(epoch FROM delivered_at - handed_over_at) / 86400)::integer AS days
            FROM shipment
            WHERE created_at >= \(start) AND carrier IS NOT NULL AND handed_over_at IS NOT NULL
                AND delivered_at IS NOT NULL
        )
        INSERT INTO partner_pace (partner, cases, days, measured_at)
        SELECT partner, count(*), percentile_disc(\(Double(percent) / 100)) WITHIN GROUP (ORDER BY greatest(days, 0)),
            \(now)
        FROM (SELECT * FROM made UNION ALL SELECT * FROM carried) AS pace
        GROUP BY partner
        ON CONFLICT (partner) DO UPDATE
        SET cases = excluded.cases, days = excluded.days, measured_at = excluded.measured_at
        """
    }

    /// The reviews of a treatment that are not at an end, locked, each with how far its supply has come.
    static func lockLiveReviews(of treatment: ID<Treatment>, since date: LocalDate) -> SQL {
        """
        SELECT \(fragment: RefillReview.columns), \(fragment: progress)
        FROM refill_review
        WHERE treatment_id = \(treatment) AND (state IN ('open', 'answered') OR opened_on >= \(date))
        ORDER BY cycle
        FOR UPDATE OF refill_review
        """
    }

    /// A patient's supply that was planned before and has not gone out: it serves a later review, too.
    static func selectWaitingFill(of patient: ID<Patient>, under prescription: UUID) -> SQL {
        """
        SELECT id FROM fill
        WHERE patient_id = \(patient) AND prescription_id = \(prescription) AND state = 'planned'
            AND review_id IS NOT NULL
        ORDER BY number LIMIT 1
        """
    }

    /// What of a patient's supply is with a pharmacy or a carrier, in milligrams.
    static func selectComing(to patient: ID<Patient>) -> SQL {
        """
        SELECT coalesce(sum(quantity_mg), 0)::bigint AS coming_mg FROM fill AS other
        WHERE other.patient_id = \(patient) AND \(fragment: ReleaseSubject.underWay)
        """
    }

    /// A review brings a supply that another had planned.
    static func serve(_ review: ID<RefillReview>, with fill: UUID) -> SQL {
        "UPDATE refill_review SET fill_id = \(fill) WHERE id = \(review)"
    }

    /// How far the supply of a review has come.
    static let progress: SQL = """
        EXISTS (SELECT FROM consult
            WHERE consult.patient_id = refill_review.patient_id AND kind = 'refillReview'
                AND consult.state IN ('booked', 'checkedIn', 'inProgress', 'completed')
                AND starts_at >= refill_review.opened_at) AS is_booked,
        EXISTS (SELECT FROM prescription
            WHERE prescription.consult_id = refill_review.consult_id AND prescription.state IN ('draft', 'ready'))
            AS waits_for_signature,
        EXISTS (SELECT FROM fill JOIN pharmacy_order ON pharmacy_order.fill_id = fill.id
            WHERE fill.id = refill_review.fill_id AND submitted_at IS NOT NULL) AS is_submitted,
        EXISTS (SELECT FROM fill JOIN shipment ON shipment.fill_id = fill.id
            WHERE fill.id = refill_review.fill_id AND handed_over_at IS NOT NULL
                AND shipment.state <> 'cancelled') AS is_shipped,
        EXISTS (SELECT FROM fill JOIN shipment ON shipment.fill_id = fill.id
            WHERE fill.id = refill_review.fill_id AND coalesce(receipt = 'received',
                shipment.state = 'delivered' AND signer IS NOT NULL)) AS has_arrived
        """

    /// What a renewal rests on, beside the course and eligibility.
    static func selectRenewalGround(of patient: ID<Patient>, under prescription: UUID) -> SQL {
        """
        SELECT patient.state, patient.time_zone, prescription.refills, prescription.last_fill_on,
            prescription.legal_basis, prescription.state IN ('signed', 'transmitted', 'active') AS is_in_force,
            coalesce((SELECT max(number) FROM fill WHERE prescription_id = prescription.id), 0) AS fills,
            (SELECT max(local_date) FROM instrument_report
                WHERE patient_id = patient.id AND instrument = 'phq9') AS phq9_on,
            (SELECT max(local_date) FROM check_in
                WHERE patient_id = patient.id AND is_current AND substr(effects, 8, 1) <> '-') AS urinary_on,
            visit.id AS consult_id, visit.completed_at AS consult_at, visit.is_free,
            (SELECT max(queried_at) FROM pdmp_query
                WHERE patient_id = patient.id AND pdmp_query.state = prescription.ship_state) AS monitored_at,
            (SELECT max(local_date) FROM vital_reading
                WHERE patient_id = patient.id AND systolic IS NOT NULL) AS bp_on,
            EXISTS (SELECT FROM flag
                WHERE flag.patient_id IN (SELECT person FROM same_person(patient.id) AS person)
                    AND severity = 1 AND flag.state <> 'closed') AS has_severe_flag,
            (EXISTS (SELECT FROM supply_count
                    WHERE patient_id = patient.id AND is_concern AND settled_at IS NULL)
                OR EXISTS (SELECT FROM work_item
                    WHERE patient_id = patient.id AND kind = 'countDiffers' AND work_item.state <> 'resolved'))
                AS has_count_concern,
            EXISTS (SELECT FROM prescription AS next
                WHERE next.patient_id = patient.id AND next.state = 'awaitingCancel') AS is_under_way
        FROM patient
        JOIN prescription ON prescription.id = \(prescription)
        LEFT JOIN LATERAL (
            SELECT consult.id, completed_at,
                NOT EXISTS (SELECT FROM prescription AS led
                    WHERE led.consult_id = consult.id AND led.state <> 'void') AS is_free
            FROM consult
            WHERE consult.patient_id = patient.id AND consult.state = 'completed' AND outcome = 'approved'
                AND modality = 'video'
            ORDER BY completed_at DESC LIMIT 1
        ) AS visit ON true
        WHERE patient.id = \(patient)
        """
    }
}

extension SupplyProgress {
    init(_ row: Row, of review: RefillReview) throws {
        self.init(
            isBooked: try row["is_booked"], isDecided: review.state == .decided,
            waitsForSignature: try row["waits_for_signature"], isSubmitted: try row["is_submitted"],
            isShipped: try row["is_shipped"], hasArrived: try row["has_arrived"])
    }
}
