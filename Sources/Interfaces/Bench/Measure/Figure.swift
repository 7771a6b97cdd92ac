/// One line of the raw data: an endpoint against the limit of the machine.
struct Figure: Codable {
    let name: String
    let perSecond: Double
    /// `GET /healthz` under the same load.
    let healthPerSecond: Double
    /// The endpoint's own statements by `pgbench -M prepared`.
    let pgbenchPerSecond: Double
    /// What is left when both share the machine.
    let limitPerSecond: Double
    let ratio: Double
    /// At half of the load.
    let p50Ms: Double
    let p99Ms: Double

    init(
        _ name: String, perSecond: Double, health: Double, pgbench: Double, p50Ms: Double, p99Ms: Double
    ) {
        self.name = name
        self.perSecond = perSecond
        healthPerSecond = health
        pgbenchPerSecond = pgbench
        limitPerSecond = 1 / (1 / health + 1 / pgbench)
        ratio = perSecond / limitPerSecond
        self.p50Ms = p50Ms
        self.p99Ms = p99Ms
    }
}

extension Collection<Double> {
    /// The one in the middle; the mean of the two there, where they are even in number.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
