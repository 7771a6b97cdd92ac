import Testing

@testable import lozenge_bench

@Suite struct `The bench's figures` {
    @Test func `are shares of what health and pgbench leave to each other`() {
        let figure = Figure("check-in", perSecond: 600, health: 4000, pgbench: 1000, p50Ms: 2, p99Ms: 8)
        #expect(abs(figure.limitPerSecond - 800) < 0.001)
        #expect(abs(figure.ratio - 0.75) < 0.001)
    }

    @Test func `say by how much a promise is not met`() {
        var report = BenchReport()
        report.add(
            Figure("treatment", perSecond: 300, health: 4000, pgbench: 1000, p50Ms: 2, p99Ms: 12),
            atLeast: 0.6)
        #expect(report.rows.map(\.verdict) == ["not met, by 1.60 ×", "not met, by 1.20 ×"])
        report.promise("start to ready, seconds", atMost: 0.5, 0.4)
        #expect(report.rows.last?.verdict == "met")
    }

    @Test(arguments: [([1], 1), ([3, 1], 2), ([9, 1, 2], 2)] as [([Double], Double)])
    func `count in the middle`(
        values: [Double], middle: Double
    ) {
        #expect(values.median == middle)
    }
}
