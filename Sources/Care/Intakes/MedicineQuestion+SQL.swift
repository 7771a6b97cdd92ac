import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension MedicineQuestion {
    /// Asks, queued; of one medicine and one meaning, once.
    package func insert(on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO medicine_question (id, patient_id, medication_id, meaning, asked_at)
            VALUES (\(id), \(patient), \(medicine), \(meaning), \(askedAt))
            ON CONFLICT ON CONSTRAINT medicine_question_once DO NOTHING
            """, "medicineQuestion.insert")
    }

    /// A prescriber's answer, in words sealed with the patient's key; queued.
    package func save(
        _ decision: EligibilityDecision, _ words: String, by account: UUID, _ key: SealingKey,
        on connection: Connection, now: Instant
    ) throws {
        let place = SealedPlace(table: "medicine_question", column: "written", row: id.description)
        let written = try Sealed(words, with: key, at: place)
        try connection.execute(
            """
            UPDATE medicine_question
            SET answered_at = \(now), answered_by = \(account), decision = \(decision), written = \(written)
            WHERE id = \(id) AND answered_at IS NULL
            """, "medicineQuestion.answer")
    }

    /// All questions about a patient's medicines, the oldest first.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT id, patient_id, medication_id, meaning, asked_at, decision, answered_at FROM medicine_question
        WHERE patient_id = \(patient)
        ORDER BY asked_at, id
        """
    }

    /// Reads a row of `select`.
    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], patient: try row["patient_id"], medicine: try row["medication_id"],
            meaning: try row["meaning"], askedAt: try row["asked_at"], decision: try row["decision"],
            answeredAt: try row["answered_at"])
    }
}
