import Access
import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Safety

extension CarePath {
    /// Somebody ends a signed prescription: no more orders, unsent fills are cancelled. Where no pharmacy ever had it
    /// in hand it is cancelled at once, else when the last one that has it has let go.
    package func cancelPrescription(
        _ id: ID<Prescription>, because reason: String, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let (prescription, patient) = try lockPrescription(id, on: connection)
            let before = prescription.version
            let after = try requestCancel(
                of: id, because: reason, by: caller.actor, on: connection, now: now)
            if after.version != before {
                try settleCancel(of: id, by: caller.actor, on: connection, now: now)
                try tell(.prescriptionCancelled, to: patient.id, on: connection, now: now)
            }
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// A pharmacy let go of what it held of a prescription that is to end: where nobody holds any more, it has ended,
    /// and the one that takes its place counts. Called by whoever hears of an order's end; the second time nothing
    /// happens. The patient's row is locked.
    func settleCancel(
        of id: ID<Prescription>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let (prescription, _) = try lockPrescription(id, on: connection)
        guard prescription.state == .cancelRequested || prescription.state == .cancelDenied else { return }
        let isHeld = try connection.fetchFirst(
            Self.selectHeldOrders(of: id), "prescription.held", decode: { try $0["held"] as Bool })
        guard isHeld == false else {
            // What it dispensed cannot be taken back, and it has the refills on file: somebody tells it.
            return try WorkItem.open(
                .prescriptionCancel, about: id.description, of: prescription.patient, reasons: [],
                due: try program.workItems.due(.prescriptionCancel, arisingAt: now), on: connection, now: now)
        }
        try finishCancel(of: prescription, by: actor, on: connection, now: now)
    }

    /// Somebody hears from the pharmacy that holds a prescription whether it lets go of it.
    package func answerCancel(
        of id: ID<Prescription>, isAcknowledged: Bool, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            var (prescription, _) = try lockPrescription(id, on: connection)
            if isAcknowledged {
                try finishCancel(of: prescription, by: caller.actor, on: connection, now: now)
            } else if case .changed = try prescription.cancelRefused() {
                try prescription.saveState(on: connection)
                try auditPrescription(
                    "cancelDenied", prescription, by: caller.actor, on: connection, now: now)
            }
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// Nobody holds it any more: it has ended, and the one that takes its place counts from now on.
    private func finishCancel(
        of cancelled: Prescription, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        var prescription = cancelled
        let successor = try connection.fetchFirst(
            Self.selectSuccessor(of: prescription.id), "prescription.successor",
            decode: { try $0["id"] as ID<Prescription> })
        guard case .changed = try prescription.cancelAcknowledged(isReplaced: successor != nil) else {
            return
        }
        try prescription.saveState(on: connection)
        try auditPrescription("cancelled", prescription, by: actor, on: connection, now: now)
        try WorkItem.settle(
            .prescriptionCancel, about: prescription.id.description, as: "done", by: actor, on: connection,
            now: now)
        guard let successor else { return }
        var (next, _) = try lockPrescription(successor, on: connection)
        if case .changed = try next.earlierEnded() {
            try next.saveState(on: connection)
            try planFirstFill(of: next, by: actor, on: connection, now: now)
        }
    }

    /// Asks for the end of a prescription and cancels what was not sent of it. Rows are locked, writes queued.
    @discardableResult
    func requestCancel(
        of id: ID<Prescription>, because reason: String, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> Prescription {
        var (prescription, _) = try lockPrescription(id, on: connection)
        let end = Prescription.End(by: actor.databaseSetting, at: now, reason: reason)
        guard case .changed = try prescription.requestCancel(end) else { return prescription }
        for var fill in try Fill.lockAll(of: id, on: connection) where fill.state == .planned {
            _ = try fill.cancel(at: now)
            try fill.save(on: connection)
        }
        try prescription.saveState(on: connection)
        try stopOrders(of: id, by: actor, on: connection, now: now)
        try auditPrescription("cancel", prescription, by: actor, on: connection, now: now)
        return prescription
    }

    /// Orders under a prescription that is to end go no further: what no pharmacy has is over, and the pharmacies that
    /// have one are asked to stop. Where nobody can be asked yet, or one has refused before, the care team must know.
    private func stopOrders(
        of id: ID<Prescription>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let live = try connection.fetch(
            PharmacyOrder.lockLive(under: id.uuid), "prescription.orders", decode: PharmacyOrder.init)
        for var order in live {
            do {
                switch try order.cancel(code: "prescriptionEnded", by: actor.databaseSetting, now: now) {
                case .over:
                    try order.save(on: connection)
                    if var fill = try Fill.lock(ID(order.fill), on: connection),
                        try fill.cancel(at: now) == .changed
                    {
                        try fill.save(on: connection)
                    }
                case .ask:
                    try order.save(on: connection)
                    try askToStop(order, on: connection, now: now)
                case .nothing: continue
                }
                try note(
                    order, "cancel", .applied, code: "prescriptionEnded", by: actor, on: connection, now: now)
                try audit(order, "cancel", by: actor, on: connection, now: now)
            } catch let refusal as PharmacyOrderRefusal {
                guard refusal != .dispensed else { continue }
                try didNotStop(order, because: "prescriptionEnded", on: connection, now: now)
            }
        }
    }
}
