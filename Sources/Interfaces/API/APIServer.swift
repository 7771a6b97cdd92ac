import Access
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle

/// The HTTP server. When it is asked to stop, it takes no new connections, finishes the requests that run, and ends.
package struct APIServer: Service {
    private let application: DoorApplication

    /// - Parameters:
    ///   - authenticate: who a bearer token belongs to; throws what is wrong with it.
    ///   - port: 0 for any that is free.
    ///   - onRunning: told the port once connections are taken.
    package init(
        routes: RouteTable, authenticate: @escaping @Sendable (String) async throws -> Caller,
        settings: APISettings,
        host: String, port: Int, logger: Logger, metrics: any MetricsFactory,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let door = Door(
            routes: routes,
            admission: Admission(
                authenticate: authenticate, limiter: RateLimiter(settings.limits),
                clients: ClientAddress(trustedProxies: settings.trustedProxies)),
            body: BodyReading(most: settings.largestBody, deadline: settings.bodyDeadline),
            dress: AnswerDress(realm: settings.realm), record: RequestRecord(log: logger, metrics: metrics))
        application = DoorApplication(
            responder: door, host: host, port: port, settings: settings, logger: logger, onRunning: onRunning)
    }

    package func run() async throws { try await application.run() }
}
