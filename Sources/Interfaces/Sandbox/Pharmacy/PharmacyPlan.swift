import Clocks

/// What a pharmacy is going to do with an order, and when: about two days of its opening hours.
struct PharmacyPlan: Sendable {
    struct Step: Sendable {
        let stage: PharmacyStage
        let at: Instant
    }

    let steps: [Step]

    /// - Parameters:
    ///   - began: when the order was taken, or released.
    ///   - number: of the order; some take longer than others.
    init(of order: AcceptedOrder, began: Instant, number: Int, isReleased: Bool, at pharmacy: PharmacyProfile)
    {
        let hours = OpeningHours(timeZone: pharmacy.timeZone)
        let acknowledged = began + .minutes(20)
        let first = Step(stage: .acknowledged, at: acknowledged)
        switch order.course {
        case .triage where !isReleased:
            steps = [first, Step(stage: .triaged, at: hours.end(of: .minutes(30), from: acknowledged))]
        case .reject:
            steps = [Step(stage: .rejected, at: hours.end(of: .minutes(20), from: began))]
        case .usual, .triage:
            let compounding = hours.end(of: .hours(2 + number % 3), from: acknowledged)
            let verified = hours.end(of: .hours(3), from: compounding)
            let ready = hours.end(of: .minutes(45), from: verified)
            let allowed = order.doNotDispenseBefore.flatMap { hours.opening(on: $0) } ?? ready
            let dispensed = hours.end(of: .minutes(30 + number % 4 * 10), from: max(ready, allowed))
            let made = [
                Step(stage: .compounding, at: compounding), Step(stage: .verified, at: verified),
                Step(stage: .ready, at: ready), Step(stage: .dispensed, at: dispensed),
            ]
            let shipped = Step(stage: .shipped, at: hours.end(of: .hours(1), from: dispensed))
            steps = (isReleased ? [] : [first]) + made + (pharmacy.buysLabels ? [shipped] : [])
        }
    }
}
