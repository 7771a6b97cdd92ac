import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Safety

/// The parcel was heard of before the medicine in it: a later attempt finds the order dispensed.
package struct DispenseNotHeardYet: Error {}

extension CarePath {
    /// A pharmacy says something of one of its orders: by webhook, by a message pulled from it, or by telephone
    /// through a person. Late or twice, it changes nothing and is still kept.
    ///
    /// - Parameter slug: whose word it is; of another pharmacy's orders it says nothing.
    /// - Throws: `DispenseNotHeardYet` where the parcel overtook the medicine.
    package func pharmacyReported(_ report: PharmacyReport, from slug: String, by actor: Actor) async throws
        -> HeardEffect
    {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            if let named = report.order { try Self.lockPeople(ofOrder: named, on: connection) }
            guard
                var order = try PharmacyOrder.lock(
                    spokenOfAs: report.order, or: report.reference, by: slug, on: connection)
            else { return .parked("orderUnknown") }
            let was = order.state
            let effect = try hear(report, &order, by: actor, on: connection, now: now)
            if case .parked = effect { order.state(putBackTo: was) }
            if effect == .applied || order.learned(report.reference) { try order.save(on: connection) }
            try PharmacyOrderEvent(
                report.event.name, occurredAt: report.occurredAt, heardAt: now, by: actor, effect: effect,
                code: code(of: report.event)
            ).record(of: order.id, on: connection)
            if effect == .applied {
                try moved(order, from: was, by: actor, on: connection, now: now)
                try carryOn(after: report, order, by: actor, on: connection, now: now)
            }
            return effect
        }
    }

    private func hear(
        _ report: PharmacyReport, _ order: inout PharmacyOrder, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> HeardEffect {
        let (moment, who) = (report.occurredAt, actor.databaseSetting)
        switch report.event {
        case .acknowledged: return order.reached(.acknowledged, at: moment)
        case .compounding: return order.reached(.compounding, at: moment)
        case .verified: return order.reached(.verified, at: moment)
        case .ready: return order.reached(.ready, at: moment)
        case .dispensed(let dispense):
            let effect = order.reached(.dispensed, at: moment)
            guard effect == .applied else { return effect }
            if let mistake = dispense.mistake(for: order) { return .parked(mistake) }
            return .applied
        case .shipped(let parcels):
            switch order.state {
            case .on(.dispensed):
                return try pharmacyShipped(
                    order.id, in: parcels.map { .init(carrier: $0.carrier, trackingCode: $0.trackingCode) },
                    by: actor, on: connection, now: now)
            case .on(.created), .ended: return .parked("shippedWithoutDispense")
            case .on, .unknown, .triage, .cancelRequested, .cancelRefused: throw DispenseNotHeardYet()
            }
        case .triaged(let code):
            let code = program.pharmacyCodes.known(code)
            let owner = program.pharmacyCodes[code]?.owner ?? "navigator"
            return order.triaged(.init(code: code, owner: owner, since: moment))
        case .rejected(let code):
            return order.rejected(code: program.pharmacyCodes.known(code), by: who, now: moment)
        case .declined(let code):
            return order.declined(code: program.pharmacyCodes.known(code), by: who, now: moment)
        case .cancelled: return order.cancelled(code: "byPharmacy", by: who, now: moment)
        case .cancelRefused: return order.cancelRefusedByPharmacy(at: moment)
        }
    }

    /// What a thing heard for the first time means for the rest of the program.
    private func carryOn(
        after report: PharmacyReport, _ order: PharmacyOrder, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        switch report.event {
        case .acknowledged:
            try tell(.orderAcknowledged, to: ID(order.patient), on: connection, now: now)
            try prescriptionReached(.transmitted, order, on: connection)
        case .dispensed(let dispense):
            try dispensed(dispense, order, at: report.occurredAt, by: actor, on: connection, now: now)
        case .triaged: try triaged(order, on: connection, now: now)
        case .rejected, .declined, .cancelled: try ended(order, by: actor, on: connection, now: now)
        case .cancelRefused: try didNotStop(order, on: connection, now: now)
        case .compounding, .verified, .ready, .shipped: break
        }
    }

    /// The pharmacy was asked to stop and goes on: the care team must know.
    func didNotStop(
        _ order: PharmacyOrder, because reason: String = "cancelRefused", on connection: Connection,
        now: Instant
    ) throws {
        try WorkItem.open(
            .orderLate, about: order.id.description, of: order.patient, reasons: [reason],
            due: try program.workItems.due(.orderLate, arisingAt: now), on: connection, now: now)
    }

    /// What was open about the place that the order left is done.
    private func moved(
        _ order: PharmacyOrder, from was: PharmacyOrder.State, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        guard was != order.state else { return }
        switch was {
        case .triage:
            try WorkItem.settle(
                .orderTriage, about: order.id.description, as: "done", by: actor, on: connection, now: now)
        case .unknown:
            try taken(order, by: actor, on: connection, now: now)
        case .on, .cancelRequested, .cancelRefused, .ended: break
        }
        try WorkItem.settle(
            .orderLate, about: order.id.description, as: "done", by: actor, on: connection, now: now)
        if case .cancelRequested = was, order.state == .on(.dispensed) {
            try didNotStop(order, because: "dispensedDespiteCancel", on: connection, now: now)
        }
        try audit(order, "heard", by: actor, on: connection, now: now)
    }

    /// The medicine exists: what it is, for whom, until when it may be used; and the parcel's way begins.
    private func dispensed(
        _ dispense: Dispense, _ order: PharmacyOrder, at moment: Instant, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        guard let supply = try DispensedSupply.fetch(for: order, on: connection),
            var fill = try Fill.lock(ID(order.fill), on: connection)
        else { throw NotFound() }
        try dispense.record(
            of: order, fillNumber: fill.number, strength: supply.strength,
            on: LocalDate(of: moment, in: supply.zone), keeps: program.pharmacyRules.beyondUseDays,
            on: connection, now: now)
        if try fill.dispensed(isShort: dispense.quantity < order.quantity) == .changed {
            try fill.save(on: connection)
        }
        try prescriptionReached(.active, order, on: connection)
        try tell(.orderDispensed, to: ID(order.patient), on: connection, now: now)
        try orderDispensed(order.id, by: actor, on: connection, now: now)
    }

    /// The pharmacy waits for an answer.
    private func triaged(_ order: PharmacyOrder, on connection: Connection, now: Instant) throws {
        guard case .triage(let triage, _) = order.state else { return }
        let minutes = program.pharmacyCodes[triage.code]?.businessMinutes
        let due =
            try minutes.flatMap { program.calendar.moment(after: $0, openSince: now) }
            ?? program.workItems.due(.orderTriage, arisingAt: now)
        try WorkItem.open(
            .orderTriage, about: order.id.description, of: order.patient, reasons: [triage.code], due: due,
            on: connection, now: now)
        try tell(.orderDelayed, to: ID(order.patient), on: connection, now: now)
    }

    /// The order ended without medicine and somebody finds another way for its fill. A prescription that is to end, and
    /// of which no pharmacy holds anything any more, has ended with it.
    ///
    /// - Parameter reasons: the rules behind it, where it was ours to end it.
    func ended(
        _ order: PharmacyOrder, because reasons: [String]? = nil, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        guard case .ended(let end) = order.state else { return }
        try WorkItem.open(
            .orderEnded, about: order.id.description, of: order.patient,
            reasons: reasons ?? [end.how.code ?? "rerouted"],
            due: try program.workItems.due(.orderEnded, arisingAt: now), on: connection, now: now)
        for kind in [WorkItem.Kind.orderTriage, .orderUnknown] {
            try WorkItem.settle(
                kind, about: order.id.description, as: "ended", by: actor, on: connection, now: now)
        }
        try tell(.orderEnded, to: ID(order.patient), on: connection, now: now)
        try settleCancel(of: ID(order.prescription), by: actor, on: connection, now: now)
    }

    private func code(of event: PharmacyReport.Event) -> String? {
        switch event {
        case .triaged(let code), .rejected(let code), .declined(let code): program.pharmacyCodes.known(code)
        case .acknowledged, .compounding, .verified, .ready, .dispensed, .shipped, .cancelled, .cancelRefused:
            nil
        }
    }
}
