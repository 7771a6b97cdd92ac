import API
import Access
import CarePath
import Clocks
import Foundation
import JobQueue
import Logging
import Outbound
import Patients
import Pharmacies
import Postgres
import Prescriptions
import Sealing
import Shipments
import Telemetry
import Wire
import Workers

/// The one place where the program is put together: the corridor over its database, and the door and the workers
/// over the corridor.
struct ServerBootstrap: Sendable {
    /// What differs between an installation and `lozenged dev`.
    struct Parts: Sendable {
        var database: DatabaseSettings
        var keyring: Keyring
        var clock: any ProgramClock
        var access: AccessServices
        var prescriptionOffice: PrescriptionOffice
        var schema: SchemaFolder
    }

    let carePath: CarePath
    let readiness: Readiness
    let schema: SchemaFolder
    /// The workers of this process, once there are some.
    private let worker: Awaited<JobWorker>

    /// Reads the data files; nothing is connected yet.
    init(_ parts: Parts) throws {
        let worker = Awaited<JobWorker>()
        let database = Database(parts.database)
        let folder = URL(filePath: parts.schema.path)
        carePath = CarePath(
            database: database, keyring: parts.keyring, clock: parts.clock, access: parts.access,
            program: try ProgramData(folder: folder), prescriptionOffice: parts.prescriptionOffice,
            wakeWorkers: { worker.value?.wake() })
        readiness = Readiness(
            database: database, migrations: try Migration.load(from: folder.appending(path: "migrations")),
            clock: parts.clock)
        schema = parts.schema
        self.worker = worker
    }

    /// The jobs' side. From then on a change in this process wakes its worker.
    func makeWorker(
        delivery: any MessageDelivery, carrier: any CarrierPartner, concurrency: Int, logger: Logger
    ) -> JobWorker {
        let pharmacies = PharmacyClients(
            reach: carePath.access.realm == .test ? .publicInternetAndLoopback : .publicInternet,
            logger: Logger(label: "pharmacies"))
        let jobs = ProgramJobs(
            carePath: carePath, delivery: delivery, pharmacies: pharmacies.directory, carrier: carrier)
        var settings = JobWorkerSettings()
        settings.concurrency = concurrency
        let made = JobWorker(
            database: carePath.database, clock: carePath.clock, handlers: jobs.handlers,
            schedules: jobs.schedules,
            settings: settings, logger: logger)
        worker.set(made)
        return made
    }

    /// The HTTP side.
    func makeServer(
        _ http: HTTPSettings, limits: RateLimits = .standard, metrics: PrometheusMetrics, logger: Logger,
        dev: (any DevControls)? = nil, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> APIServer {
        let readiness = readiness
        let dependencies = APIDependencies(
            carePath: carePath,
            settings: APISettings(
                realm: carePath.access.realm, version: ProgramVersion.current, limits: limits,
                trustedProxies: http.trustedProxies),
            contract: try schema.data(of: "openapi.yaml"), readiness: { await readiness.checks() },
            metrics: metrics,
            renderMetrics: { metrics.render() }, logger: logger, dev: dev)
        return APIServer(dependencies, host: http.host, port: http.port, onRunning: onRunning)
    }
}
