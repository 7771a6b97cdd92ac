import Clocks
import Foundation

/// What becomes of the latencies, and of the daily sweeps, with many more patients.
extension BenchRun {
    mutating func measureGrowth() async throws {
        let small = try await latencies(Self.patients, rate: nil)
        let large = try await latencies(plan.patients, rate: small)
        for (name, one, other) in [
            ("check-in", small.checkIn, large.checkIn), ("treatment", small.treatment, large.treatment),
        ] {
            report.notes.append(
                String(
                    format: "growth, %@: p99 %.2f ms at %.0f/s with %d, %.2f ms at %.0f/s with %d patients",
                    name,
                    one.p99Ms, one.perSecond, Self.patients, other.p99Ms, other.perSecond, plan.patients))
            report.promise(
                "\(name), p99 with \(plan.patients) patients", atMost: 1.3, other.p99Ms / one.p99Ms, "×")
        }
        report.notes.append(
            String(
                format: "growth, mornings: %.2f ms each with %d, %.2f ms with %d patients", small.morning,
                Self.patients, large.morning, plan.patients))
        report.promise(
            "a morning with \(plan.patients) patients", atMost: 1.3, large.morning / small.morning, "×")
    }

    private struct Latencies {
        let treatment: Load
        let checkIn: Load
        /// Milliseconds for each treatment whose morning is due.
        let morning: Double
    }

    /// - Parameter rate: the loads to repeat; half of what it can do, if it is left out.
    private func latencies(_ patients: Int, rate: Latencies?) async throws -> Latencies {
        try await prepare(patients)
        let server = try await serve()
        defer { server.stop() }
        let people = try BenchRequests(folder: keys)
        let (reads, reports) = (EndpointBench(.treatment), EndpointBench(.checkIn))
        func half(_ endpoint: EndpointBench, of full: Double) throws -> Load {
            try load(
                endpoint.requests(people, isHalf: true, now: HostClock().now),
                again: endpoint.part == .treatment,
                pause: max(1, 1.5 * Double(Load.connections) / full * 1000))
        }
        _ = try load(reads.requests(people, isHalf: false, now: HostClock().now), seconds: 60)
        let read =
            try rate.map { 2 * $0.treatment.perSecond }
            ?? load(reads.requests(people, isHalf: false, now: HostClock().now), again: true).perSecond
        let treatment = try half(reads, of: read)
        let written =
            try rate.map { 2 * $0.checkIn.perSecond }
            ?? load(reports.requests(people, isHalf: false, now: HostClock().now)).perSecond
        let checkIn = try half(reports, of: written)
        let morning = try await MorningsBench(
            url: cluster.url(as: cluster.runtime, BenchCluster.copy), keys: keys,
            schema: plan.deploy.appending(path: "../Schema")
        ).run(Self.patients / 20, of: patients)
        return Latencies(treatment: treatment, checkIn: checkIn, morning: morning)
    }
}
