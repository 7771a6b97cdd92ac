import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Sealing
import Treatments

/// A prescriber's word that a refill goes before its date, once: what was lost, damaged, sent back or recalled is replaced
/// by another fill, never by the same medicine sent again.
package struct EarlyFill: Sendable, Hashable {
    package let reason: Reason
    /// Why, in the prescriber's words.
    package let note: String
    /// The parcel whose medicine is replaced; of the three reasons that speak of one.
    package let shipment: UUID?

    package init(reason: Reason, note: String, shipment: UUID? = nil) {
        self.reason = reason
        self.note = note
        self.shipment = shipment
    }

    /// A CHECK of the early_fill table holds the same words.
    package enum Reason: String, Sendable, CaseIterable {
        case parcelLost, parcelDamaged, parcelReturned
        /// At home.
        case lost, damaged
        case recalled
        case travel
    }

    /// The reasons that speak of no parcel: what a prescriber names for a patient.
    package enum AtHome: String, Sendable, CaseIterable {
        case lost, damaged, recalled, travel

        package var reason: Reason {
            switch self {
            case .lost: .lost
            case .damaged: .damaged
            case .recalled: .recalled
            case .travel: .travel
            }
        }
    }
}

extension CarePath {
    /// A prescriber has a refill go now: it uses one of the refills that are left, holds what is lacking, and is released by
    /// the same rules as any other but for its date.
    ///
    /// - Throws: `FillRefusal.notAllowed` without a refill left or after the last fill date: then a new prescription is
    ///   needed; `SupplyRefusal.notReplaceable` for a parcel that is not lost, damaged or returned, or that was replaced.
    package func authorizeEarlyFill(
        _ order: EarlyFill, of patient: ID<Patient>, once: Once<PlannedFill>?, by caller: Caller
    ) async throws -> OnceOutcome<PlannedFill> {
        defer { wakeWorkers() }
        return try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard
                let zone = try connection.fetchFirst(
                    Self.lockPatientZone(patient), "earlyFill.patient",
                    decode: { TimeZone(identifier: try $0["time_zone"]) })
            else { throw NotFound() }
            let today = LocalDate(of: now, in: zone ?? program.calendar.zone)
            let inForce = try connection.fetchFirst(
                Self.selectPrescriptionInForce(of: patient), "earlyFill.prescription",
                decode: { try $0["id"] as ID<Prescription> })
            guard let inForce else { throw FillRefusal.notAllowed }
            let (prescription, (_, key)) = try lockPrescription(inForce, on: connection)
            let ground = try renewalGround(of: patient, under: prescription.id.uuid, on: connection)
            guard ground.fills <= ground.refills, today <= ground.lastFillOn else {
                throw FillRefusal.notAllowed
            }
            try checkParcel(order, of: patient, on: connection)
            if order.reason == .recalled {
                try closeRecalled(of: patient, by: caller.actor, on: connection, now: now)
            }
            let id = ID<EarlyFill>(at: now)
            let note = try Sealed(order.note, with: key, at: EarlyFill.place(of: id))
            try connection.execute(
                Self.insertEarlyFill(
                    id, order, note, of: patient, under: prescription.id, on: today, by: caller.actor,
                    now: now),
                "earlyFill.insert")
            let fill = Fill(
                number: ground.fills + 1, of: prescription.id, patient: patient.uuid, notBefore: today,
                early: id.uuid, at: now)
            try plan(fill, by: caller.actor, on: connection, now: now)
            try AuditEntry(
                "fill.authorizeEarly", .init("earlyFill", id.uuid), patient: patient.uuid,
                detail: ["reason": order.reason.rawValue], by: caller.actor, at: now
            ).record(on: connection)
            let carrierDays = try supplyLead(of: patient, on: connection).carrierDays
            return PlannedFill(
                id: fill.id, state: fill.state, releaseOn: fill.releaseOn, notBefore: fill.notBefore,
                expectedArrival: fill.notBefore + carrierDays, lozenges: nil)
        }
    }

    /// The same for a parcel: why follows from what became of it.
    package func replaceParcel(
        _ shipment: UUID, note: String, once: Once<PlannedFill>?, by caller: Caller
    ) async throws -> OnceOutcome<PlannedFill> {
        let found = try await database.read(
            by: caller.actor, Self.selectParcelEnd(shipment), "earlyFill.parcel"
        ) { row in (try row["patient_id"] as ID<Patient>, try row["fill_state"] as Fill.State) }
        guard let (patient, state) = found.first else { throw NotFound() }
        guard let reason = EarlyFill.Reason(after: state) else { throw SupplyRefusal.notReplaceable }
        return try await authorizeEarlyFill(
            EarlyFill(reason: reason, note: note, shipment: shipment), of: patient, once: once, by: caller)
    }

    /// Only what is gone is replaced, and only once.
    private func checkParcel(_ order: EarlyFill, of patient: ID<Patient>, on connection: Connection) throws {
        guard let shipment = order.shipment else { return }
        let found = try connection.fetchFirst(
            Self.selectParcelFill(shipment, of: patient), "earlyFill.fill"
        ) { (try $0["fill_state"] as Fill.State, try $0["is_replaced"] as Bool) }
        guard let (state, isReplaced) = found else { throw NotFound() }
        guard !isReplaced, EarlyFill.Reason(after: state) == order.reason else {
            throw SupplyRefusal.notReplaceable
        }
    }

    /// Recalled medicine that has not come goes back to its pharmacy, and the care team's part in the recall is done.
    private func closeRecalled(
        of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let held = try connection.fetch(Self.selectRecalledFills(of: patient), "earlyFill.recalled") { row in
            try row["id"] as ID<Fill>
        }
        for id in held {
            guard var fill = try Fill.lock(id, on: connection) else { continue }
            if case .changed = try fill.failed(.returned, at: now) { try fill.save(on: connection) }
        }
        let causes = try connection.fetch(Self.selectRecallWork(of: patient), "earlyFill.recallWork") { row in
            try row["cause"] as String
        }
        for cause in causes {
            try WorkItem.settle(
                .lotRecalled, about: cause, as: "replaced", by: actor, on: connection, now: now)
        }
    }
}

extension EarlyFill {
    static func place(of id: ID<EarlyFill>) -> SealedPlace {
        SealedPlace(table: "early_fill", column: "note", row: id.description)
    }
}

extension EarlyFill.Reason {
    /// Why a parcel is replaced, by what became of its supply; `nil` where nothing is to be replaced.
    fileprivate init?(after state: Fill.State) {
        switch state {
        case .lost: self = .parcelLost
        case .damaged: self = .parcelDamaged
        case .returned: self = .parcelReturned
        case .planned, .released, .dispensed, .partial, .received, .cancelled: return nil
        }
    }
}
