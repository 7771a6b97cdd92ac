import Clocks
import Foundation
import Wire

/// The state of a run between two steps of the clock.
struct CohortWalk {
    /// What happens at a moment of the plan.
    enum Step: Sendable {
        /// These people come, at most a handful at once.
        case arrive(Range<Int>, at: Instant)
        /// A part of a round. Each is a step of its own, so that one in which a run was killed is taken again without
        /// anybody getting further than they would have.
        case round(Part, PatientPath.Look)
        /// Somebody and their prescriber meet.
        case visit(Int, at: Instant)

        enum Part: Sendable, CaseIterable {
            /// People look at their home screens, all at once.
            case look
            /// Those who want a visit book, one after the other, so that who gets which time never depends on who was
            /// faster.
            case book
            /// The care team works.
            case team
        }

        var instant: Instant {
            switch self {
            case .arrive(_, let instant), .visit(_, let instant): instant
            case .round(_, let look): look.now
            }
        }

        var isVisit: Bool { if case .visit = self { true } else { false } }
    }

    let plan: CohortPlan
    private let patients: PatientWalk
    let path: PatientPath
    let careTeam: CareTeam
    let doors: DevDoors
    let people: [MadeUpPerson]
    var memory: CohortMemory

    /// People who come within one step, and so at the same time of the clock.
    private static let mostAtOnce = 8

    /// - Parameter memory: of a run that was killed.
    init(
        plan: CohortPlan, memory: CohortMemory?, client: ProgramClient, forms: CohortForms, team: CohortTeam,
        respondents: [Respondent]?, served: Set<String>
    ) {
        self.plan = plan
        doors = DevDoors(client: client)
        patients = PatientWalk(client: client, doors: doors, form: forms.screening)
        path = PatientPath(client: client, doors: doors, form: forms.intake, walk: patients)
        careTeam = CareTeam(client: client, doors: doors, team: team)
        var people = (0..<plan.patients).map {
            MadeUpPerson(
                number: $0, seed: plan.seed, served: served, now: plan.beginning,
                station: plan.stations?[$0], respondent: respondents?[$0])
        }
        // Nothing befalls those who are brought to a station.
        for (rank, number) in people.indices.filter({ people[$0].isLetIn }).enumerated() {
            people[number] = people[number].ranked(plan.stations == nil ? rank : 0)
        }
        self.people = people
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
        let rounds = plan.rounds.flatMap { round in
            Step.Part.allCases.map { Step.round($0, .init(now: round.at, isEvening: round.isEvening)) }
        }
        // Stable, so that the parts of a round keep their order.
        return (arrivals + rounds).enumerated().sorted {
            ($0.element.instant, $0.offset) < ($1.element.instant, $1.offset)
        }.map(\.element)
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
        case .round(.look, let glance): try await look(glance)
        case .round(.book, let look): try await book(look)
        case .round(.team, let look): try await letTeamWork(look)
        case .visit(let number, _): try await visit(number)
        }
        if !step.isVisit { memory.steps += 1 }
        return try await doors.now()
    }

    func progress(of steps: Int, now: Instant) -> CohortProgress {
        CohortProgress(
            done: memory.steps, of: steps, now: now, cameIn: outcomes.count { $0.result != nil },
            registered: outcomes.count { $0.isRegistered }, reviews: outcomes.count { $0.decision != nil },
            inTreatment: outcomes.count { $0.life?.hasStopped == false })
    }

    func table(took duration: Duration) -> CohortTable {
        CohortTable(
            plan: plan, people: people, outcomes: outcomes, breaches: memory.breaches, daily: memory.daily,
            took: duration)
    }

    mutating func advance(to instant: Instant) async throws {
        let (now, stuck) = try await doors.advance(to: instant)
        if !stuck.isEmpty {
            note(.everythingDone, "at \(now.rfc3339): \(stuck.joined(separator: ", "))")
        }
    }

    var outcomes: [PersonOutcome] { memory.outcomes }

    /// People whose screening the care team has yet to decide on.
    var waitingForReview: [Int] {
        outcomes.indices.filter {
            outcomes[$0].result == "needsReview" && outcomes[$0].patient != nil
                && outcomes[$0].decision == nil
        }
    }

    mutating func note(_ promise: Promise, _ seen: String) {
        memory.breaches.append(Breach(promise, seen))
    }

    /// Whether somebody has something to look for on their home screen. A respondent of whom a rule wants to know what
    /// the file does not tell will never say it.
    func isOnTheWay(_ number: Int) -> Bool {
        outcomes[number].isOnTheWay && !(people[number].real != nil && outcomes[number].isStuck)
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

    private mutating func look(_ look: PatientPath.Look) async throws {
        try await each(of: outcomes.indices.filter { looks($0, look) }) {
            [path, people] number, outcome, breaches in
            try await path.act(people[number], &outcome, look, breaches: &breaches)
        }
    }

    private mutating func book(_ look: PatientPath.Look) async throws {
        for number in outcomes.indices
        where outcomes[number].wantsVisit && outcomes[number].visit?.isAhead != true {
            try await each(of: [number]) { [path, people] number, outcome, _ in
                try await path.bookVisit(people[number], &outcome, look)
            }
        }
    }

    /// Whether somebody looks at their home screen now: whoever is on the way in whenever there is a round, whoever is
    /// treated in the evening, and in the morning if there is something that they put off.
    private func looks(_ number: Int, _ look: PatientPath.Look) -> Bool {
        guard isOnTheWay(number) else { return false }
        guard let life = outcomes[number].life else { return true }
        if life.hasStopped { return false }
        return look.isEvening || outcomes[number].isExpecting
    }

    private mutating func letTeamWork(_ look: PatientPath.Look) async throws {
        let plans = Dictionary(
            outcomes.indices.compactMap { number in outcomes[number].patient.map { ($0, people[number]) } }
                .filter { $0.1.station?.isReviewed != false },
            uniquingKeysWith: { first, _ in first })
        let day = CareTeam.Day(
            people: plans, paused: paused(at: look.now), isAtDesk: !look.isEvening,
            met: Set(
                outcomes.filter { $0.visit?.kind == "refillReview" && $0.visit?.isOver == true }.compactMap(
                    \.patient)))
        let done = try await careTeam.work(day)
        memory.gates.merge(done.gates, uniquingKeysWith: +)
        for number in waitingForReview {
            guard let patient = outcomes[number].patient, let isAccepted = done.screenings[patient] else {
                continue
            }
            memory.outcomes[number].decision = isAccepted ? "accepted" : "declined"
        }
    }

    /// Who was paused by a rule, has answered since and is well.
    private func paused(at now: Instant) -> [String: PausedPerson] {
        Dictionary(
            outcomes.indices.compactMap { number -> (String, PausedPerson)? in
                let (outcome, person) = (outcomes[number], people[number])
                guard let patient = outcome.patient, let life = outcome.life, life.state == "paused",
                    !life.isOwnPause, let dose = life.doseMg,
                    let day = outcome.day(on: person.today(at: now)), person.life.isWell(on: day)
                else { return nil }
                let tomorrow = person.today(at: now + .hours(24))
                return (patient, PausedPerson(patient: patient, doseMg: dose, from: tomorrow))
            }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func visit(_ number: Int) async throws {
        try await each(of: [number]) { [path, people] number, outcome, _ in
            try await path.checkIn(people[number], &outcome)
        }
        if let visit = outcomes[number].visit {
            try await careTeam.meet(people[number], outcomes[number], at: visit)
            memory.outcomes[number].visit?.isOver = true
        }
    }

    /// Does something with several people at once and gathers what became of them in their order, so that a run's
    /// table never depends on who was faster.
    mutating func each(
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

    func codes(of number: Int) async throws -> Int {
        try await doors.messages(to: people[number].email).count(where: \.isSignInCode)
    }
}
