import Clocks

/// All that a stand-in pharmacy knows of its orders.
struct PharmacyBook: StandInBook {
    struct Order: Sendable {
        let accepted: AcceptedOrder
        let number: Int
        var stage = PharmacyStage.received
        /// What is still to happen by itself.
        var plan: ArraySlice<PharmacyPlan.Step>
    }

    let profile: PharmacyProfile
    /// In the order of their coming.
    private(set) var orders: [Order] = []
    private var byID: [String: Int] = [:]
    private(set) var outbox = Outbox()

    init(of profile: PharmacyProfile) { self.profile = profile }

    func order(_ id: String) -> Order? { byID[id].map { orders[$0] } }

    func orders(of referenceId: String) -> [Order] {
        orders.filter { $0.accepted.referenceId == referenceId }
    }

    /// Which fill under a prescription the next order would be: those that came to nothing do not count.
    func fillNumber(of foreignRxNumber: String) -> Int {
        1
            + orders.count {
                $0.accepted.foreignRxNumber == foreignRxNumber && $0.stage != .cancelled
                    && $0.stage != .rejected
            }
    }

    /// The pharmacy's number of a prescription, the same one for all its fills.
    func rxNumber(of foreignRxNumber: String) -> String {
        orders.first { $0.accepted.foreignRxNumber == foreignRxNumber }?.accepted.rxNumber
            ?? "\(7_000_001 + orders.count)"
    }

    var nextStep: Instant? { orders.lazy.compactMap { $0.plan.first?.at }.min() }

    func step(at now: Instant, isOdd: Bool) -> [PharmacyEvent] {
        let due = orders.compactMap { order in order.plan.first.map { (order, $0) } }
            .filter { $0.1.at <= now }.min { $0.1.at < $1.1.at }
        guard let (order, step) = due else { return [] }
        let message = PharmacyMessage(of: order.accepted, at: profile, number: order.number)
        let odd = isOdd ? [message.odd(at: step.at)] : []
        return [event(of: step, for: order.accepted)]
            + (odd + [message.of(step.stage, at: step.at)]).map { .webhookQueued(webhook: $0) }
    }

    mutating func apply(_ event: PharmacyEvent, at instant: Instant) {
        switch event {
        case .orderAccepted(let order): take(order, at: instant)
        case .orderMoved(let id, _, let stage, _): move(id, to: stage)
        case .orderRejected(let id, _, _, _): end(id, as: .rejected)
        case .orderCancelled(let id, _): end(id, as: .cancelled)
        case .orderReleased(let id): release(id, at: instant)
        case .webhookQueued(let webhook): outbox.queue(webhook)
        case .webhookSent(let id, _, let status): outbox.sent(id, status: status, at: instant)
        case .webhookHeld(let id): outbox.hold(id, at: instant)
        case .requestRefused, .requestFailed, .orderAsked, .cancelRefused: break
        }
    }

    private func event(of step: PharmacyPlan.Step, for order: AcceptedOrder) -> PharmacyEvent {
        if step.stage == .rejected, case .reject(let code) = order.course {
            return .orderRejected(
                orderId: order.orderId, referenceId: order.referenceId, code: code, occurredAt: step.at)
        }
        return .orderMoved(
            orderId: order.orderId, referenceId: order.referenceId, stage: step.stage, occurredAt: step.at)
    }

    private mutating func take(_ order: AcceptedOrder, at instant: Instant) {
        let number = orders.count + 1
        let plan = PharmacyPlan(of: order, began: instant, number: number, isReleased: false, at: profile)
        byID[order.orderId] = orders.count
        orders.append(Order(accepted: order, number: number, plan: plan.steps[...]))
    }

    private mutating func move(_ id: String, to stage: PharmacyStage) {
        guard let index = byID[id] else { return }
        orders[index].stage = stage
        orders[index].plan = orders[index].plan.dropFirst()
    }

    private mutating func end(_ id: String, as stage: PharmacyStage) {
        guard let index = byID[id] else { return }
        orders[index].stage = stage
        orders[index].plan = []
    }

    private mutating func release(_ id: String, at instant: Instant) {
        guard let index = byID[id], orders[index].stage == .triaged else { return }
        let order = orders[index]
        orders[index].stage = .acknowledged
        orders[index].plan =
            PharmacyPlan(
                of: order.accepted, began: instant, number: order.number, isReleased: true, at: profile
            ).steps[...]
    }
}
