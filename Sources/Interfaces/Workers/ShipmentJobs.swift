import CarePath
import Clinic
import Clocks
import Foundation
import JobQueue
import Shipments

/// Looks after parcels: buys labels, follows them, asks carriers, watches what stands still.
///
/// A label is never bought twice. The carrier's id of the parcel is kept in a transaction before anything is bought;
/// then, in another, that a purchase begins. Whoever finds a kept id asks the carrier about it first: a worker that
/// died after the purchase, or an answer that never came, leaves a parcel whose label is found and taken.
struct ShipmentJobs: Sendable {
    let carePath: CarePath
    let carrier: any CarrierPartner

    var handlers: [JobHandler] {
        ShipmentTask.Kind.allCases.map { kind in
            JobHandler(kind: kind.rawValue, timeout: .seconds(60)) { context in
                let id = ID<Shipment>(try context.decode(ShipmentTask.self).shipment)
                return try await perform(kind, on: id, context)
            }
        } + [
            JobHandler(kind: StartReminder.kind) { context in
                let reminder = try context.decode(StartReminder.self)
                try await carePath.startIsDue(ID(reminder.treatment), by: .system(context.kind))
                return .done
            }
        ]
    }

    private func perform(
        _ kind: ShipmentTask.Kind, on id: ID<Shipment>, _ context: JobContext
    ) async throws -> JobOutcome {
        let actor = Actor.system(context.kind)
        do {
            switch kind {
            case .label: return try await LabelPurchase(carePath, carrier, id, context).run()
            case .follow: return try await follow(id, by: actor)
            case .track:
                _ = try await ask(about: id, by: actor)
                return .done
            case .poll:
                let isOver = try await ask(about: id, by: actor)
                return isOver ? .done : .snooze(until: context.now + carePath.program.carriers.askEvery)
            case .refund: return try await refund(id, by: actor)
            case .watchScan, .watchMovement, .watchDelivery:
                guard let watch = kind.watch,
                    let again = try await carePath.watchShipment(id, watch, by: actor)
                else { return .done }
                return .snooze(until: again)
            }
        } catch let fault as CarrierFault {
            return .retry(why: fault.failureCode, noSoonerThan: fault.pause)
        }
    }

    /// Asks the carrier what it knows. `true` once nothing more is to be asked.
    @discardableResult
    private func ask(about id: ID<Shipment>, by actor: Actor) async throws -> Bool {
        guard let shipment = try await carePath.shipment(id, by: actor), !shipment.state.isEnd else {
            return true
        }
        guard let tracker = shipment.tracker else { return false }
        let report = try await carrier.tracking(tracker, about: id.uuid)
        _ = try await carePath.carrierReported(report, by: actor)
        return false
    }

    private func follow(_ id: ID<Shipment>, by actor: Actor) async throws -> JobOutcome {
        guard let shipment = try await carePath.shipment(id, by: actor), shipment.tracker == nil,
            let label = shipment.label
        else { return .done }
        do {
            let report = try await carrier.follow(label.trackingCode, by: label.carrier, about: id.uuid)
            try await carePath.labelFollowed(id, report, by: actor)
            return .done
        } catch CarrierFault.refused(let code) {
            try await carePath.labelRefused(id, because: code, by: actor)
            return .discard(why: code)
        }
    }

    private func refund(_ id: ID<Shipment>, by actor: Actor) async throws -> JobOutcome {
        guard let shipment = try await carePath.shipment(id, by: actor), shipment.purchase == .bought,
            let known = shipment.carrierShipment
        else { return .done }
        // Asked first, so that an answer that was lost is not taken for a no.
        if try await carrier.parcel(known, about: id.uuid).refund == nil {
            do { try await carrier.refund(known, about: id.uuid) } catch CarrierFault.refused(let code) {
                try await carePath.labelRefused(id, because: code, by: actor)
                return .discard(why: code)
            }
        }
        try await carePath.labelRefunded(id, by: actor)
        return .done
    }
}

extension CarrierFault {
    /// How long the carrier wants to be left alone.
    fileprivate var pause: Duration? {
        switch self {
        case .notNow(_, let pause): pause
        case .notSent, .unknown, .refused: nil
        }
    }

    /// For the job's record: the kind of fault, and a carrier's own code.
    fileprivate var failureCode: String {
        switch self {
        case .notSent: "carrierNotReached"
        case .unknown: "carrierUnanswered"
        case .refused(let code): "carrierRefused \(code)"
        case .notNow(let code, _): "carrierBusy \(code)"
        }
    }
}
