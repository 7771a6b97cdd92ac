import Clinic
import Clocks
import Foundation

/// How one endpoint is measured: what is sent, which statements are its own.
struct EndpointBench {
    let part: BenchPart
    /// The least share of its limit that is promised.
    let promise: Double

    init(_ part: BenchPart) {
        self.part = part
        promise = part == .treatment ? 0.6 : 0.7
    }

    /// Whether a unit of the log is of this endpoint.
    func isOwn(_ unit: StatementLog.Unit) -> Bool {
        switch part {
        case .checkIn: unit.mentions(BenchStatements.ofCheckIn)
        case .treatment: unit.mentions(BenchStatements.ofTreatment)
        case .webhook: unit.mentions(BenchStatements.ofWebhook)
        case .jobs, .memory, .growth: false
        }
    }

    /// What one load takes: of check-ins each counts once, so half and full load share the people.
    func requests(_ all: BenchRequests, isHalf: Bool, now: Instant) -> [Data] {
        switch part {
        case .checkIn:
            let made = all.bearers.dropLast(BenchRun.samples)
            let cut = made.count * 7 / 10
            return (isHalf ? made.dropFirst(cut) : made.prefix(cut)).map {
                BenchRequest.checkIn(by: $0, key: UUID().uuidString)
            }
        case .treatment: return all.make(.treatment, count: nil, now: now)
        case .webhook: return all.make(.webhook, count: isHalf ? 40_000 : 80_000, now: now)
        case .jobs, .memory, .growth: return []
        }
    }
}

extension BenchRun {
    /// Patients at the end of the list whose requests are looked at and not counted.
    static let samples = 4

    /// Rounds of health, full load, half load and pgbench, each on a fresh copy.
    mutating func measure(_ endpoint: EndpointBench) async throws {
        let people = try BenchRequests(folder: keys)
        var (rates, healths, limits, halves, lines): ([Double], [Double], [Double], [Load], [String]) =
            ([], [], [], [], [])
        var script: PgbenchScript?
        for round in 1...plan.rounds {
            note("\(endpoint.part.rawValue), round \(round) of \(plan.rounds)")
            let server = try await serve()
            defer { server.stop() }
            _ = try load(people.make(.treatment, count: nil, now: HostClock().now), seconds: 30)
            let health = try load(
                [BenchRequest.healthRequest], seconds: max(2, plan.seconds / 2), again: true)
            let memory = server.memory
            let full = try load(
                endpoint.requests(people, isHalf: false, now: HostClock().now),
                again: endpoint.part == .treatment)
            let wait = 1.5 * Double(Load.connections) / full.perSecond * 1000
            let half = try load(
                endpoint.requests(people, isHalf: true, now: HostClock().now),
                again: endpoint.part == .treatment,
                pause: max(1, wait))
            if script == nil { script = try await self.script(of: endpoint, people) }
            let failed = full.failed + half.failed + health.failed
            lines.append(
                String(
                    format:
                        "%@: %.0f/s of %d, half %.0f/s p50 %.2f p99 %.2f ms, /healthz %.0f/s, %.0f → %.0f MiB%@, %@",
                    endpoint.part.rawValue, full.perSecond, full.requests, half.perSecond, half.p50Ms,
                    half.p99Ms,
                    health.perSecond, memory, server.memory, failed > 0 ? ", \(failed) FAILED" : "",
                    MachineNotes.load))
            note(lines[lines.count - 1])
            rates.append(full.perSecond)
            healths.append(health.perSecond)
            halves.append(half)
        }
        guard let script else { throw BenchFault.notLogged(endpoint.part.rawValue) }
        try Data(script.text.utf8).write(to: plan.folder.appending(path: "\(endpoint.part.rawValue).pgbench"))
        for _ in 1...plan.rounds {
            try cluster.renew()
            limits.append(try Pgbench(cluster: cluster).run(script, seconds: plan.seconds))
            note(String(format: "pgbench %.0f/s", limits[limits.count - 1]))
        }
        report.notes += lines
        report.add(
            Figure(
                endpoint.part.rawValue, perSecond: rates.median, health: healths.median,
                pgbench: limits.median,
                p50Ms: halves.map(\.p50Ms).median, p99Ms: halves.map(\.p99Ms).median),
            atLeast: endpoint.promise)
    }

    private func script(of endpoint: EndpointBench, _ people: BenchRequests) async throws -> PgbenchScript {
        let now = HostClock().now
        let bearers = people.bearers.suffix(Self.samples)
        guard let last = bearers.last else { throw BenchFault.noAnswer("preparation") }
        let key = "bench-sample"
        let requests: [Data] =
            switch endpoint.part {
            case .checkIn:
                bearers.map {
                    BenchRequest.checkIn(by: $0, key: $0.number == last.number ? key : UUID().uuidString)
                }
            case .treatment: bearers.map(BenchRequest.treatment)
            case .webhook:
                [
                    BenchRequest.webhook(
                        key, number: last.number, from: people.pharmacy, seconds: now.secondsSince1970)
                ]
            case .jobs, .memory, .growth: []
            }
        let course = try BenchCourse(now: now, days: 0)
        let units = try await statements(of: requests, endpoint.isOwn)
        let own = endpoint.part == .webhook ? units : units.suffix(1)
        guard !own.isEmpty else { throw BenchFault.notLogged(endpoint.part.rawValue) }
        return PgbenchScript(
            Array(own), sample: .init(number: last.number, today: course.today.description, key: key),
            people: Self.patients - Self.samples, types: try cluster.types(in: Array(own)))
    }
}
