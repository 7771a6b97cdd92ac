import Clocks
import Foundation

/// What is not an endpoint: the queue, the server's start and memory, the large database.
extension BenchRun {
    mutating func measureJobs() async throws {
        try cluster.renew()
        let url = cluster.url(as: cluster.runtime, BenchCluster.copy)
        let count = plan.seconds * 2_500
        var (rates, halves): ([Double], [JobsBench.Result]) = ([], [])
        for round in 1...plan.rounds {
            note("jobs, round \(round) of \(plan.rounds)")
            let full = try await JobsBench(url: url).run(count)
            rates.append(full.perSecond)
            let half = try await JobsBench(url: url).run(count / 2, rate: full.perSecond / 2)
            halves.append(half)
            note(
                String(
                    format: "jobs: %.0f/s, half p50 %.2f p99 %.2f ms", full.perSecond, half.p50Ms, half.p99Ms)
            )
        }
        let health = try await healthAlone()
        let script = PgbenchScript.enqueueing
        let limit = try Pgbench(cluster: cluster).run(script, seconds: plan.seconds)
        report.add(
            Figure(
                "jobs", perSecond: rates.median, health: health, pgbench: limit,
                p50Ms: halves.map(\.p50Ms).median,
                p99Ms: halves.map(\.p99Ms).median), atLeast: nil)
        report.promise("jobs a second", atLeast: 2000, rates.median)
        report.notes.append(
            "jobs: pgbench puts them in and runs none; the limit is that of their transactions")
        guard let python = plan.python else { return }
        try cluster.remake("bench_procrastinate")
        let output = try Tool.run(
            python,
            [
                plan.deploy.appending(path: "bench-procrastinate.py").path(percentEncoded: false),
                cluster.url(as: cluster.owner, "bench_procrastinate"), "\(plan.seconds * 300)",
            ])
        guard let other = output.split(separator: "\n").compactMap({ Double($0) }).last else {
            throw BenchFault.toolFailed(python, output)
        }
        report.promise("jobs, times procrastinate's", atLeast: 5, rates.median / other, "×")
        report.notes.append(String(format: "procrastinate: %.0f jobs a second", other))
    }

    private func healthAlone() async throws -> Double {
        let server = try await serve()
        defer { server.stop() }
        return try load([BenchRequest.healthRequest], again: true).perSecond
    }

    mutating func measureMemory() async throws {
        note("start and memory")
        let people = try BenchRequests(folder: keys)
        let requests = people.make(.treatment, count: nil, now: HostClock().now)
        var starts: [Double] = []
        for _ in 1...3 {
            let server = try await serve()
            starts.append(server.startSeconds)
            server.stop()
        }
        report.promise("start to ready, seconds", atMost: 0.5, starts.median)
        let server = try await serve()
        defer { server.stop() }
        let fresh = server.memory
        // Each of the connections asks about once.
        let idle = try load(requests, seconds: 8, again: true, pause: 4000, connections: 1000)
        let open = server.memory
        for _ in 1...3 { _ = try load(requests, again: true) }
        let loaded = server.memory
        for _ in 1...6 { _ = try load(requests, again: true) }
        let after = server.memory
        report.promise("MiB at 1,000 idle connections", atMost: 150, open)
        report.promise("MiB after the load", atMost: 150, after)
        report.promise("growth of memory under load", atMost: 1.1, after / loaded, "×")
        report.notes.append(
            String(
                format:
                    "memory: %.0f MiB fresh, %.0f with 1,000 connections (%d requests, %d failed), %.0f, then %.0f under load",
                fresh, open, idle.requests, idle.failed, loaded, after))
    }
}

extension PgbenchScript {
    /// The transaction that puts in a job that does nothing.
    static let enqueueing = PgbenchScript(
        [
            StatementLog.Unit(
                statements: [
                    "BEGIN ISOLATION LEVEL READ COMMITTED",
                    BenchStatements.whoActs, BenchStatements.enqueue, "COMMIT",
                ].map { StatementLog.Statement(sql: $0, values: []) })
        ], sample: .init(number: 1, today: "", key: "-"), people: 1, types: [:])
}
