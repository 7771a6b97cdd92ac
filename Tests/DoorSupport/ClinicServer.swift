import API
import Access
import CareSupport
import Clocks
import Foundation
import Outbound
import Support
import Telemetry
import Wire

/// A whole clinic behind its real door: the program's own routes, corridor, database, log and counters, spoken to
/// over a socket as an app speaks to it.
package struct ClinicServer: Sendable {
    /// The corridor behind the door, its clock and keys.
    package let clinic: TestClinic
    /// Where it all is kept.
    package let database: TestDatabase
    /// Every route that this server has.
    package let routes: [Route]
    /// All that the server logs.
    package let log: LogBook
    /// All that was asked and answered.
    package let exchanges = ExchangeBook()
    /// Its base URL.
    package let address: String
    /// The client that tests speak through.
    package let http: HTTPClient

    /// The program's time; it stands still unless a story moves it.
    package var clock: SteppedClock { clinic.clock }

    /// Runs `body` against a server on a free port and stops it afterwards.
    ///
    /// - Parameters:
    ///   - test: the suite's database, for stories that can share one; by default one of this server's own.
    ///   - limits: so high that no story meets them, unless it wants to.
    package static func open(
        on test: TestDatabase? = nil, limits: RateLimits = .standard.raised(1000),
        _ body: @Sendable (ClinicServer) async throws -> Void
    ) async throws {
        guard let test else {
            return try await TestDatabase.with { try await open(on: $0, limits: limits, body) }
        }
        let clinic = try await TestClinic(on: test)
        let log = LogBook()
        let metrics = PrometheusMetrics()
        let dependencies = APIDependencies(
            carePath: clinic.carePath, settings: APISettings(realm: .test, version: "slice", limits: limits),
            contract: try Data(contentsOf: Checkout.folder.appending(path: "Schema/openapi.yaml")),
            readiness: { [.init(name: "database", ok: true)] }, metrics: metrics,
            renderMetrics: { metrics.render() }, logger: log.logger)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = APIServer(dependencies, host: "127.0.0.1", port: 0) { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await server.run()
            }
            var arrivals = ports.makeAsyncIterator()
            guard let port = await arrivals.next() else { return try await group.waitForAll() }
            let slice = ClinicServer(
                clinic: clinic, database: test, routes: RouteTable(dependencies).routes, log: log,
                address: "http://127.0.0.1:\(port)",
                http: HTTPClient(
                    policy: OutboundPolicy(
                        hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: .seconds(60),
                        maxInFlightPerHost: 64)))
            do {
                try await body(slice)
            } catch {
                await slice.http.shutdown()
                throw error
            }
            await slice.http.shutdown()
            group.cancelAll()
        }
    }
}
