import Access
import Foundation
import HTTPTypes
import Wire

/// For those who look after the program: whether it runs, whether it can work, what it has counted, and the
/// contract itself. None of it is about anybody.
package struct OperationsRoutes: RouteTopic {
    let environment: String
    let version: String
    /// Looks at what must be there; the names and notes hold no data.
    let readiness: @Sendable () async -> [HealthAnswer.Check]
    let metrics: @Sendable () -> String
    let contract: Data

    package var routes: [Route] {
        [
            Route(.get, "/healthz", "The process runs.", permission: .anyone, limit: .unlimited) { _ in
                try Answer(health(ok: true, []))
            },
            Route(
                .get, "/readyz", "The server can do its work: database, migrations, workers.",
                permission: .anyone,
                limit: .unlimited
            ) { _ in
                let checks = await readiness()
                let ok = checks.allSatisfy(\.ok)
                return try Answer(health(ok: ok, checks), status: ok ? .ok : .serviceUnavailable)
            },
            Route(
                .get, "/metrics", "Counters and timers, in Prometheus' text form.", permission: .anyone,
                limit: .unlimited, answers: [.metrics]
            ) { _ in
                Answer(body: Data(metrics().utf8))
            },
            Route(
                .get, "/openapi.yaml", "The contract of this server.", permission: .anyone, answers: [.yaml],
                caching: .revalidate
            ) { _ in
                Answer(body: contract)
            },
        ]
    }

    private func health(ok: Bool, _ checks: [HealthAnswer.Check]) -> HealthAnswer {
        HealthAnswer(environment: environment, version: version, ok: ok, checks: checks)
    }
}
