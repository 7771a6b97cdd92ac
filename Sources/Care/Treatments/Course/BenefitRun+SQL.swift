import Clinic
import Postgres

extension BenefitRun {
    /// Keeps it with its treatment, queued.
    package func save(of treatment: ID<Treatment>, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE treatment SET benefit_since = \(since), benefit_before = \(heldBefore) WHERE id = \(treatment)
            """, "benefitRun.save")
    }
}
