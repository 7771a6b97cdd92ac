import Access
import CarePath
import Foundation
import Logging
import Metrics
import Wire

/// What the door needs of the rest of the program, put together by the server.
package struct APIDependencies: Sendable {
    package var carePath: CarePath
    package var settings: APISettings
    /// `Schema/openapi.yaml`.
    package var contract: Data
    package var readiness: @Sendable () async -> [HealthAnswer.Check]
    package var metrics: any MetricsFactory & Sendable
    package var renderMetrics: @Sendable () -> String
    package var logger: Logger
    /// Only in `lozenged dev`.
    package var dev: (any DevControls)?

    package init(
        carePath: CarePath, settings: APISettings, contract: Data,
        readiness: @escaping @Sendable () async -> [HealthAnswer.Check],
        metrics: any MetricsFactory & Sendable,
        renderMetrics: @escaping @Sendable () -> String, logger: Logger, dev: (any DevControls)? = nil
    ) {
        self.carePath = carePath
        self.settings = settings
        self.contract = contract
        self.readiness = readiness
        self.metrics = metrics
        self.renderMetrics = renderMetrics
        self.logger = logger
        self.dev = dev
    }
}
