import Clinic
import Postgres
import Prescriptions

extension CarePath {
    /// Prescriptions in force that a morning closes: their last fill date is over, or their last refill has come to its end.
    static func selectRunOutPrescriptions(on today: LocalDate) -> SQL {
        """
        SELECT id, last_fill_on < \(today) AS is_expired FROM prescription
        WHERE state IN ('signed', 'transmitted', 'transmissionFailed', 'active')
            AND (last_fill_on < \(today)
                OR EXISTS (SELECT FROM fill
                    WHERE prescription_id = prescription.id AND number = prescription.refills + 1
                        AND fill.state IN ('received', 'lost', 'damaged', 'returned')))
        ORDER BY id
        """
    }
}
