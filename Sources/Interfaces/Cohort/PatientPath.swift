import Clocks
import Foundation
import Wire

/// A patient's own way from the intake on. It has no plan of its own: it does what the home screen says is next, until
/// that says to wait.
struct PatientPath: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let form: PublishedForm
    let walk: PatientWalk

    /// When somebody looks at their home screen.
    struct Look: Sendable {
        let now: Instant
        /// The end of everybody's day, when they report it.
        let isEvening: Bool
    }

    /// The actions of a home screen that a made-up person knows how to take.
    enum Step: String, CaseIterable {
        case startIntake, continueIntake, signConsents, bookConsult, confirmConsult, confirmReceived,
            chooseFirstDay, checkIn, acknowledgeDose, answerAsq, refillReview, countSupply, lastScores

        static let everything = Set(allCases)
        /// What a treatment asks for once it has begun.
        static let ofTreatment: Set<Step> = [
            .checkIn, .acknowledgeDose, .answerAsq, .refillReview, .countSupply,
        ]
        /// What belongs to the evening.
        static let daily: Set<Step> = [.checkIn, .refillReview, .countSupply]
    }

    /// Somebody in front of their home screen.
    struct Sitting: Sendable {
        let person: MadeUpPerson
        let token: String
        let look: Look
        /// The date on their own wall.
        let today: String
        /// What they leave aside from here on.
        var aside: Set<Step> = []
    }

    /// More steps than anybody has to take in one sitting: a home screen that asks for more leads nowhere.
    private static let mostSteps = 14

    /// Does what is asked; a visit is only wished for, and booked one person after the other.
    func act(
        _ person: MadeUpPerson, _ outcome: inout PersonOutcome, _ look: Look, breaches: inout [Breach]
    ) async throws {
        let today = person.today(at: look.now)
        if let day = outcome.day(on: today), person.life.isSilent(on: day) { return }
        var sitting = Sitting(
            person: person, token: try await walk.session(of: person, &outcome), look: look, today: today)
        if !look.isEvening { sitting.aside = Step.daily }
        if outcome.life != nil { try await decide(&outcome, sitting) }
        for _ in 0..<Self.mostSteps {
            let next: NextSteps = try await client.get("/v1/me/next", token: sitting.token)
            outcome.stage = next.stage.code
            outcome.blocked = next.blocked?.code
            outcome.wantsVisit = next.actions.contains { $0.code == Step.bookConsult.rawValue }
            if let day = outcome.day(on: today), day < person.life.bookingDay { outcome.wantsVisit = false }
            // One whose held time has passed unconfirmed, by a kill in between, has none.
            if outcome.wantsVisit, outcome.visit?.isOver == false { outcome.visit = nil }
            let steps = next.actions.lazy.compactMap { action in Step(action, of: person).map { ($0, action) }
            }
            guard let (step, action) = steps.first(where: { !sitting.aside.contains($0.0) }) else { return }
            let isDone = try await take(step, action, &outcome, sitting, breaches: &breaches)
            if !isDone { sitting.aside.insert(step) }
        }
        breaches.append(
            Breach(.nextLeadsOn, "person \(person.number + 1): still at \(outcome.stage ?? "nothing")"))
    }

    /// Knocks at the visit's door.
    func checkIn(_ person: MadeUpPerson, _ outcome: inout PersonOutcome) async throws {
        guard let visit = outcome.visit else { return }
        let token = try await walk.session(of: person, &outcome)
        try await client.post(
            "/v1/me/consults/\(visit.consult)/check-in", token: token,
            key: person.key("knock \(visit.consult)"))
    }

    /// - Returns: whether it was done; what a person leaves aside is not asked of them again in this sitting.
    private func take(
        _ step: Step, _ action: NextSteps.Action, _ outcome: inout PersonOutcome, _ sitting: Sitting,
        breaches: inout [Breach]
    ) async throws -> Bool {
        switch step {
        case .startIntake, .continueIntake:
            try await answerIntake(&outcome, sitting, breaches: &breaches)
            return outcome.openQuestions.isEmpty
        case .signConsents: try await signConsents(sitting)
        case .bookConsult: return false
        case .confirmConsult: try await confirmVisit(&outcome, sitting)
        case .confirmReceived:
            // Before the carrier says so it may be said, and is not yet true.
            guard action.required else { return false }
            try await confirmReceived(&outcome, sitting)
        case .chooseFirstDay: try await chooseFirstDay(&outcome, sitting)
        case .checkIn: return try await report(&outcome, sitting, breaches: &breaches)
        case .acknowledgeDose: return try await acknowledge(action, sitting)
        case .answerAsq: return false
        case .refillReview: try await answerReview(sitting)
        case .countSupply: try await count(sitting)
        case .lastScores: try await sayLastScores(sitting)
        }
        return true
    }
}

extension PatientPath.Step {
    /// The action as something that this person does; `nil` for what they leave to others, or where they are left.
    fileprivate init?(_ action: NextSteps.Action, of person: MadeUpPerson) {
        guard let step = Self(rawValue: action.code), person.station?.steps.contains(step) != false else {
            return nil
        }
        self = step
    }
}
