import AnswerFiles
import Clocks
import Foundation
import Outbound
import Wire

/// Takes made-up people through the program, as their apps and the care team's tools would: over HTTP, with the dev
/// clock and the dev messages as the only other doors.
///
/// It can be started again after a kill of either side, with the same plan and what was kept of the run before: every
/// request has a key that the plan decides, so that what was done is not done again.
package struct CohortRun: Sendable {
    private let plan: CohortPlan
    private let server: String
    private let team: CohortTeam
    private let respondents: Respondents?
    private let report: @Sendable (CohortProgress) -> Void
    private let memory: CohortMemory?
    private let keep: @Sendable (CohortMemory) throws -> Void

    /// - Parameters:
    ///   - server: `http://127.0.0.1:8080`.
    ///   - respondents: whose answers people give, where the plan names a file.
    ///   - memory: of a run of this plan that was killed, to go on from there.
    ///   - keep: keeps the memory of this run, after every step.
    ///   - report: told after every step.
    package init(
        plan: CohortPlan, server: String, team: CohortTeam, respondents: Respondents? = nil,
        memory: CohortMemory? = nil,
        keep: @escaping @Sendable (CohortMemory) throws -> Void = { _ in },
        report: @escaping @Sendable (CohortProgress) -> Void
    ) {
        self.plan = plan
        self.server = server
        self.team = team
        self.respondents = respondents
        self.memory = memory
        self.keep = keep
        self.report = report
    }

    /// Runs to the end and says what happened.
    ///
    /// - Throws: `UnexpectedAnswer` or `TransferError` where the program cannot be used; what it did wrong is in
    ///   the table's breaches.
    ///
    /// - Parameter endsNow: whether the clock then catches up with the host and goes on by itself.
    package func run(endsNow: Bool) async throws -> CohortTable {
        try await withClient { client in
            let began = ContinuousClock.now
            var walk = try await begin(over: client)
            try await takeSteps(of: &walk)
            try await walk.lookBack()
            if endsNow { try await walk.goOn() }
            return walk.table(took: ContinuousClock.now - began)
        }
    }

    func withClient<Answer: Sendable>(
        _ body: (ProgramClient) async throws -> Answer
    ) async throws -> Answer {
        let http = HTTPClient(
            policy: OutboundPolicy(
                hosts: [URL(string: server)?.host() ?? ""], reach: .publicInternetAndLoopback,
                totalTimeout: .seconds(40)))
        do {
            let answer = try await body(ProgramClient(server: server, http: http))
            await http.shutdown()
            return answer
        } catch {
            await http.shutdown()
            throw error
        }
    }

    func begin(over client: ProgramClient) async throws -> CohortWalk {
        let program: ProgramAnswer = try await client.get("/v1/program")
        let forms = CohortForms(
            screening: try await client.get("/v1/questionnaires/screening"),
            intake: try await client.get("/v1/questionnaires/intake"))
        let flaws = respondents?.people.first?.mapping.problems(with: forms) ?? []
        if !flaws.isEmpty { throw AnswerFileProblem(lines: flaws) }
        return CohortWalk(
            plan: plan, memory: memory, client: client, forms: forms, team: team,
            respondents: respondents?.people, served: Set(program.states))
    }

    /// Takes what is left of the steps, the one in which a run before this was killed once more.
    func takeSteps(of walk: inout CohortWalk) async throws {
        let steps = walk.steps
        if memory != nil, let interrupted = walk.nextStep(of: steps) { try await walk.recall(interrupted) }
        while let step = walk.nextStep(of: steps) {
            try Task.checkCancellation()
            let now = try await walk.take(step)
            try keep(walk.memory)
            report(walk.progress(of: steps.count, now: now))
        }
    }
}
