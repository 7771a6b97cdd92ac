import Access
import Clocks
import Foundation

/// One run: databases, servers and loads in their order, and the report that grows from them.
struct BenchRun {
    struct Plan {
        /// How often each figure is taken; the one in the middle counts.
        let rounds: Int
        /// Of each load.
        let seconds: Int
        /// Of the large database.
        let patients: Int
        let port: Int
        let program: String
        let deploy: URL
        let folder: URL
        let python: String?

        var script: String { deploy.appending(path: "bench.lua").path(percentEncoded: false) }
    }

    /// What figures and comparisons are taken with.
    static let patients = 10_000

    let plan: Plan
    let cluster: BenchCluster
    let keys: URL
    var report = BenchReport()

    init(plan: Plan) throws {
        self.plan = plan
        cluster = BenchCluster(folder: plan.folder)
        keys = plan.folder.appending(path: "keys")
        try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
    }

    mutating func measure(_ parts: [BenchPart]) async throws {
        try await cluster.start()
        report.notes += MachineNotes.lines(cluster) + ["\(Load.connections) connections, 2 threads of wrk"]
        try await prepare(Self.patients)
        for part in parts {
            switch part {
            case .checkIn, .treatment, .webhook: try await measure(EndpointBench(part))
            case .jobs: try await measureJobs()
            case .memory: try await measureMemory()
            case .growth: if plan.patients > Self.patients { try await measureGrowth() }
            }
        }
        report.notes.append("afterwards \(MachineNotes.load)")
        try await cluster.stop()
    }

    /// Fills the database that is copied for each measurement.
    func prepare(_ patients: Int) async throws {
        note("Preparing \(patients) patients.")
        try cluster.remake(BenchCluster.base)
        try Tool.run(
            "env",
            [
                "LOZENGE_MIGRATION_DATABASE_URL=\(cluster.url(as: cluster.owner, BenchCluster.base))",
                plan.program,
                "migrate",
            ])
        try await Preparation(
            database: cluster.url(as: cluster.superuser, BenchCluster.base), patients: patients, days: 5,
            tokens: Self.patients, good: .hours(12), realm: .live, folder: keys
        ).run()
        try cluster.settle()
    }

    /// A server on a database as `prepare` left it.
    func serve() async throws -> ServedProgram {
        try cluster.renew()
        return try await ServedProgram(
            plan.program, database: cluster.url(as: cluster.runtime, BenchCluster.copy), keys: keys,
            port: plan.port,
            log: plan.folder.appending(path: "lozenged.log"))
    }

    func load(
        _ requests: [Data], seconds: Int? = nil, again: Bool = false, pause: Double = 0,
        connections: Int = Load.connections
    ) throws -> Load {
        let file = plan.folder.appending(path: "requests")
        try RequestFile.write(requests, to: file)
        return try Load.run(
            file, port: plan.port, seconds: seconds ?? plan.seconds, again: again, pause: pause,
            connections: connections, script: plan.script)
    }

    /// The statements with which the server answers `requests`, those of them that `isWanted` knows.
    ///
    /// - Parameter requests: the last is looked at; those before it make the server prepare its statements.
    func statements(of requests: [Data], _ isWanted: (StatementLog.Unit) -> Bool) async throws
        -> [StatementLog.Unit]
    {
        try cluster.beginLogging()
        try await Task.sleep(for: .milliseconds(500))
        let before = try Data(contentsOf: cluster.log).count
        for request in requests { try await PlainHTTP.send(request, port: plan.port) }
        try await Task.sleep(for: .milliseconds(300))
        let text = try Data(contentsOf: cluster.log).dropFirst(before)
        try cluster.endLogging()
        return StatementLog(String(decoding: text, as: UTF8.self)).units.filter(isWanted)
    }
}
