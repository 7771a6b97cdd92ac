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
    private let navigator: StaffSignIn
    private let report: @Sendable (CohortProgress) -> Void
    private let memory: CohortMemory?
    private let keep: @Sendable (CohortMemory) throws -> Void

    /// - Parameters:
    ///   - server: `http://127.0.0.1:8080`.
    ///   - memory: of a run of this plan that was killed, to go on from there.
    ///   - keep: keeps the memory of this run, after every step.
    ///   - report: told after every step.
    package init(
        plan: CohortPlan, server: String, navigator: StaffSignIn, memory: CohortMemory? = nil,
        keep: @escaping @Sendable (CohortMemory) throws -> Void = { _ in },
        report: @escaping @Sendable (CohortProgress) -> Void
    ) {
        self.plan = plan
        self.server = server
        self.navigator = navigator
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
        let http = HTTPClient(
            policy: OutboundPolicy(
                hosts: [URL(string: server)?.host() ?? ""], reach: .publicInternetAndLoopback,
                totalTimeout: .seconds(40)))
        do {
            let table = try await run(over: http, endsNow: endsNow)
            await http.shutdown()
            return table
        } catch {
            await http.shutdown()
            throw error
        }
    }

    private func run(over http: HTTPClient, endsNow: Bool) async throws -> CohortTable {
        let began = ContinuousClock.now
        let client = ProgramClient(server: server, http: http)
        let program: ProgramAnswer = try await client.get("/v1/program")
        let form: ScreeningForm = try await client.get("/v1/questionnaires/screening")
        var walk = CohortWalk(
            plan: plan, memory: memory, client: client, form: form, navigator: navigator,
            served: Set(program.states))
        let steps = walk.steps
        let left = steps.dropFirst(memory?.steps ?? 0)
        if memory != nil, let interrupted = left.first { try await walk.recall(interrupted) }
        for step in left {
            try Task.checkCancellation()
            let now = try await walk.take(step)
            try keep(walk.memory)
            report(walk.progress(of: steps.count, now: now))
        }
        try await walk.lookBack()
        if endsNow { try await walk.goOn() }
        return walk.table(took: ContinuousClock.now - began)
    }
}
