import Clocks
import Foundation
import Wire

/// The state of a run between two steps of the clock.
struct CohortWalk {
    /// What happens at a moment of the plan.
    enum Step: Sendable {
        /// These people come, at most a handful at once.
        case arrive(Range<Int>, at: Instant)
        /// The care team works through its queue.
        case careTeam(at: Instant)

        var instant: Instant {
            switch self {
            case .arrive(_, let instant), .careTeam(let instant): instant
            }
        }
    }

    private let plan: CohortPlan
    private let patientWalk: PatientWalk
    private let careTeam: CareTeamWalk
    private let doors: DevDoors
    private let people: [MadeUpPerson]
    private var outcomes: [PersonOutcome]
    private var breaches: [Breach] = []

    /// People who come within one step, and so at the same time of the clock.
    private static let mostAtOnce = 8

    init(plan: CohortPlan, client: ProgramClient, form: ScreeningForm, navigator: StaffSignIn, served: Set<String>) {
        self.plan = plan
        doors = DevDoors(client: client)
        patientWalk = PatientWalk(client: client, doors: doors, form: form)
        careTeam = CareTeamWalk(client: client, doors: doors, navigator: navigator)
        people = (0..<plan.patients).map {
            MadeUpPerson(number: $0, seed: plan.seed, served: served, now: plan.beginning)
        }
        outcomes = people.map(PersonOutcome.init)
    }

    /// All steps in the order of time. People less than an hour apart come together.
    var steps: [Step] {
        var arrivals: [Step] = []
        var first = 0
        while first < plan.patients {
            let hour = plan.arrival(of: first) + .hours(1)
            var end = first + 1
            while end < plan.patients, end - first < Self.mostAtOnce, plan.arrival(of: end) < hour { end += 1 }
            arrivals.append(.arrive(first..<end, at: plan.arrival(of: end - 1)))
            first = end
        }
        return (arrivals + plan.rounds.map { .careTeam(at: $0) }).sorted { $0.instant < $1.instant }
    }

    /// Moves the clock to the step and does it.
    mutating func take(_ step: Step) async throws -> Instant {
        try await advance(to: step.instant)
        switch step {
        case .arrive(let range, _): try await arrive(range)
        case .careTeam: try await workThroughQueue()
        }
        return try await doors.now()
    }

    func progress(done: Int, of steps: Int, now: Instant) -> CohortProgress {
        CohortProgress(
            done: done, of: steps, now: now, cameIn: outcomes.count { $0.result != nil },
            registered: outcomes.count { $0.isRegistered }, reviews: outcomes.count { $0.decision != nil })
    }

    func table(took duration: Duration) -> CohortTable {
        CohortTable(plan: plan, outcomes: outcomes, breaches: breaches, took: duration)
    }

    private mutating func advance(to instant: Instant) async throws {
        let (now, stuck) = try await doors.advance(to: instant)
        if !stuck.isEmpty {
            breaches.append(Breach(.everythingDone, "at \(now.rfc3339): \(stuck.joined(separator: ", "))"))
        }
    }

    // MARK: Steps

    private mutating func arrive(_ range: Range<Int>) async throws {
        try await each(of: range) { [patientWalk] outcome, breaches in
            try await patientWalk.arrive(&outcome, breaches: &breaches)
        }
        // A minute later the codes have arrived, and those who registered sign in.
        try await advance(to: doors.now() + .minutes(1))
        try await each(of: range.filter { outcomes[$0].isRegistered }) { [patientWalk] outcome, breaches in
            try await patientWalk.signIn(&outcome, breaches: &breaches)
        }
    }

    private mutating func workThroughQueue() async throws {
        let waiting = outcomes.filter { $0.result == "needsReview" && $0.patient != nil && $0.decision == nil }
        guard !waiting.isEmpty else { return }
        let token = try await careTeam.signIn()
        let plans = Dictionary(
            waiting.compactMap { outcome in outcome.patient.map { ($0, outcome.person.isAccepted) } },
            uniquingKeysWith: { first, _ in first })
        let decided = try await careTeam.workThroughQueue(token: token) { plans[$0] }
        try await careTeam.signOut(token: token)
        for index in outcomes.indices {
            guard let patient = outcomes[index].patient, let isAccepted = decided[patient] else { continue }
            outcomes[index].decision = isAccepted ? "accepted" : "declined"
        }
    }

    /// Does something with several people at once and gathers what became of them in their order, so that a run's
    /// table never depends on who was faster.
    private mutating func each(
        of numbers: some Sequence<Int>,
        _ body: @escaping @Sendable (inout PersonOutcome, inout [Breach]) async throws -> Void
    ) async throws {
        let outcomes = self.outcomes
        let results = try await withThrowingTaskGroup(of: (Int, PersonOutcome, [Breach]).self) { group in
            for number in numbers {
                group.addTask {
                    var outcome = outcomes[number]
                    var breaches: [Breach] = []
                    try await body(&outcome, &breaches)
                    return (number, outcome, breaches)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }
        }
        for (number, outcome, breaches) in results {
            self.outcomes[number] = outcome
            self.breaches += breaches
        }
    }

    // MARK: The look back

    /// Checks what must hold of everybody at the end, as the care team and the patients themselves see it.
    mutating func lookBack() async throws {
        let token = try await careTeam.signIn()
        for number in outcomes.indices {
            try await lookAtAccount(of: number, token: token)
            outcomes[number].codesArrived = try await doors.messages(to: people[number].email).count
            judgeCodes(of: number)
        }
        let queue: QueueAnswer = try await careTeam.client.get(
            "/v1/staff/queue?kind=screeningReview&limit=200", token: token)
        let ours = Set(outcomes.compactMap(\.patient))
        for item in queue.items where item.state != "resolved" && ours.contains(item.patient?.id ?? "") {
            breaches.append(Breach(.reviewDecided, "\(item.handle) is still \(item.state)"))
        }
        try await careTeam.signOut(token: token)
    }

    /// Leaves the days of the cohort: real time from here on.
    func goOn() async throws { try await doors.goOn() }

    private mutating func lookAtAccount(of number: Int, token: String) async throws {
        let outcome = outcomes[number]
        let hits = try await careTeam.accounts(of: people[number].email, token: token)
        switch (outcome.isRegistered, hits.count) {
        case (true, 1):
            let expected = outcome.decision ?? (outcome.result == "needsReview" ? "inReview" : "qualified")
            if hits[0].standing != expected {
                breaches.append(
                    Breach(.reviewDecided, "person \(number + 1): \(hits[0].standing) instead of \(expected)"))
            }
        case (true, let count):
            breaches.append(Breach(.oneAccount, "person \(number + 1): \(count)"))
        case (false, 0): break
        case (false, let count):
            breaches.append(Breach(.noAccount, "person \(number + 1): \(count)"))
        }
    }

    /// After a crash a code may have been asked for by the run before this one; then it is one more, never fewer.
    private mutating func judgeCodes(of number: Int) {
        let outcome = outcomes[number]
        if outcome.codesArrived != outcome.codesAsked {
            breaches.append(
                Breach(.codeOnce, "person \(number + 1): asked \(outcome.codesAsked), arrived \(outcome.codesArrived)"))
        }
    }
}
