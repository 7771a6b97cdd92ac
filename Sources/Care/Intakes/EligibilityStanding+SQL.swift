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
                SELECT question.rule FROM eligibility_question AS question
                WHERE question.eligibility_id = eligibility.id AND NOT EXISTS (
                    SELECT FROM eligibility_answer AS answer
                    WHERE answer.intake_id = eligibility.intake_id AND answer.rule = question.rule)
                ORDER BY question.rule) AS unanswered,
            ARRAY(
                SELECT answer.rule FROM eligibility_answer AS answer
                WHERE answer.intake_id = eligibility.intake_id AND answer.decision = 'notAccepted'
                ORDER BY answer.rule) AS rejected,
            ARRAY(
                SELECT question.rule FROM eligibility_question AS question
                WHERE question.eligibility_id = eligibility.id AND question.outcome = 'clearance' AND NOT EXISTS (
                    SELECT FROM clearance
                    WHERE clearance.intake_id = eligibility.intake_id AND clearance.rule = question.rule
                        AND clearance.state = 'received')
                ORDER BY question.rule) AS uncleared,
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
