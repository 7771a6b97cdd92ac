import CarePath
import Clinic
import JobQueue
import Shipments

/// One attempt to get one parcel its label.
struct LabelPurchase: Sendable {
    private let carePath: CarePath
    private let carrier: any CarrierPartner
    private let id: ID<Shipment>
    private let context: JobContext
    private let actor: Actor

    /// From this attempt on, a label that is not there is a person's business too.
    private static let patience = 3

    init(_ carePath: CarePath, _ carrier: any CarrierPartner, _ id: ID<Shipment>, _ context: JobContext) {
        self.carePath = carePath
        self.carrier = carrier
        self.id = id
        self.context = context
        actor = .system(context.kind)
    }

    func run() async throws -> JobOutcome {
        guard let step = try await carePath.labelStep(of: id, by: actor) else { return .done }
        do {
            guard let parcel = try await known(step) else { return .done }
            if parcel.label != nil { return try await bought(parcel) }
            guard let rate = carePath.program.carriers.choose(among: parcel.rates) else {
                throw CarrierFault.refused(code: "noRate")
            }
            guard try await carePath.labelBuying(id, at: rate, by: actor) else { return .done }
            return try await bought(buy(parcel.id, at: rate))
        } catch CarrierFault.refused(let code) {
            try await carePath.labelRefused(id, because: code, by: actor)
            return .discard(why: code)
        } catch CarrierFault.unknown {
            try await carePath.labelUnanswered(
                id, tellingSomebody: context.attempt >= Self.patience, by: actor)
            throw CarrierFault.unknown
        } catch let fault as CarrierFault where context.attempt >= Self.patience {
            try await carePath.labelDelayed(id, because: fault.delay, by: actor)
            throw fault
        }
    }

    /// The parcel as the carrier has it, its id kept; `nil` if no label is wanted any more.
    private func known(_ step: LabelStep) async throws -> CarrierParcel? {
        switch step {
        case .ask(let known):
            do throws(CarrierFault) {
                return try await carrier.parcel(known, about: id.uuid)
            } catch .refused(let code) {
                // A no to the question says nothing of what was sold: it stays open, and somebody looks.
                try await carePath.labelDelayed(id, because: code, by: actor)
                throw CarrierFault.notNow(code: code, retryAfter: nil)
            }
        case .quote(let parcel):
            let quoted = try await carrier.quote(parcel)
            guard let counts = try await carePath.carrierQuoted(id, as: quoted.id, by: actor) else {
                return nil
            }
            return counts == quoted.id ? quoted : try await carrier.parcel(counts, about: id.uuid)
        }
    }

    /// A carrier that says it sold this label before is asked for it.
    private func buy(_ parcel: String, at rate: CarrierRate) async throws -> CarrierParcel {
        do {
            return try await carrier.buy(parcel, at: rate.id, about: id.uuid)
        } catch CarrierFault.refused("SHIPMENT.POSTAGE.EXISTS") {
            return try await carrier.parcel(parcel, about: id.uuid)
        }
    }

    private func bought(_ parcel: CarrierParcel) async throws -> JobOutcome {
        // An answer without a code says nothing of what was done; the next attempt asks.
        guard parcel.label != nil else { throw CarrierFault.unknown }
        try await carePath.labelBought(id, parcel, by: actor)
        return .done
    }
}

extension CarrierFault {
    /// Why a label is late, as the care team reads it.
    fileprivate var delay: String {
        switch self {
        case .notSent: "notReached"
        case .unknown: "unknown"
        case .refused(let code): code
        case .notNow: "busy"
        }
    }
}
