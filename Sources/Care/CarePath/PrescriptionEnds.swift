import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions

extension CarePath {
    /// The morning of prescriptions: one whose last fill date is over has `expired`, one whose last refill was dispensed is
    /// `depleted`. What was planned under it and not sent is cancelled; what a pharmacy has goes on. Run daily; the second
    /// time nothing happens.
    package func closeRunOutPrescriptions(by actor: Actor) async throws {
        let today = program.today(at: clock.now)
        let due = try await database.read(
            by: actor, Self.selectRunOutPrescriptions(on: today), "prescription.runOut"
        ) { (try $0["id"] as ID<Prescription>, try $0["is_expired"] as Bool) }
        for (id, isExpired) in due {
            try await database.transaction(by: actor) { connection in
                try close(id, isExpired: isExpired, by: actor, on: connection, now: clock.now)
            }
        }
    }

    private func close(
        _ id: ID<Prescription>, isExpired: Bool, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        var (prescription, _) = try lockPrescription(id, on: connection)
        let end = Prescription.End(
            by: actor.databaseSetting, at: now, reason: isExpired ? "lastFillDatePassed" : "lastRefillUsed")
        let change = isExpired ? try prescription.expire(end) : try prescription.lastFillUsed(end)
        guard case .changed = change else { return }
        for var fill in try Fill.lockAll(of: id, on: connection) where fill.state == .planned {
            _ = try fill.cancel(at: now)
            try fill.save(on: connection)
        }
        try prescription.saveState(on: connection)
        try auditPrescription(
            isExpired ? "expire" : "deplete", prescription, by: actor, on: connection, now: now)
    }
}
