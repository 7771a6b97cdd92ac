import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Shipments
import Treatments

extension CarePath {
    /// What is known of a parcel goes into the ledger: its lots once it has arrived, without what is of no use; less, or
    /// nothing, where a later word corrects it. Hearing the same twice changes nothing.
    ///
    /// Where nobody counted, a parcel that the carrier saw signed for brings what was dispensed of it; a patient's count
    /// never brings more than that, since the care team asks the pharmacy about the rest.
    func takeIntoLedger(
        _ shipment: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        var zone = program.calendar.zone
        let lots = try connection.fetch(Self.selectParcelLots(of: shipment), "supply.parcel") { row in
            zone = TimeZone(identifier: try row["time_zone"]) ?? zone
            return try ParcelLot(row)
        }
        let today = LocalDate(of: now, in: zone)
        var usable: Int? = 0
        if shipment.hasArrived {
            usable = shipment.receipt?.count.map { $0 - (shipment.receipt?.damaged ?? 0) }
        }
        var changed = false
        for (lot, lozenges) in lots.shares(of: usable) {
            let brought = lot.strength * lozenges
            guard brought != lot.brought else { continue }
            if let ledger = lot.ledger {
                let difference = max(brought - lot.brought, .zero - ledger.onHand)
                guard difference != .zero else { continue }
                let move = SupplyMove(lot: ledger.id, kind: .adjusted, amount: difference, date: today)
                try enter(
                    move, of: shipment.patient, for: LedgerCause(shipment: shipment.id.uuid), by: actor,
                    on: connection, now: now)
            } else {
                let id = ID<SupplyMove>(at: now).uuid
                try connection.execute(
                    Self.insertLot(id, lot, of: shipment, on: today), "supplyLot.insert")
                try enter(
                    SupplyMove(lot: id, kind: .received, amount: brought, date: today), of: shipment.patient,
                    for: LedgerCause(shipment: shipment.id.uuid), by: actor, on: connection, now: now)
            }
            changed = true
        }
        guard changed else { return }
        try supplyChanged(of: ID(shipment.patient), by: actor, on: connection, now: now)
    }

    /// One line of the ledger, queued; it moves its lot's balance.
    func enter(
        _ move: SupplyMove, of patient: UUID, for cause: LedgerCause, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            Self.insertEntry(move, of: patient, for: cause, by: actor, now: now), "supplyEntry.enter")
    }

    /// The ledger is another: where a treatment is under way, titration looks again.
    func supplyChanged(
        of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        do {
            let heard = try hear(.supply, of: patient, by: actor, on: connection, now: now) { course in
                course.supplied(course.supply, now: now)
            }
            try ownGaps(
                of: heard.treatment.id, on: LocalDate(of: now, in: heard.treatment.zone), connection)
        } catch CourseRefusal.notStarted {
            // Nothing is taken yet.
        } catch CourseRefusal.ended {
            // Nothing is taken any more.
        }
    }
}
