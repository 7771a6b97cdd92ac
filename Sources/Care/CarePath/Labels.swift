import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Shipments

/// What the job that buys a label does next.
package enum LabelStep: Sendable {
    /// Make the parcel known to the carrier.
    case quote(ParcelToSend)
    /// The carrier knows it under this id: ask what became of it before anything is bought.
    case ask(carrierShipment: String)
}

extension CarePath {
    /// Where the purchase of a parcel's label stands; `nil` if none is to be bought any more. Reading the address is
    /// audited.
    package func labelStep(of id: ID<Shipment>, by actor: Actor) async throws -> LabelStep? {
        guard let shipment = try await shipment(id, by: actor), shipment.needsLabel else { return nil }
        if let known = shipment.carrierShipment { return .ask(carrierShipment: known) }
        let audit = AuditEntry(
            "shipment.address", .init("shipment", id.uuid), patient: shipment.patient, by: actor,
            at: clock.now)
        async let patients = database.read(
            by: actor, Patient.select(ID(shipment.patient)), audit: audit.insert, "shipment.recipient"
        ) { try Patient($0, keyring: keyring) }
        let senders = try await database.read(
            by: actor, Self.selectSender(shipment.pharmacy), "shipment.sender", decode: Self.sender)
        guard let sender = senders.first, let patient = try await patients.first else { throw NotFound() }
        let recipient = ParcelToSend.Party(
            name: patient.name.full, address: patient.address, phone: patient.contact.phone.e164)
        return .quote(
            ParcelToSend(shipment: id.uuid, from: sender, to: recipient, size: program.carriers.parcel))
    }

    /// The carrier knows the parcel: its id is kept, before anything is bought.
    ///
    /// - Returns: the id that counts; an earlier one if there was one.
    package func carrierQuoted(
        _ id: ID<Shipment>, as carrierShipment: String, by actor: Actor
    ) async throws -> String? {
        try await changeLabel(of: id, "quote", by: actor) { shipment, _, _ in
            let effect = shipment.quoted(as: carrierShipment)
            return (effect, shipment.needsLabel ? shipment.carrierShipment : nil)
        }
    }

    /// The carrier is about to be asked to sell at this rate: from here on there may be a label. `false` if none is
    /// wanted any more, or a lot in the parcel is recalled, which the care team learns.
    package func labelBuying(_ id: ID<Shipment>, at rate: CarrierRate, by actor: Actor) async throws -> Bool {
        do {
            return try await changeLabel(of: id, "buying", by: actor) { shipment, _, _ in
                let effect = shipment.buying(at: rate.id)
                return (effect, effect == .applied)
            }
        } catch PostgresError.checkViolation("shipment_no_recalled_lot") {
            try await labelRefused(id, because: "lotRecalled", by: actor)
            return false
        }
    }

    /// There is a label: from now on the parcel is watched.
    package func labelBought(_ id: ID<Shipment>, _ parcel: CarrierParcel, by actor: Actor) async throws {
        guard let label = parcel.label else { return }
        try await changeLabel(of: id, "bought", by: actor) { shipment, connection, now in
            let effect = shipment.bought(
                label, tracker: parcel.tracker, estimatedDelivery: parcel.estimatedDelivery, now: now)
            switch effect {
            case .applied:
                try watch(shipment, on: connection, now: now)
                try settleWork(
                    [(.labelProblem, as: "done")], on: shipment, by: actor, on: connection, now: now)
            case .late:
                try plan(.refund, for: id, at: now, on: connection, now: now)
            case .parked(let reason):
                try openWork(.labelProblem, on: shipment, because: [reason], on: connection, now: now)
            case .repeated, .ignored: break
            }
            return (effect, ())
        }
    }

    /// No answer came to the purchase. The job asks again; where it goes on so, a person knows of it.
    package func labelUnanswered(_ id: ID<Shipment>, tellingSomebody: Bool, by actor: Actor) async throws {
        try await changeLabel(of: id, "unanswered", by: actor) { shipment, connection, now in
            let effect = shipment.purchaseUnanswered()
            if tellingSomebody {
                try openWork(.labelProblem, on: shipment, because: ["unknown"], on: connection, now: now)
            }
            return (effect, ())
        }
    }

    /// The carrier cannot be reached, is busy, or does not say what it sold. The job asks again, and somebody knows of
    /// it; what was bought stays as open as it is.
    package func labelDelayed(_ id: ID<Shipment>, because reason: String, by actor: Actor) async throws {
        try await changeLabel(of: id, "delayed", by: actor) { shipment, connection, now in
            guard shipment.needsLabel else { return (.late, ()) }
            try openWork(.labelProblem, on: shipment, because: [reason], on: connection, now: now)
            return (.repeated, ())
        }
    }

    /// The carrier sells no label, or none that will do: somebody looks at it.
    package func labelRefused(_ id: ID<Shipment>, because reason: String, by actor: Actor) async throws {
        try await changeLabel(of: id, "refused", by: actor) { shipment, connection, now in
            try openWork(.labelProblem, on: shipment, because: [reason], on: connection, now: now)
            return (shipment.purchaseRefused(), ())
        }
    }

    /// The label was given back.
    package func labelRefunded(_ id: ID<Shipment>, by actor: Actor) async throws {
        try await changeLabel(of: id, "refunded", by: actor) { shipment, _, _ in (shipment.refunded(), ()) }
    }

    /// A label of the pharmacy's is followed from now on, and this is what its carrier knows.
    package func labelFollowed(_ id: ID<Shipment>, _ report: CarrierReport, by actor: Actor) async throws {
        try await changeLabel(of: id, "followed", by: actor) { shipment, _, _ in
            (shipment.tracked(by: report.tracker), ())
        }
        _ = try await carrierReported(report, by: actor)
    }

    /// One step of a label: the parcel locked, decided upon, written and audited if something changed.
    @discardableResult
    private func changeLabel<Answer: Sendable>(
        of id: ID<Shipment>, _ verb: String, by actor: Actor,
        _ event: @escaping @Sendable (inout Shipment, Connection, Instant) throws -> (HeardEffect, Answer)
    ) async throws -> Answer {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var shipment = try Shipment.lock(id, on: connection) else { throw NotFound() }
            let version = shipment.version
            let (_, answer) = try event(&shipment, connection, now)
            if shipment.version != version {
                try shipment.save(on: connection)
                try audit(verb, shipment, by: actor, on: connection, now: now)
            }
            return answer
        }
    }
}
