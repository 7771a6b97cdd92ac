import Clocks
import Foundation
import Wire

extension CohortWalk {
    /// Looks what of a step was done when the run before this one was killed, as far as the step itself cannot see it:
    /// codes that were sent, reviews that were decided, visits that were booked, first days that were chosen.
    mutating func recall(_ step: Step) async throws {
        try await advance(to: doors.now())
        if case .arrive(let range, _) = step {
            for number in range { memory.outcomes[number].codesAsked = try await codes(of: number) }
            return
        }
        let token = try await careTeam.navigator.signIn()
        for number in waitingForReview {
            let standing = try await careTeam.accounts(of: people[number].email, token: token).first?.standing
            if let standing, standing != "inReview" { memory.outcomes[number].decision = standing }
        }
        for number in outcomes.indices where outcomes[number].patient != nil {
            memory.outcomes[number].codesAsked = try await codes(of: number)
        }
        try await each(of: outcomes.indices.filter { outcomes[$0].patient != nil && isOnTheWay($0) }) {
            [path, people] number, outcome, _ in
            try await path.recall(people[number], &outcome)
        }
    }
}

extension PatientPath {
    /// What the program knows of somebody and a run that was killed may not: their visit and their first day.
    func recall(_ person: MadeUpPerson, _ outcome: inout PersonOutcome) async throws {
        let token = try await walk.session(of: person, &outcome)
        let visits: Page<ConsultAnswer> = try await client.get("/v1/me/consults?limit=20", token: token)
        if let latest = visits.items.first(where: {
            ["held", "booked", "checkedIn", "inProgress", "completed"].contains($0.state)
        }),
            latest.id != outcome.visit?.consult
        {
            outcome.visit = .init(
                consult: latest.id, prescriber: latest.prescriber.id, kind: latest.kind,
                startsAt: latest.startsAt,
                isOver: latest.state == "completed")
        }
        if outcome.eligibility == nil {
            outcome.eligibility = try await ifThere("/v1/me/eligibility", token: token).map(
                PersonOutcome.Eligibility.init)
        }
        guard outcome.life == nil else { return }
        let treatment: TreatmentAnswer? = try await ifThere("/v1/me/treatment", token: token)
        if let cycle = treatment?.cycle, cycle.number == 1 {
            outcome.life = LifeSeen(firstDay: cycle.firstDay)
        }
    }

    /// What is read, or `nil` where there is nothing yet.
    private func ifThere<Answer: Decodable>(_ path: String, token: String) async throws -> Answer? {
        do {
            return try await client.get(path, token: token)
        } catch let refusal as UnexpectedAnswer where [404, 409].contains(refusal.status) {
            return nil
        }
    }
}

extension PersonOutcome.Eligibility {
    /// What the answer to an intake says.
    init(_ answer: EligibilityAnswer) {
        self.init(
            outcome: answer.outcome, rules: answer.rules.map(\.id),
            deciding: answer.rules.filter { $0.outcome == answer.outcome }.map(\.id))
    }
}
