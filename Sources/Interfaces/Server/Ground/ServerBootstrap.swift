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
        /// Whether this process is woken by jobs that other processes put in.
        var hearsOfJobs = false
    }

    /// The channel on which processes tell each other that there may be due jobs.
    private static let jobChannel: StaticString = "lozenge_jobs"

    let carePath: CarePath
    let readiness: Readiness
    let schema: SchemaFolder
    /// Keeps every exchange with a partner.
    let exchanges: ExchangeRecorder
    /// The workers of this process, once there are some.
    private let worker: Awaited<JobWorker>
    private let notices: Notifications

    /// Reads the data files; nothing is connected yet.
    init(_ parts: Parts) throws {
        let worker = Awaited<JobWorker>()
        let database = Database(parts.database)
        let notices = Notifications(
            parts.database, hearing: parts.hearsOfJobs ? [Self.jobChannel] : []
        ) { _ in worker.value?.wake() }
        let folder = URL(filePath: parts.schema.path)
        carePath = CarePath(
            database: database, keyring: parts.keyring, clock: parts.clock, access: parts.access,
            program: try ProgramData(folder: folder), prescriptionOffice: parts.prescriptionOffice,
            wakeWorkers: {
                worker.value?.wake()
                notices.post(Self.jobChannel)
            })
        readiness = Readiness(
            database: database, migrations: try Migration.load(from: folder.appending(path: "migrations")),
            clock: parts.clock)
        exchanges = ExchangeLedger(carePath, logger: Logger(label: "partners")).recorder
        schema = parts.schema
        self.worker = worker
        self.notices = notices
    }

    /// Hints to workers in other processes, and from them; without it, they find jobs within a second.
    func makeNoticeService() -> NoticeService { NoticeService(notices: notices) }

    /// The jobs' side. From then on a change in this process wakes its worker.
    ///
    /// - Parameter kinds: which jobs it takes; `nil` is all.
    func makeWorker(
        delivery: any MessageDelivery, carrier: any CarrierPartner, concurrency: Int, kinds: [String]? = nil,
        logger: Logger
    ) throws(UnknownJobKinds) -> JobWorker {
        let pharmacies = PharmacyClients(
            reach: carePath.access.realm == .test ? .publicInternetAndLoopback : .publicInternet,
            recorder: exchanges)
        var jobs = ProgramJobs(
            carePath: carePath, delivery: delivery, pharmacies: pharmacies.directory, carrier: carrier)
        if let kinds { jobs = try jobs.only(kinds) }
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
        let dependencies = try dependencies(http, limits: limits, metrics: metrics, logger: logger, dev: dev)
        return APIServer(dependencies, host: http.host, port: http.port, onRunning: onRunning)
    }

    /// What a worker shows of itself: that it runs, whether it can work, and what it has counted.
    func makeMetricsServer(
        _ http: HTTPSettings, port: Int, metrics: PrometheusMetrics, logger: Logger
    ) throws -> APIServer {
        .forOperations(
            try dependencies(http, limits: .standard, metrics: metrics, logger: logger, dev: nil),
            host: http.host, port: port)
    }

    private func dependencies(
        _ http: HTTPSettings, limits: RateLimits, metrics: PrometheusMetrics, logger: Logger,
        dev: (any DevControls)?
    ) throws -> APIDependencies {
        let readiness = readiness
        return APIDependencies(
            carePath: carePath,
            settings: APISettings(
                realm: carePath.access.realm, version: ProgramVersion.current, limits: limits,
                trustedProxies: http.trustedProxies),
            contract: try schema.data(of: "openapi.yaml"), readiness: { await readiness.checks() },
            metrics: metrics,
            renderMetrics: { metrics.render() }, logger: logger, dev: dev)
    }
}
