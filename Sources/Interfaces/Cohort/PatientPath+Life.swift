import Clocks
import Foundation
import Wire

/// Daily life: the evening's report, doses to acknowledge, the review's questions.
extension PatientPath {
    /// Reports the day, once.
    func report(
        _ outcome: inout PersonOutcome, _ sitting: Sitting, breaches: inout [Breach]
    ) async throws -> Bool {
        let person = sitting.person
        let treatment = try await treatment(sitting)
        outcome.note(treatment)
        guard let today = treatment.today, !today.reported, let day = outcome.day(on: treatment.date) else {
            return false
        }
        if let range = treatment.range, !(range.minMg...range.maxMg).contains(today.doseMg) {
            breaches.append(
                Breach(.doseInRange, "person \(person.number + 1): \(today.doseMg) mg on day \(day)"))
        }
        let report = person.life.checkIn(on: treatment.date, day: day, today: today)
        let answer: CheckInAnswer = try await client.post(
            "/v1/me/check-ins", report, token: sitting.token, key: person.key("check-in \(treatment.date)"))
        if (answer.crisis != nil) != person.life.isGrave(report) {
            breaches.append(Breach(.crisisWords, "person \(person.number + 1), day \(day)"))
        }
        return true
    }

    /// Reads a change at once; says yes to a higher dose at once, a day later, or never, as they are.
    func acknowledge(_ action: NextSteps.Action, _ sitting: Sitting) async throws -> Bool {
        let person = sitting.person
        if person.life.acknowledges != .atOnce, let offer = try await treatment(sitting).offer,
            action.do.href.contains(offer.id)
        {
            guard person.life.acknowledges == .nextDay, sitting.today >= offer.firstDate else { return false }
        }
        try await client.post(
            action.do.href, token: sitting.token, key: person.key("acknowledge \(action.do.href)"))
        return true
    }

    /// A journey, and the end: nobody asks for them.
    func decide(_ outcome: inout PersonOutcome, _ sitting: Sitting) async throws {
        let person = sitting.person
        guard sitting.look.isEvening, let day = outcome.day(on: sitting.today) else { return }
        let own = "/v1/me/treatment"
        if let stop = person.life.stopDay, day >= stop, outcome.life?.hasStopped == false {
            try await client.post(
                "\(own)/stop", StopRequest(reason: "I would rather do without."), token: sitting.token,
                key: person.key("stop"))
            outcome.life?.hasStopped = true
        }
        if let loss = person.life.lossDay, day >= loss, outcome.life?.hasLost != true,
            outcome.life?.hasStopped == false
        {
            try await loseHalf(sitting)
            outcome.life?.hasLost = true
        }
        guard let journey = person.life.journey else { return }
        if journey.contains(day), outcome.life?.isOwnPause == false {
            try await client.post(
                "\(own)/pause", OwnPauseRequest(reason: "Travelling."), token: sitting.token,
                key: person.key("pause"))
            outcome.life?.isOwnPause = true
        } else if day >= journey.upperBound, outcome.life?.isOwnPause == true {
            try await client.post(
                "\(own)/resume", OwnResumeRequest(), token: sitting.token, key: person.key("resume"))
            outcome.life?.isOwnPause = false
        }
    }

    private func loseHalf(_ sitting: Sitting) async throws {
        let there = try await treatment(sitting).pieces.whole
        guard there > 1 else { return }
        try await client.post(
            "/v1/me/supply-events", SupplyEventRequest(kind: "lost", lozenges: there / 2),
            token: sitting.token,
            key: sitting.person.key("lost \(sitting.today)"))
    }

    func treatment(_ sitting: Sitting) async throws -> TreatmentAnswer {
        try await client.get("/v1/me/treatment", token: sitting.token)
    }

    // MARK: The review

    func answerReview(_ sitting: Sitting) async throws {
        let (life, treatment) = (sitting.person.life, try await treatment(sitting))
        let pieces = treatment.pieces
        var chance = life.chance(of: 1000)
        try await client.post(
            "/v1/me/refill-review",
            RefillReviewRequest(
                phq9: life.items(9, adding: max(2, life.baseline.phq9 - 5), drawing: &chance),
                gad7: life.items(7, adding: max(1, life.baseline.gad7 - 4), drawing: &chance), urinary: 0,
                wish: "same", count: pieces.whole, half: pieces.half), token: sitting.token,
            key: sitting.person.key("review \(sitting.today)"))
    }

    /// How one is at the end.
    func sayLastScores(_ sitting: Sitting) async throws {
        let life = sitting.person.life
        var chance = life.chance(of: 1001)
        try await client.post(
            "/v1/me/treatment/stop",
            StopRequest(
                phq9: life.items(9, adding: max(2, life.baseline.phq9 - 3), drawing: &chance),
                gad7: life.items(7, adding: max(1, life.baseline.gad7 - 3), drawing: &chance)),
            token: sitting.token, key: sitting.person.key("last scores"))
    }

    func count(_ sitting: Sitting) async throws {
        let pieces = try await treatment(sitting).pieces
        try await client.post(
            "/v1/me/counts", CountRequest(lozenges: pieces.whole, half: pieces.half), token: sitting.token,
            key: sitting.person.key("count \(sitting.today)"))
    }
}

extension TreatmentAnswer {
    /// What somebody who takes what they report finds when they count.
    fileprivate var pieces: (whole: Int, half: Bool) {
        let strength = max(1, today?.pieces.strengthMg ?? 15)
        let onHand = supply?.onHandMg ?? 0
        return (onHand / strength, onHand % strength > 0)
    }
}

extension LifeStory {
    /// Whether a report calls for the crisis words.
    fileprivate func isGrave(_ report: CheckInRequest) -> Bool {
        report.selfHarm == true || report.effects?["dissociation"] == 3 || report.warnings?.isEmpty == false
    }
}

extension PersonOutcome {
    /// The day of the treatment that a date is, counted from 1; `nil` without one, or before it.
    func day(on date: String) -> Int? {
        guard let first = life.flatMap({ LocalDay.days($0.firstDay) }), let now = LocalDay.days(date),
            now >= first
        else { return nil }
        return now - first + 1
    }

    /// Keeps what the home screen says of the treatment.
    mutating func note(_ treatment: TreatmentAnswer) {
        guard var seen = life else { return }
        seen.state = treatment.state
        seen.doseMg = treatment.today?.doseMg ?? seen.doseMg
        seen.runOut = treatment.supply?.runOut
        life = seen
    }
}
