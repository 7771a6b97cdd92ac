import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews

extension CarePath {
    static func selectReviewOwner(_ id: ID<RefillReview>) -> SQL {
        """
        SELECT refill_review.patient_id, treatment.prescription_id
        FROM refill_review JOIN treatment ON treatment.id = refill_review.treatment_id
        WHERE refill_review.id = \(id)
        """
    }

    /// The id behind a handle.
    static func selectReviewID(handle: String) -> SQL {
        "SELECT id FROM refill_review WHERE handle = \(handle)"
    }

    /// The review whose decision a visit's new prescription comes from, while it has no fill.
    static func selectChangingReview(of consult: UUID) -> SQL {
        """
        SELECT id FROM refill_review
        WHERE consult_id = \(consult) AND outcome = 'renewChanged'
            AND NOT EXISTS (SELECT FROM fill WHERE fill.review_id = refill_review.id)
        """
    }

    /// A treatment that has not ended goes on under another prescription.
    static func moveTreatment(of patient: ID<Patient>, to prescription: ID<Prescription>) -> SQL {
        """
        UPDATE treatment SET prescription_id = \(prescription), version = version + 1
        WHERE patient_id = \(patient) AND state NOT IN ('stopped', 'discharged')
            AND prescription_id <> \(prescription)
        """
    }

    /// One review as the care team lists it.
    static func selectReviewLine(_ id: ID<RefillReview>) -> SQL {
        "\(fragment: reviewSelection) WHERE refill_review.id = \(id)"
    }

    /// A page of reviews by the day they are due, along `refill_review_due`.
    static func selectReviewLines(_ filter: RefillFilter, after cursor: RefillPage.Position?, limit: Int)
        -> SQL
    {
        let later: SQL =
            if let cursor, let dueOn = LocalDate(cursor.dueOn) {
                "AND (refill_review.due_on, refill_review.id) > (\(dueOn), \(cursor.id))"
            } else { "" }
        let due: SQL = if let due = filter.dueBy { "AND refill_review.due_on <= \(due)" } else { "" }
        let patient: SQL =
            if let patient = filter.patient { "AND refill_review.patient_id = \(patient)" } else { "" }
        let state: SQL =
            switch filter.which {
            case .underWay: "refill_review.state IN ('open', 'answered')"
            case .all: "true"
            case .atRisk: atRisk
            }
        return """
            \(fragment: reviewSelection)
            WHERE \(fragment: state) \(fragment: due) \(fragment: patient) \(fragment: later)
            ORDER BY refill_review.due_on, refill_review.id
            LIMIT \(limit)
            """
    }

    /// A date of the chain has passed, and the supply is not there.
    private static let atRisk: SQL = """
        (refill_review.state IN ('open', 'answered')
            OR refill_review.state = 'decided' AND refill_review.outcome IN ('renewSame', 'renewChanged'))
        AND EXISTS (SELECT FROM refill_alarm WHERE review_id = refill_review.id)
        AND NOT EXISTS (SELECT FROM fill AS sent JOIN shipment ON shipment.fill_id = sent.id
            WHERE sent.id = refill_review.fill_id AND coalesce(receipt = 'received',
                shipment.state = 'delivered' AND signer IS NOT NULL))
        """

    private static let reviewSelection: SQL = """
        SELECT \(fragment: RefillReview.columns), refill_review.handle,
            patient.handle AS patient_handle, patient.data_key AS patient_data_key, patient.name AS patient_name,
            patient.state AS patient_state, patient.time_zone AS patient_time_zone,
            ARRAY(SELECT step || ' ' || missed_on || ' ' || owner FROM refill_alarm
                WHERE review_id = refill_review.id
                ORDER BY missed_on, array_position(ARRAY['book', 'decide', 'submit', 'ship', 'deliver'], step)) AS alarms,
            fill.id AS fill_id, fill.state AS fill_state, fill.quantity AS fill_quantity, fill.not_before,
            fill.release_on, draft.handle AS draft_handle
        FROM refill_review
        JOIN patient ON patient.id = refill_review.patient_id
        LEFT JOIN fill ON fill.id = refill_review.fill_id
        LEFT JOIN prescription AS draft
            ON draft.consult_id = refill_review.consult_id AND draft.state <> 'void'
                AND refill_review.outcome = 'renewChanged'
        """
}

extension RefillAlarm {
    /// Reads `book 2026-12-29 patient`.
    init?(text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3, let step = RefillStep(rawValue: words[0]), let date = LocalDate(words[1]),
            let owner = DelayOwner(rawValue: words[2])
        else { return nil }
        self.init(step: step, missedOn: date, owner: owner)
    }
}

extension PlannedFill {
    /// `nil` where a review has none.
    init?(_ row: Row, carrierDays: Int) throws {
        let id: ID<Fill>? = try row["fill_id"]
        let notBefore: LocalDate? = try row["not_before"]
        let releaseOn: LocalDate? = try row["release_on"]
        guard let id, let notBefore, let releaseOn else { return nil }
        self.init(
            id: id, state: try row["fill_state"], releaseOn: releaseOn, notBefore: notBefore,
            expectedArrival: notBefore + carrierDays, lozenges: try row["fill_quantity"])
    }
}
