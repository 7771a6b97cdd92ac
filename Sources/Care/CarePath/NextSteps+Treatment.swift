import Clinic
import Clocks
import Foundation
import Treatments

/// Daily life at home: what today asks for, and what the care team decides meanwhile.
extension NextSteps {
    /// A first supply has arrived; from here on treatment speaks, and a parcel only beside it.
    static func atHome(
        _ position: PathPosition, _ rules: Rules, _ now: Instant, _ zone: TimeZone
    ) -> NextSteps? {
        guard let treatment = position.treatment, treatment.endedAt == nil else { return nil }
        let parcel = position.order?.parcel
        let confirming = parcel.map(confirming) ?? []
        let waiting = parcel.map(waiting(for:)) ?? []
        guard let firstDay = treatment.firstDay else {
            let due = treatment.arrivedAt + .hours(24 * rules.chooseWithinDays)
            return NextSteps(
                stage: .treatmentStart,
                actions: [.init(.chooseFirstDay, "POST", "/v1/me/treatment/start", due: due)] + confirming,
                waitingFor: waiting)
        }
        let zone = treatment.zone ?? zone
        let today = LocalDate(of: now, in: zone)
        guard firstDay <= today else {
            return NextSteps(
                stage: .treatmentStart, actions: confirming, waitingFor: waiting,
                upcoming: [.init(code: .firstDay, on: firstDay, at: nil)])
        }
        let beside = position.visit?.state == .completed ? nil : visit(position, rules, now, zone)
        return NextSteps(
            stage: treatment.pause == nil ? .treatment : .treatmentPaused,
            actions: daily(treatment, on: today, in: zone) + (beside?.actions ?? [])
                + nextSupply(treatment, holdsVisit: position.visit?.state == .held, in: zone) + confirming,
            waitingFor: decisions(about: treatment) + (beside?.waitingFor ?? []) + supplies(treatment)
                + waiting,
            upcoming: (beside?.upcoming ?? []) + review(of: treatment, rules, on: today),
            cycle: treatment.cycle.map { .init(number: $0.number, day: today - $0.firstDay + 1) })
    }

    /// What today asks for, the most urgent first.
    private static func daily(
        _ treatment: PathPosition.Treatment, on today: LocalDate, in zone: TimeZone
    ) -> [Action] {
        var actions: [Action] = []
        if let due = treatment.asqDueAt {
            actions.append(.init(.answerAsq, "PUT", "/v1/me/check-ins/\(today)", due: due))
        }
        if let change = treatment.change, !change.isAcknowledged {
            let href = "/v1/me/dose-changes/\(change.id.uuidString.lowercased())/acknowledge"
            actions.append(
                .init(
                    .acknowledgeDose, "POST", href, isRequired: !change.isOffer, due: change.expiresAt))
        }
        if !treatment.isReported {
            // Midnight, when the date is over; it may still be filled in late.
            let midnight = (today + 1).start(in: zone)
            actions.append(
                .init(
                    .checkIn, "POST", "/v1/me/check-ins", isRequired: treatment.pause == nil, due: midnight))
        }
        if treatment.pause == .own {
            actions.append(
                .init(.resumeTreatment, "POST", "/v1/me/treatment/resume", isRequired: false))
        }
        return actions
    }

    /// What the decision on the next 30 days wants of the patient: answers, and a visit.
    private static func nextSupply(
        _ treatment: PathPosition.Treatment, holdsVisit: Bool, in zone: TimeZone
    ) -> [Action] {
        guard let review = treatment.review else { return counting(treatment) }
        let due = (review.dueOn + 1).start(in: zone)
        var actions: [Action] = []
        if !review.isAnswered {
            actions.append(.init(.refillReview, "POST", "/v1/me/refill-review", due: due))
        }
        if !review.hasVisit, !holdsVisit {
            var book = Action(.bookConsult, "POST", "/v1/me/consults", due: due)
            book.kind = "refillReview"
            actions.append(book)
        }
        // The review's answers hold a count.
        return actions + (review.isAnswered ? counting(treatment) : [])
    }

    /// Lozenges are counted at each new parcel, and when it is over.
    private static func counting(_ treatment: PathPosition.Treatment) -> [Action] {
        guard let occasion = treatment.countFor else { return [] }
        var count = Action(.countSupply, "POST", "/v1/me/counts", isRequired: false)
        count.kind = occasion.rawValue
        return [count]
    }

    /// What others do for the next supply.
    private static func supplies(_ treatment: PathPosition.Treatment) -> [Waiting] {
        if let date = treatment.nextFillOn { return [.init(code: .nextFill, expected: .on(date))] }
        guard let review = treatment.review, review.isAnswered, review.hasVisit else { return [] }
        return [.init(code: .refillDecision, expected: .on(review.dueOn))]
    }

    private static func decisions(about treatment: PathPosition.Treatment) -> [Waiting] {
        var waiting: [Waiting] = []
        if let change = treatment.change, change.isAcknowledged, change.awaitsAgreement {
            waiting.append(
                .init(code: .doseAgreement, expected: change.expiresAt.map(Waiting.Expected.at)))
        }
        if treatment.pause == .careTeam { waiting.append(.init(code: .pauseDecision, expected: nil)) }
        return waiting
    }

    private static func review(
        of treatment: PathPosition.Treatment, _ rules: Rules, on today: LocalDate
    ) -> [Upcoming] {
        guard let cycle = treatment.cycle else { return [] }
        let due = cycle.firstDay + (rules.reviewOnDay - 1)
        return due > today ? [.init(code: .refillReview, on: due, at: nil)] : []
    }

    /// Treatment has ended, and nothing new has begun.
    static func ended(_ position: PathPosition) -> NextSteps? {
        guard let treatment = position.treatment, let endedAt = treatment.endedAt,
            position.visit.map({ $0.startsAt < endedAt }) ?? true, position.prescription != .inPreparation
        else { return nil }
        return NextSteps(
            stage: .treatmentEnded,
            actions: (treatment.hasLastScores
                ? [] : [.init(.lastScores, "POST", "/v1/me/treatment/stop", isRequired: false)])
                + counting(treatment))
    }
}
