import Clocks
import StrictJSON

/// All that a stand-in carrier knows of shipments and parcels.
struct CarrierBook: StandInBook {
    struct Shipment: Sendable {
        let id: String
        let reference: String?
        /// The `shipment` of the request: addresses, parcel, options.
        let request: JSONValue
        let created: Instant
        var label: BoughtLabel?
        var boughtAt: Instant?
        var isRefunded = false
    }

    struct Parcel: Sendable {
        let tracker: String
        let code: String
        let carrier: String
        let shipmentId: String?
        let created: Instant
        var seen: [ParcelScan] = []
        /// What is still to happen by itself.
        var plan: ArraySlice<ParcelScan>

        var status: TrackerStatus { seen.last?.status ?? .unknown }
    }

    private let profile: CarrierProfile
    private(set) var shipments: [String: Shipment] = [:]
    private(set) var parcels: [String: Parcel] = [:]
    private(set) var outbox = Outbox()
    /// Labels and trackers so far; tracking codes are counted from it.
    private(set) var count = 0

    init(of profile: CarrierProfile) { self.profile = profile }

    var nextStep: Instant? { parcels.values.lazy.compactMap { $0.plan.first?.at }.min() }

    func step(at now: Instant, isOdd: Bool) -> [CarrierEvent] {
        let due = parcels.values.compactMap { parcel in parcel.plan.first.map { (parcel, $0) } }
            .filter { $0.1.at <= now }.min { ($0.1.at, $0.0.tracker) < ($1.1.at, $1.0.tracker) }
        guard let (parcel, scan) = due else { return [] }
        let odd = isOdd ? [TrackerEvent.odd(of: parcel, at: scan.at)] : []
        return [.parcelMoved(tracker: parcel.tracker, scan: scan)]
            + (odd + [TrackerEvent.updated(parcel, by: scan)]).map { .webhookQueued(webhook: $0) }
    }

    mutating func apply(_ event: CarrierEvent, at instant: Instant) {
        switch event {
        case .shipmentCreated(let id, let reference, let request):
            shipments[id] = Shipment(id: id, reference: reference, request: request, created: instant)
        case .labelBought(let label): send(label, at: instant)
        case .labelRefunded(let id, _, let tracker, _):
            shipments[id]?.isRefunded = true
            parcels[tracker]?.plan = []
        case .trackerCreated(let tracker, let code, let carrier):
            track(tracker, code, carrier, at: instant)
        case .parcelMoved(let tracker, let scan):
            parcels[tracker]?.seen.append(scan)
            parcels[tracker]?.plan.removeFirst()
        case .webhookQueued(let webhook): outbox.queue(webhook)
        case .webhookSent(let id, _, let status): outbox.sent(id, status: status, at: instant)
        case .webhookHeld(let id): outbox.hold(id, at: instant)
        case .requestRefused, .requestFailed, .shipmentAsked, .trackerAsked: break
        }
    }

    private mutating func send(_ label: BoughtLabel, at instant: Instant) {
        count += 1
        shipments[label.shipmentId]?.label = label
        shipments[label.shipmentId]?.boughtAt = instant
        let days = CarrierService.all.first { $0.carrier == label.carrier && $0.name == label.service }?.days
        let plan = ParcelPlan(
            label.course, from: instant, days: days ?? 3, number: count, recipient: label.recipient,
            zone: profile.timeZone)
        parcels[label.tracker] = Parcel(
            tracker: label.tracker, code: label.code, carrier: label.carrier, shipmentId: label.shipmentId,
            created: instant, plan: plan.scans[...])
    }

    private mutating func track(_ tracker: String, _ code: String, _ carrier: String, at instant: Instant) {
        count += 1
        let plan = ParcelPlan(
            .usual, from: instant, days: 3, number: count, recipient: "RESIDENT", zone: profile.timeZone)
        parcels[tracker] = Parcel(
            tracker: tracker, code: code, carrier: carrier, shipmentId: nil, created: instant,
            plan: plan.scans[...])
    }
}
