import Clinic
import Clocks
import Foundation
import JobQueue
import Postgres
import Safety
import Shipments
import Treatments

/// The job that looks whether a first day was chosen.
package struct StartReminder: Codable, Sendable {
    package static let kind = "treatment.startWatch"

    package let treatment: UUID
}

extension CarePath {
    /// A parcel has arrived: where its prescription is in force and no treatment is under way, one awaits its first
    /// day. The second parcel, or hearing of the first twice, changes nothing.
    func parcelArrived(
        _ shipment: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard let arrivedAt = shipment.arrivedAt,
            let ground = try connection.fetchFirst(
                Self.selectTreatmentGround(ofFill: shipment.fill), "treatment.ground",
                decode: TreatmentGround.init)
        else { return }
        let treatment = Treatment(
            id: ID(at: now), patient: shipment.patient, prescription: ground.prescription,
            firstFill: shipment.fill, zone: ground.zone, arrivedAt: arrivedAt, state: .awaitingStart,
            version: 1)
        guard try treatment.insert(on: connection) else { return }
        try Job(
            kind: StartReminder.kind, arguments: StartReminder(treatment: treatment.id.uuid),
            runAt: arrivedAt + .hours(24 * program.treatmentStart.askAfterDays)
        ).enqueue(on: connection, now: now)
        try AuditEntry(
            "treatment.await", .init("treatment", treatment.id.uuid), patient: shipment.patient, by: actor,
            at: now
        ).record(on: connection)
    }

    /// Two weeks have passed since the parcel came: if no first day is chosen, somebody asks.
    package func startIsDue(_ id: ID<Treatment>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard
                let treatment = try connection.fetchFirst(
                    Treatment.select(id), "treatment.find", decode: Treatment.init),
                treatment.state == .awaitingStart
            else { return }
            try WorkItem.open(
                .startNotChosen, about: id.description, of: treatment.patient, reasons: [],
                due: try program.workItems.due(.startNotChosen, arisingAt: now), on: connection, now: now)
        }
    }
}

/// What a treatment stands on.
struct TreatmentGround {
    let prescription: UUID
    let zone: TimeZone
}
