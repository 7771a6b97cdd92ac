import Clinic
import Clocks
import Foundation
import Postgres

extension EligibilityStanding {
    /// The standing of a patient who has an evaluation in force; no row without one. Opens nothing that is sealed.
    package static func select(of patient: UUID, required: [ConsentDocument]) -> SQL {
        """
        SELECT eligibility.intake_id, eligibility.evaluated_at, eligibility.outcome, eligibility.rules,
            ARRAY(
                SELECT rule FROM eligibility_question_state AS question
                WHERE question.eligibility_id = eligibility.id AND question.answer_id IS NULL
                ORDER BY rule) AS unanswered,
            ARRAY(
                SELECT rule FROM eligibility_question_state AS question
                WHERE question.eligibility_id = eligibility.id AND question.decision = 'notAccepted'
                ORDER BY rule) AS rejected,
            ARRAY(
                SELECT rule FROM eligibility_question_state AS question
                WHERE question.eligibility_id = eligibility.id AND question.outcome = 'clearance'
                    AND coalesce(question.clearance_state, 'requested') = 'requested'
                ORDER BY rule) AS uncleared,
            ARRAY(
                SELECT required.document
                FROM unnest(\(required.map(\.name)), \(required.map(\.version))) AS required (document, version)
                WHERE NOT EXISTS (
                    SELECT FROM consent
                    WHERE consent.patient_id = \(patient) AND consent.document = required.document
                        AND consent.document_version = required.version AND consent.withdrawn_at IS NULL)
                ORDER BY required.document) AS unsigned
        FROM eligibility
        WHERE eligibility.patient_id = \(patient) AND eligibility.superseded_at IS NULL
        """
    }

    /// Reads a row of `select`.
    package init(_ row: Row) throws {
        self.init(
            intake: try row["intake_id"], evaluatedAt: try row["evaluated_at"], outcome: try row["outcome"],
            rules: try row["rules"], unanswered: try row["unanswered"], rejected: try row["rejected"],
            uncleared: try row["uncleared"], unsigned: try row["unsigned"])
    }
}
