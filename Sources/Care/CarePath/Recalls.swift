import Access
import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety
import Shipments
import Treatments

/// What a recall is of, as the notice has it.
package struct RecalledLot: Sendable, Hashable {
    /// The pharmacy's slug.
    package let pharmacy: String
    /// As its labels have it.
    package let lot: String
    package let drug: String
    package let reason: LotRecall.Reason
    /// How the notice is found.
    package let notice: String

    package init(pharmacy: String, lot: String, drug: String, reason: LotRecall.Reason, notice: String) {
        self.pharmacy = pharmacy
        self.lot = lot
        self.drug = drug
        self.reason = reason
        self.notice = notice
    }
}

/// A pharmacy's lot that nobody is to take, and whom it reached.
package struct LotRecall: Sendable {
    package let id: ID<LotRecall>
    package let handle: String
    package let lot: RecalledLot
    package let recordedAt: Instant
    package let liftedAt: Instant?
    package let liftReason: String?
    /// Patients who were told, what they had at home then, and how many of them somebody still has to see to.
    package let holders: Int
    package let onHand: Milligrams
    package let stillOpen: Int

    /// A CHECK of the lot_recall table holds the same words.
    package enum Reason: String, Sendable, CaseIterable {
        case contamination, potency, stability, labelling, packaging, other
    }
}

/// The job that tells one holder of a recalled lot.
package struct TellOfRecall: Codable, Sendable {
    package static let kind = "supply.recall"

    package let recall: UUID
    package let patient: UUID
}

extension CarePath {
    /// A lot is recalled. From this moment on nothing of it counts as usable and no label is bought for it; everybody who
    /// may have some is found here and told by a job of their own.
    ///
    /// - Throws: `SupplyRefusal.recalledAlready`; `NotFound` for a pharmacy that is not known.
    package func recall(_ lot: RecalledLot, once: Once<LotRecall>?, by actor: Actor) async throws
        -> OnceOutcome<LotRecall>
    {
        defer { wakeWorkers() }
        return try await exactlyOnce(once, by: actor) { connection, now in
            let pharmacy = try connection.fetchFirst(
                Self.selectPharmacyID(slug: lot.pharmacy), "recall.pharmacy", decode: { try $0["id"] as UUID }
            )
            guard let pharmacy else { throw NotFound() }
            let id = ID<LotRecall>(at: now)
            do {
                try connection.run(
                    Self.insertRecall(id, of: lot, from: pharmacy, by: actor, now: now), "recall.insert")
            } catch PostgresError.uniqueViolation("lot_recall_one_in_force") {
                throw SupplyRefusal.recalledAlready
            }
            let holders = try connection.fetch(Self.selectHolders(of: id), "recall.holders") { row in
                try row["patient_id"] as UUID
            }
            for patient in holders { try queueTelling(of: id, patient, on: connection, now: now) }
            try AuditEntry(
                "recall.record", .init("lotRecall", id.uuid), detail: ["holders": "\(holders.count)"],
                by: actor,
                at: now
            ).record(on: connection)
            return try recall(id, on: connection)
        }
    }

    /// The recall was a mistake, or has ended: what is at home counts again. The second time nothing happens.
    package func liftRecall(
        _ id: ID<LotRecall>, because reason: String, once: Once<LotRecall>?, by actor: Actor
    ) async throws -> OnceOutcome<LotRecall> {
        defer { wakeWorkers() }
        return try await exactlyOnce(once, by: actor) { connection, now in
            let before = try recall(id, on: connection)
            let lifted = try connection.fetchFirst(
                Self.insertLift(of: id, because: reason, by: actor, now: now), "recall.lift",
                decode: { _ in true })
            guard lifted == true else { return before }
            let told = try connection.fetch(Self.selectTold(of: id), "recall.told") { row in
                try row["patient_id"] as UUID
            }
            for patient in told { try queueTelling(of: id, patient, on: connection, now: now) }
            try AuditEntry("recall.lift", .init("lotRecall", id.uuid), by: actor, at: now).record(
                on: connection)
            return try recall(id, on: connection)
        }
    }

    /// One holder of a lot whose recall was recorded or lifted: told, with work for the care team, and titration looks
    /// again at what is usable. For the job; it may run twice.
    package func recallReaches(
        _ patient: ID<Patient>, _ id: ID<LotRecall>, by actor: Actor
    ) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            _ = try connection.fetchFirst(Self.lockPatientZone(patient), "recall.patient") { _ in true }
            let recall = try recall(id, on: connection)
            if recall.liftedAt == nil {
                try reach(patient, recall, by: actor, on: connection, now: now)
            } else {
                try WorkItem.settle(
                    .lotRecalled, about: Self.cause(id, patient), as: "lifted", by: actor, on: connection,
                    now: now)
                try tell(.supplyRecallLifted, ["lot": recall.lot.lot], to: patient, on: connection, now: now)
                let unlabelled = try connection.fetch(Self.selectUnlabelled(of: patient), "recall.unlabelled")
                {
                    try $0["id"] as ID<Shipment>
                }
                for parcel in unlabelled { try plan(.label, for: parcel, at: now, on: connection, now: now) }
            }
            try supplyChanged(of: patient, by: actor, on: connection, now: now)
        }
        wakeWorkers()
    }

    /// What an order was dispensed of was recalled before: its patient is told as the others were, and no label of the
    /// program's leads it on (`shipment_no_recalled_lot`).
    ///
    /// - Returns: whether something of it is recalled.
    func isRecalled(
        order: UUID, of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> Bool {
        let recalls = try connection.fetch(Self.selectRecalls(ofOrder: order), "recall.ofOrder") { row in
            try row["id"] as ID<LotRecall>
        }
        for recall in recalls { try queueTelling(of: recall, patient.uuid, on: connection, now: now) }
        return !recalls.isEmpty
    }

    private func reach(
        _ patient: ID<Patient>, _ recall: LotRecall, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let isNew = try connection.fetchFirst(
            Self.insertHolder(of: recall.id, patient, now: now), "recall.holder", decode: { _ in true })
        guard isNew == true else { return }
        try WorkItem.open(
            .lotRecalled, about: Self.cause(recall.id, patient), of: patient.uuid,
            reasons: [recall.lot.lot, recall.lot.reason.rawValue],
            due: try program.workItems.due(.lotRecalled, arisingAt: now), on: connection, now: now)
        try tell(.supplyRecalled, ["lot": recall.lot.lot], to: patient, on: connection, now: now)
        try AuditEntry(
            "recall.reach", .init("lotRecall", recall.id.uuid), patient: patient.uuid, by: actor, at: now
        ).record(on: connection)
    }

    private func queueTelling(
        of recall: ID<LotRecall>, _ patient: UUID, on connection: Connection, now: Instant
    ) throws {
        try Job(
            kind: TellOfRecall.kind, arguments: TellOfRecall(recall: recall.uuid, patient: patient),
            lane: "recall:\(patient.uuidString.lowercased())", runAt: now
        ).enqueue(on: connection, now: now)
    }

    /// Recalls, the latest first. The reading is audited.
    package func recalls(limit: Int, by actor: Actor) async throws -> [LotRecall] {
        let audit = AuditEntry("recall.read", .init("lotRecall"), by: actor, at: clock.now)
        return try await database.read(
            by: actor, Self.selectRecalls(nil, limit: limit), audit: audit.insert, "recall.list",
            decode: LotRecall.init)
    }

    /// The id behind a handle such as `rc-7k2mq`.
    package func recallID(handle: String, by actor: Actor) async throws -> ID<LotRecall> {
        let found = try await database.read(by: actor, Self.selectRecallID(handle: handle), "recall.handle") {
            try $0["id"] as ID<LotRecall>
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    private func recall(_ id: ID<LotRecall>, on connection: Connection) throws -> LotRecall {
        let found = try connection.fetchFirst(
            Self.selectRecalls(id, limit: 1), "recall.one", decode: LotRecall.init)
        guard let found else { throw NotFound() }
        return found
    }

    private static func cause(_ recall: ID<LotRecall>, _ patient: ID<Patient>) -> String {
        "\(recall.description)/\(patient.description)"
    }
}
