import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import RefillReviews
import Safety
import Treatments

/// Lozenges that somebody counted, beside what the ledger said then.
package struct SupplyCount: Sendable {
    package let id: UUID
    package let date: LocalDate
    package let occasion: CountOccasion
    package let counted: Milligrams
    package let ledger: Milligrams
    /// A person asks about the difference.
    package let isConcern: Bool
    package let isSettled: Bool
    package let at: Instant
}

/// What is at home.
package struct SupplyOnHand: Sendable {
    package let lots: [Supply.Lot]
    /// The last date that it covers.
    package let runOut: LocalDate?
}

extension CarePath {
    /// The patient counted their lozenges: the ledger comes in line with the count, unless they differ so much that a
    /// person asks first.
    package func counted(
        _ count: LozengeCount, on occasion: CountOccasion, once: Once<SupplyCount>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<SupplyCount> {
        try await counted(count, on: occasion, of: patient, once: once, by: .patient(patient.uuid))
    }

    /// The same, said by a patient on the phone or seen by somebody of the care team.
    package func counted(
        _ count: LozengeCount, on occasion: CountOccasion, of patient: ID<Patient>, once: Once<SupplyCount>?,
        by actor: Actor
    ) async throws -> OnceOutcome<SupplyCount> {
        try await exactlyOnce(once, by: actor) { connection, now in
            try record(count, on: occasion, of: patient, by: actor, on: connection, now: now)
        }
    }

    /// The same inside the caller's transaction.
    func record(
        _ count: LozengeCount, on occasion: CountOccasion, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> SupplyCount {
        let home = try lockSupply(of: patient, on: connection, now: now)
        let counted = try home.amount(of: count)
        let comparison = CountComparison(
            counted: counted, ledger: home.lots.onHand, received: home.received, dose: home.dose)
        let isConcern = comparison.isConcern(program.refills.count)
        let record = SupplyCount(
            id: ID<SupplyMove>(at: now).uuid, date: home.today, occasion: occasion, counted: counted,
            ledger: home.lots.onHand, isConcern: isConcern, isSettled: false, at: now)
        try connection.execute(
            Self.insertCount(record, of: patient.uuid, by: actor), "supplyCount.insert")
        if isConcern {
            try askAboutSupply(of: patient, because: ["count"], on: connection, now: now)
        } else {
            try adjust(home, to: record, of: patient, by: actor, on: connection, now: now)
        }
        try tell(.supplyCounted, ["count": count.words], to: patient, on: connection, now: now)
        try AuditEntry(
            "supply.count", .init("supplyCount", record.id), patient: patient.uuid, by: actor, at: now
        ).record(on: connection)
        try supplyChanged(of: patient, by: actor, on: connection, now: now)
        return record
    }

    /// Lozenges are gone without having been taken. More than there were is accepted, and the rest kept.
    package func supplyGone(
        _ count: LozengeCount, _ kind: SupplyLoss, once: Once<SupplyOnHand>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<SupplyOnHand> {
        try await supplyGone(count, kind, of: patient, once: once, by: .patient(patient.uuid))
    }

    /// The same, said by a patient on the phone or seen by somebody of the care team.
    package func supplyGone(
        _ count: LozengeCount, _ kind: SupplyLoss, of patient: ID<Patient>, once: Once<SupplyOnHand>?,
        by actor: Actor
    ) async throws -> OnceOutcome<SupplyOnHand> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let home = try lockSupply(of: patient, on: connection, now: now)
            let amount = try home.amount(of: count)
            let (moves, excess) = home.lots.taking(amount)
            let event = ID<SupplyMove>(at: now).uuid
            try connection.execute(
                Self.insertEvent(
                    event, kind, of: patient.uuid, amount: amount, discrepancy: excess, on: home.today,
                    by: actor, now: now), "supplyEvent.insert")
            for move in moves {
                try enter(
                    SupplyMove(lot: move.lot.id, kind: kind.move, amount: move.amount, date: home.today),
                    of: patient.uuid, for: LedgerCause(event: event), by: actor, on: connection, now: now)
            }
            if kind.isConcern || excess > .zero {
                try askAboutSupply(of: patient, because: [kind.rawValue], on: connection, now: now)
            }
            try tell(.supplyReported, ["count": count.words], to: patient, on: connection, now: now)
            try AuditEntry(
                "supply.event", .init("supplyEvent", event), patient: patient.uuid,
                detail: ["kind": kind.rawValue], by: actor, at: now
            ).record(on: connection)
            try supplyChanged(of: patient, by: actor, on: connection, now: now)
            return try onHand(of: patient, on: connection)
        }
    }

    /// A patient's counts, the latest first. The reading is audited; a patient's own does not wait for the disk.
    package func counts(of patient: ID<Patient>, by actor: Actor) async throws -> [SupplyCount] {
        let audit = AuditEntry(
            "supply.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        return try await database.read(
            by: actor, Self.selectCounts(of: patient.uuid, limit: 200), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "supply.counts", decode: SupplyCount.init)
    }

    /// The care team has looked into what differed: where it is explained, the ledger comes in line.
    func supplySettled(
        of patient: ID<Patient>, as outcome: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let open = try connection.fetch(
            Self.lockOpenConcerns(of: patient.uuid), "supplyCount.open", decode: SupplyCount.init)
        guard let last = open.last else { return }
        if outcome == "explained" {
            let home = try lockSupply(of: patient, on: connection, now: now)
            try adjust(home, to: last, of: patient, by: actor, on: connection, now: now)
        }
        try connection.execute(
            Self.settleCounts(of: patient.uuid, by: actor, now: now), "supplyCount.settle")
        try supplyChanged(of: patient, by: actor, on: connection, now: now)
    }

    /// Somebody of the care team asks: one piece of work a patient, until it is done.
    func askAboutSupply(
        of patient: ID<Patient>, because reasons: [String], on connection: Connection, now: Instant
    ) throws {
        try WorkItem.open(
            .countDiffers, about: patient.description, of: patient.uuid, reasons: reasons,
            due: try program.workItems.due(.countDiffers, arisingAt: now), on: connection, now: now)
    }

    /// What the ledger is moved by is what differed at the count, whatever has been taken since.
    private func adjust(
        _ home: SupplyAtHome, to count: SupplyCount, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        for move in home.lots.adjusting(by: count.counted - count.ledger) {
            try enter(
                SupplyMove(lot: move.lot.id, kind: .adjusted, amount: move.amount, date: home.today),
                of: patient.uuid, for: LedgerCause(count: count.id), by: actor, on: connection, now: now)
        }
    }

    private func lockSupply(
        of patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws -> SupplyAtHome {
        let zone = try connection.fetchFirst(Self.lockPatientZone(patient), "supply.patient") { row in
            TimeZone(identifier: try row["time_zone"])
        }
        guard let zone else { throw NotFound() }
        let today = LocalDate(of: now, in: zone ?? program.calendar.zone)
        let lots = try connection.fetch(
            Supply.Lot.select(of: patient.uuid), "supply.lots", decode: Supply.Lot.init)
        guard !lots.isEmpty else { throw SupplyRefusal.notArrived }
        let ground = try connection.fetchFirst(
            Self.selectSupplyGround(
                of: patient.uuid, today: today, days: program.refills.count.receivedWithinDays),
            "supply.ground"
        ) { (try $0["received_mg"] as Milligrams, try $0["dose_mg"] as Milligrams) }
        guard let (received, dose) = ground else { throw NotFound() }
        return SupplyAtHome(today: today, lots: lots, received: received, dose: dose)
    }

    private func onHand(of patient: ID<Patient>, on connection: Connection) throws -> SupplyOnHand {
        let lots = try connection.fetch(
            Supply.Lot.select(of: patient.uuid), "supply.lots", decode: Supply.Lot.init)
        let runOut = try connection.fetchFirst(Self.selectRunOut(of: patient), "supply.runOut") { row in
            try row["run_out"] as LocalDate?
        }
        return SupplyOnHand(lots: lots, runOut: runOut ?? nil)
    }
}

/// What a count or a loss is judged by.
private struct SupplyAtHome {
    let today: LocalDate
    let lots: [Supply.Lot]
    let received: Milligrams
    let dose: Milligrams

    /// The lozenge that is at home: of the last lot that is not empty.
    func amount(of count: LozengeCount) throws(SupplyRefusal) -> Milligrams {
        let last = lots.last { $0.onHand > .zero } ?? lots.last
        guard let strength = last?.strength else { throw .notArrived }
        guard !count.half || strength.count.isMultiple(of: 2) else { throw .halfImpossible }
        return count.amount(of: strength)
    }
}
