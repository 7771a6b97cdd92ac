import Clocks
import Foundation
import Wire

/// The state of a run between two steps of the clock.
struct CohortWalk {
    /// What happens at a moment of the plan.
    enum Step: Sendable {
        /// These people come, at most a handful at once.
        case arrive(Range<Int>, at: Instant)
        /// People look at their home screens, and the care team works through its queue.
        case round(at: Instant)
        /// Somebody and their prescriber meet.
        case visit(Int, at: Instant)

        var instant: Instant {
            switch self {
            case .arrive(_, let instant), .round(let instant), .visit(_, let instant): instant
            }
        }

        var isVisit: Bool { if case .visit = self { true } else { false } }
    }

    private let plan: CohortPlan
    private let patients: PatientWalk
    private let path: PatientPath
    private let careTeam: CareTeam
    private let doors: DevDoors
    let people: [MadeUpPerson]
    private(set) var memory: CohortMemory

    /// People who come within one step, and so at the same time of the clock.
    private static let mostAtOnce = 8

    /// - Parameter memory: of a run that was killed.
    init(
        plan: CohortPlan, memory: CohortMemory?, client: ProgramClient, forms: CohortForms, team: CohortTeam,
        served: Set<String>
    ) {
        self.plan = plan
        doors = DevDoors(client: client)
        patients = PatientWalk(client: client, doors: doors, form: forms.screening)
        path = PatientPath(client: client, doors: doors, form: forms.intake, walk: patients)
        careTeam = CareTeam(client: client, doors: doors, team: team)
        people = (0..<plan.patients).map {
            MadeUpPerson(
                number: $0, seed: plan.seed, served: served, now: plan.beginning,
                station: plan.stations?[$0])
        }
        self.memory = memory ?? CohortMemory(people: plan.patients)
    }

    /// The steps that the plan decides, in the order of time. People less than an hour apart come together.
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
        if plan.stations != nil {
            // Each comes by themselves, when their way to the station needs it.
            arrivals = (0..<plan.patients).map { .arrive($0..<$0 + 1, at: plan.arrival(of: $0)) }
        }
        return (arrivals + plan.rounds.map { .round(at: $0) }).sorted { $0.instant < $1.instant }
    }

    /// What comes next: the plan's next step, or a visit that somebody booked before it; `nil` at the end.
    func nextStep(of steps: [Step]) -> Step? {
        let planned = memory.steps < steps.count ? steps[memory.steps] : nil
        let visits = outcomes.indices.compactMap { number -> Step? in
            guard people[number].station?.isMet != false, let visit = outcomes[number].visit, !visit.isOver,
                let at = Instant(rfc3339: visit.startsAt)
            else { return nil }
            return .visit(number, at: at)
        }
        let visit = visits.min { $0.instant < $1.instant }
        guard let planned else { return nil }
        if let visit, visit.instant <= planned.instant { return visit }
        return planned
    }

    /// Moves the clock to the step and does it.
    mutating func take(_ step: Step) async throws -> Instant {
        try await advance(to: step.instant)
        switch step {
        case .arrive(let range, _): try await arrive(range)
        case .round: try await goRound()
        case .visit(let number, _): try await visit(number)
        }
        if !step.isVisit { memory.steps += 1 }
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
                memory.outcomes[number].codesAsked = try await codes(of: number)
            }
        case .round:
            let token = try await careTeam.navigator.signIn()
            for number in waitingForReview {
                let standing = try await careTeam.accounts(of: people[number].email, token: token).first?
                    .standing
                if let standing, standing != "inReview" { memory.outcomes[number].decision = standing }
            }
            try await careTeam.navigator.signOut(token: token)
        case .visit: break
        }
    }

    // MARK: Steps

    private mutating func arrive(_ range: Range<Int>) async throws {
        try await each(of: range) { [patients, people] number, outcome, breaches in
            try await patients.arrive(people[number], &outcome, breaches: &breaches)
        }
        // A minute later the codes have arrived, and those who registered sign in.
        try await advance(to: doors.now() + .minutes(1))
        try await each(of: range.filter { outcomes[$0].isRegistered }) {
            [patients, people] number, outcome, breaches in
            try await patients.signIn(people[number], &outcome, breaches: &breaches)
        }
    }

    private mutating func goRound() async throws {
        try await each(of: outcomes.indices.filter { outcomes[$0].isOnTheWay }) {
            [path, people] number, outcome, breaches in
            try await path.act(people[number], &outcome, breaches: &breaches)
        }
        let plans = Dictionary(
            outcomes.indices.compactMap { number in outcomes[number].patient.map { ($0, people[number]) } }
                .filter { $0.1.station?.isReviewed != false },
            uniquingKeysWith: { first, _ in first })
        let decided = try await careTeam.workThroughQueue(knowing: plans)
        for number in waitingForReview {
            guard let patient = outcomes[number].patient, let isAccepted = decided[patient] else { continue }
            memory.outcomes[number].decision = isAccepted ? "accepted" : "declined"
        }
    }

    private mutating func visit(_ number: Int) async throws {
        try await each(of: [number]) { [path, people] number, outcome, _ in
            try await path.checkIn(people[number], &outcome)
        }
        if let visit = outcomes[number].visit {
            try await careTeam.meet(people[number], at: visit)
            memory.outcomes[number].visit?.isOver = true
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

    private func codes(of number: Int) async throws -> Int {
        try await doors.messages(to: people[number].email).count(where: \.isSignInCode)
    }

    // MARK: The look back

    /// Checks what must hold of everybody at the end, as the care team and the patients themselves see it.
    mutating func lookBack() async throws {
        let token = try await careTeam.navigator.signIn()
        for number in outcomes.indices {
            try await lookAtAccount(of: number, token: token)
            memory.outcomes[number].codesArrived = try await codes(of: number)
            judgeCodes(of: number)
            if let patient = outcomes[number].patient {
                let told = try await careTeam.timeline(of: patient, token: token)
                memory.outcomes[number].milestones = told
                judgePath(of: number)
            }
        }
        let queue: QueueAnswer = try await careTeam.client.get(
            "/v1/staff/queue?kind=screeningReview&limit=200", token: token)
        let ours = Set(outcomes.compactMap(\.patient))
        for item in queue.items where item.state != "resolved" && ours.contains(item.patient?.id ?? "") {
            note(.reviewDecided, "\(item.handle) is still \(item.state)")
        }
        try await careTeam.navigator.signOut(token: token)
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
}
