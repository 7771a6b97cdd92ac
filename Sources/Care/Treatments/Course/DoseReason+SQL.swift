import Clinic
import Foundation
import Postgres
import Sealing

extension DoseChange {
    /// Keeps why a prescriber set the dose, resumed with it or refused a rise, in their words, sealed with the patient's
    /// key; queued.
    package static func keep(
        reason: String, of change: UUID, sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let sealed = try Sealed(reason, with: key, at: reasonPlace(change))
        try connection.execute(
            "UPDATE dose_change SET reason = \(sealed) WHERE id = \(change)", "doseChange.reason")
    }

    private static func reasonPlace(_ change: UUID) -> SealedPlace {
        SealedPlace(table: "dose_change", column: "reason", row: change.uuidString.lowercased())
    }
}
