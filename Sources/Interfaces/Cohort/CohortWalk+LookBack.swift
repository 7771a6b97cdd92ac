import Clocks
import Foundation
import Wire

extension CohortWalk {
    // MARK: The look back

    /// Checks what must hold of everybody at the end, as the care team and the patients themselves see it.
    mutating func lookBack() async throws {
        let token = try await careTeam.navigator.signIn()
        for number in outcomes.indices {
            try await lookAtAccount(of: number, token: token)
            memory.outcomes[number].codesArrived = try await codes(of: number)
            judgeCodes(of: number)
            if let patient = outcomes[number].patient {
                memory.outcomes[number].timeline = try await careTeam.timeline(of: patient, token: token)
                judgePath(of: number)
            }
        }
        try await lookAtDays(token: token)
        let queue: QueueAnswer = try await careTeam.client.get(
            "/v1/staff/queue?kind=screeningReview&limit=200", token: token)
        let ours = Set(outcomes.compactMap(\.patient))
        for item in queue.items where item.state != "resolved" && ours.contains(item.patient?.id ?? "") {
            note(.reviewDecided, "\(item.handle) is still \(item.state)")
        }
        try await careTeam.signOut()
    }

    /// Leaves the days of the cohort: real time from here on.
    func goOn() async throws { try await doors.goOn() }

    private mutating func lookAtAccount(of number: Int, token: String) async throws {
        let outcome = outcomes[number]
        let hits = try await careTeam.accounts(of: people[number].email, token: token)
        switch (outcome.isRegistered, hits.count) {
        case (true, 1):
            if hits[0].standing != outcome.expectedStanding {
                let seen = "\(hits[0].standing) instead of \(outcome.expectedStanding)"
                note(.reviewDecided, "person \(number + 1): \(seen)")
            }
        case (true, let count): note(.oneAccount, "person \(number + 1): \(count)")
        case (false, 0): break
        case (false, let count): note(.noAccount, "person \(number + 1): \(count)")
        }
    }

    private mutating func judgeCodes(of number: Int) {
        let (asked, arrived) = (outcomes[number].codesAsked, outcomes[number].codesArrived)
        if arrived != asked { note(.codeOnce, "person \(number + 1): asked \(asked), arrived \(arrived)") }
    }

    /// Nobody comes further than the rules and the care team allowed, and nobody is left behind who had the time.
    private mutating func judgePath(of number: Int) {
        let (outcome, person) = (outcomes[number], people[number])
        if person.real != nil { return judgeRealPath(of: number) }
        let isPrescribed = outcome.milestones.contains("prescriptionSigned")
        let mayBe = person.intakeStory.verdict.outcome != "ineligible" && person.isPrescribed
        if isPrescribed, !mayBe || outcome.expectedStanding == "declined" {
            note(.onlyTheEligible, "person \(number + 1) (\(person.intakeStory.rawValue)) has a prescription")
        }
        let hadTime = plan.arrival(of: number) + .hours(24 * 12) < plan.ending
        if outcome.isOnTheWay, mayBe, hadTime, !outcome.milestones.contains("firstDayChosen") {
            note(
                .nobodyLeftBehind,
                "person \(number + 1) (\(person.intakeStory.rawValue)) is at \(outcome.stage ?? "nothing")")
        }
    }

    /// The same of a respondent, of whom nobody knows beforehand what the rules must say.
    private mutating func judgeRealPath(of number: Int) {
        let outcome = outcomes[number]
        let said = outcome.eligibility?.outcome
        if outcome.milestones.contains("prescriptionSigned"),
            said == nil || said == "ineligible" || outcome.isStuck
        {
            note(.onlyTheEligible, "person \(number + 1) (\(said ?? "no intake")) has a prescription")
        }
    }
}
