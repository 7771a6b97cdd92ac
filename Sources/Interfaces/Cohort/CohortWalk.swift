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
    private(set) var memory: CohortMemory

    /// People who come within one step, and so at the same time of the clock.
    private static let mostAtOnce = 8

    /// - Parameter memory: of a run that was killed.
    init(
        plan: CohortPlan, memory: CohortMemory?, client: ProgramClient, form: ScreeningForm,
        navigator: StaffSignIn,
        served: Set<String>
    ) {
        self.plan = plan
        doors = DevDoors(client: client)
        patientWalk = PatientWalk(client: client, doors: doors, form: form)
        careTeam = CareTeamWalk(client: client, doors: doors, navigator: navigator)
        people = (0..<plan.patients).map {
            MadeUpPerson(number: $0, seed: plan.seed, served: served, now: plan.beginning)
        }
        self.memory = memory ?? CohortMemory(people: plan.patients)
    }

    /// All steps in the order of time. People less than an hour apart come together.
    var steps: [Step] {
        var arrivals: [Step] = []
        var first = 0
        while first < plan.patients {
            let hour = plan.arrival(of: first) + .hours(1)
            var end = first + 1
            while end < plan.patients, end - first < Self.mostAtOnce, plan.arrival(of: end) < hour {
                end += 1
            }
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
        memory.steps += 1
        return try await doors.now()
    }

    func progress(of steps: Int, now: Instant) -> CohortProgress {
        CohortProgress(
            done: memory.steps, of: steps, now: now, cameIn: outcomes.count { $0.result != nil },
            registered: outcomes.count { $0.isRegistered }, reviews: outcomes.count { $0.decision != nil })
    }

    func table(took duration: Duration) -> CohortTable {
        CohortTable(plan: plan, outcomes: outcomes, breaches: memory.breaches, took: duration)
    }

    private mutating func advance(to instant: Instant) async throws {
        let (now, stuck) = try await doors.advance(to: instant)
        if !stuck.isEmpty {
            note(.everythingDone, "at \(now.rfc3339): \(stuck.joined(separator: ", "))")
        }
    }

    private var outcomes: [PersonOutcome] { memory.outcomes }

    /// People whose screening the care team has yet to decide on.
    private var waitingForReview: [Int] {
        outcomes.indices.filter {
            outcomes[$0].result == "needsReview" && outcomes[$0].patient != nil
                && outcomes[$0].decision == nil
        }
    }

    private mutating func note(_ promise: Promise, _ seen: String) {
        memory.breaches.append(Breach(promise, seen))
    }

    // MARK: After a kill

    /// Looks what of a step was done when the run before this one was killed, as far as the step itself cannot see it:
    /// codes that were sent, reviews that were decided.
    mutating func recall(_ step: Step) async throws {
        try await advance(to: doors.now())
        switch step {
        case .arrive(let range, _):
            for number in range {
                memory.outcomes[number].codesAsked = try await doors.messages(to: people[number].email).count
            }
        case .careTeam:
            let token = try await careTeam.signIn()
            for number in waitingForReview {
                let standing = try await careTeam.accounts(of: people[number].email, token: token).first?
                    .standing
                if let standing, standing != "inReview" { memory.outcomes[number].decision = standing }
            }
            try await careTeam.signOut(token: token)
        }
    }

    // MARK: Steps

    private mutating func arrive(_ range: Range<Int>) async throws {
        try await each(of: range) { [patientWalk, people] number, outcome, breaches in
            try await patientWalk.arrive(people[number], &outcome, breaches: &breaches)
        }
        // A minute later the codes have arrived, and those who registered sign in.
        try await advance(to: doors.now() + .minutes(1))
        try await each(of: range.filter { outcomes[$0].isRegistered }) {
            [patientWalk, people] number, outcome, breaches in
            try await patientWalk.signIn(people[number], &outcome, breaches: &breaches)
        }
    }

    private mutating func workThroughQueue() async throws {
        let waiting = waitingForReview
        guard !waiting.isEmpty else { return }
        let token = try await careTeam.signIn()
        let plans = Dictionary(
            waiting.compactMap { number in outcomes[number].patient.map { ($0, people[number].isAccepted) } },
            uniquingKeysWith: { first, _ in first })
        let decided = try await careTeam.workThroughQueue(token: token) { plans[$0] }
        try await careTeam.signOut(token: token)
        for number in waiting {
            guard let patient = outcomes[number].patient, let isAccepted = decided[patient] else { continue }
            memory.outcomes[number].decision = isAccepted ? "accepted" : "declined"
        }
    }

    /// Does something with several people at once and gathers what became of them in their order, so that a run's
    /// table never depends on who was faster.
    private mutating func each(
        of numbers: some Sequence<Int>,
        _ body: @escaping @Sendable (Int, inout PersonOutcome, inout [Breach]) async throws -> Void
    ) async throws {
        let outcomes = outcomes
        let results = try await withThrowingTaskGroup(of: (Int, PersonOutcome, [Breach]).self) { group in
            for number in numbers {
                group.addTask {
                    var outcome = outcomes[number]
                    var breaches: [Breach] = []
                    try await body(number, &outcome, &breaches)
                    return (number, outcome, breaches)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }
        }
        for (number, outcome, breaches) in results {
            memory.outcomes[number] = outcome
            memory.breaches += breaches
        }
    }

    // MARK: The look back

    /// Checks what must hold of everybody at the end, as the care team and the patients themselves see it.
    mutating func lookBack() async throws {
        let token = try await careTeam.signIn()
        for number in outcomes.indices {
            try await lookAtAccount(of: number, token: token)
            memory.outcomes[number].codesArrived = try await doors.messages(to: people[number].email).count
            judgeCodes(of: number)
        }
        let queue: QueueAnswer = try await careTeam.client.get(
            "/v1/staff/queue?kind=screeningReview&limit=200", token: token)
        let ours = Set(outcomes.compactMap(\.patient))
        for item in queue.items where item.state != "resolved" && ours.contains(item.patient?.id ?? "") {
            note(.reviewDecided, "\(item.handle) is still \(item.state)")
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
}
