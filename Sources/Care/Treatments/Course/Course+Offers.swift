import Clinic
import Clocks
import Foundation

extension Course {
    /// The patient has read a change; an offer that is agreed to, or needs none, is in force from the first date whose
    /// dose is not taken yet. Again it changes nothing.
    ///
    /// Where a rule holds meanwhile, the offer is withdrawn instead, and the outcome says so.
    package mutating func acknowledged(_ change: UUID, now: Instant) throws(CourseRefusal) -> CourseOutcome {
        let place = try place(of: change)
        if changes[place].acknowledgedAt != nil {
            return CourseOutcome(decision: standing(now: now), effects: [])
        }
        guard changes[place].kind == .increase else {
            return hear(.other, now: now) { course, effects in
                course.changes[place].acknowledgedAt = now
                effects.append(.changed(course.changes[place]))
            }
        }
        try checkOpen(changes[place], now: now)
        return takeUp(place, now: now) { $0.acknowledgedAt = now }
    }

    /// A prescriber agrees to an offer, or says no. Again it changes nothing.
    package mutating func answered(_ change: UUID, agrees: Bool, now: Instant) throws(CourseRefusal)
        -> CourseOutcome
    {
        let place = try place(of: change)
        if agrees, changes[place].agreedAt != nil {
            return CourseOutcome(decision: standing(now: now), effects: [])
        }
        if !agrees, changes[place].endCode == Self.deniedCode {
            return CourseOutcome(decision: standing(now: now), effects: [])
        }
        try checkOpen(changes[place], now: now)
        guard agrees else {
            return hear(.other, now: now) { course, effects in
                course.end(
                    { $0.id == change }, as: .withdrawn, Self.deniedCode, now: now, effects: &effects)
            }
        }
        return takeUp(place, now: now) { $0.agreedAt = now }
    }

    private static let deniedCode = "prescriber"

    private func place(of change: UUID) throws(CourseRefusal) -> Int {
        guard let place = changes.firstIndex(where: { $0.id == change }) else { throw .offerGone }
        return place
    }

    private func checkOpen(_ change: DoseChange, now: Instant) throws(CourseRefusal) {
        guard change.kind == .increase else { throw .offerGone }
        switch change.state {
        case .offered: if let end = change.expiresAt, now > end { throw .offerExpired }
        case .expired: throw .offerExpired
        case .inForce, .withdrawn: throw .offerGone
        }
    }

    /// Asks all rules first: what holds now ends the offer. Else it is one word nearer, and with the last word in force.
    private mutating func takeUp(_ place: Int, now: Instant, _ say: (inout DoseChange) -> Void)
        -> CourseOutcome
    {
        hear(.other, now: now) { course, effects in
            let today = course.date(at: now)
            _ = course.evaluate(.other, today: today, now: now, effects: &effects)
            guard course.changes[place].state == .offered else { return }
            say(&course.changes[place])
            let offer = course.changes[place]
            guard offer.acknowledgedAt != nil, !offer.needsAgreement || offer.agreedAt != nil else {
                effects.append(.changed(offer))
                return
            }
            course.changes[place].state = .inForce
            effects.append(.changed(course.changes[place]))
            let first = course.days[today]?.report == nil ? today : today + 1
            course.plan(
                offer.to, from: max(offer.firstDate, first), cause: .increase, rules: offer.rules,
                change: offer.id, now: now, effects: &effects)
        }
    }
}
