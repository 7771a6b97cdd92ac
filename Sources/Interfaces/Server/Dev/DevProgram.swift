import API
import Access
import CarePath
import Clinic
import Clocks
import EmbeddedPostgres
import Foundation
import JobQueue
import Logging
import Postgres
import Prescriptions
import Sandbox
import Sealing
import ServiceLifecycle
import Telemetry

/// Everything that `lozenged dev` runs, in one process: database cluster, sandbox, server, worker, on the dev clock.
struct DevProgram: Sendable {
    let folder: DataFolder
    let clock: DevClock
    let bootstrap: ServerBootstrap
    let desk: DevDesk
    let time: DevTime
    /// Where the stand-in partners are, and their secrets.
    let sheet: PartnerSheet
    let life: ProgramLife
    /// The port, once the server takes connections.
    let running: AsyncStream<Int>
    /// Where the stand-in partners keep their journals.
    let partnerFolder: URL
    private let cluster: PrivateCluster
    private let lock: DataFolderLock

    var carePath: CarePath { bootstrap.carePath }

    /// Makes what is missing and starts the cluster; nothing serves yet.
    ///
    /// - Parameters:
    ///   - start: where the clock begins in a fresh folder; `nil` lets it run with the host from the outset.
    ///   - sandbox: the folder of a `lozenged sandbox` that runs beside; `nil` runs the partners in this process.
    static func prepare(
        in folder: DataFolder, lock: DataFolderLock, port: Int, start: Instant?, sandbox: DataFolder?,
        metrics: PrometheusMetrics
    ) async throws -> DevProgram {
        let schema = try SchemaFolder(
            setting: ProcessInfo.processInfo.environment[SettingName.schema.rawValue])
        let cluster = try await startCluster(for: folder)
        try await Migrator(
            ownerURL: cluster.url(as: PrivateCluster.ownerRole),
            files: try Migration.load(from: schema.url(of: "migrations"))
        ).migrate()
        let clock = try DevClock(in: folder, start: start)
        let publicURL = "http://127.0.0.1:\(port)"
        let bootstrap = try ServerBootstrap(
            .init(
                database: DatabaseSettings(url: cluster.url(as: PrivateCluster.runtimeRole)),
                keyring: try Keyring(file: folder.path(keys)), clock: clock,
                access: try await access(in: folder, publicURL: publicURL),
                prescriptionOffice: PrescriptionOffice(
                    key: try PrescriptionSigningKey(generatingAt: folder.path("prescription-key")),
                    delivery: .sandbox),
                schema: schema))
        let sheet = try sandbox.map(PartnerSheet.read) ?? PartnerSheet.open(in: folder)
        let inside =
            try sandbox == nil
            ? SandboxServices(
                sheet.settings(in: folder, webhooksURL: publicURL), clock: clock,
                logger: Logger(label: "sandbox")) : nil
        return try DevProgram(
            folder: folder, lock: lock, cluster: cluster, clock: clock, bootstrap: bootstrap, sheet: sheet,
            partnerFolder: (sandbox ?? folder).url, inside: inside,
            http: HTTPSettings(host: "127.0.0.1", port: port, publicURL: publicURL),
            metrics: metrics)
    }

    /// - Parameter inside: the stand-in partners of this process, where it runs them.
    private init(
        folder: DataFolder, lock: DataFolderLock, cluster: PrivateCluster, clock: DevClock,
        bootstrap: ServerBootstrap, sheet: PartnerSheet, partnerFolder: URL, inside: SandboxServices?,
        http: HTTPSettings,
        metrics: PrometheusMetrics
    ) throws {
        self.folder = folder
        self.lock = lock
        self.cluster = cluster
        self.clock = clock
        self.bootstrap = bootstrap
        self.sheet = sheet
        self.partnerFolder = partnerFolder
        let partners: any DevPartners = inside ?? OutsidePartners(at: sheet.addresses)
        let logger = Logger(label: "lozenged")
        let carrier = ParcelCarriers.easyPost(
            CarrierSettings(url: sheet.addresses.carrierURL, key: Secret(sheet.carrierKey)), of: .test,
            recorder: bootstrap.exchanges)
        let worker = try bootstrap.makeWorker(
            delivery: SandboxDelivery(partners, clock: clock, recorder: bootstrap.exchanges),
            carrier: carrier, concurrency: 8, logger: Logger(label: "jobs"))
        let carePath = bootstrap.carePath
        time = DevTime(clock: clock, worker: worker, partners: partners) {
            try await carePath.unappliedWebhooks(by: .system("dev")).map {
                "\($0.partner): \($0.count) messages not applied"
            }
        }
        desk = DevDesk(time: time, partners: partners, patients: Awaited())
        let (running, announce) = AsyncStream.makeStream(of: Int.self)
        self.running = running
        // Made-up people all come from this machine.
        let server = try bootstrap.makeServer(
            http, limits: RateLimits.standard.raised(1000), metrics: metrics, logger: Logger(label: "http"),
            dev: desk
        ) { port in
            announce.yield(port)
            announce.finish()
        }
        life = ProgramLife(
            services: [DatabaseService(database: bootstrap.carePath.database)]
                + (inside.map { [$0] } ?? []) + [worker, server],
            logger: logger)
    }

    /// Serves until it is stopped, then stops the cluster too. `script` is told the URL once connections are taken.
    func run(script: @escaping @Sendable (_ url: String) async throws -> AfterScript) async throws {
        let running = running
        do {
            try await life.run {
                for await port in running { return try await script("http://127.0.0.1:\(port)") }
                return .goOn
            }
        } catch {
            try? await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    /// The folder's own PostgreSQL, running. Where a cluster is left of a folder that was thrown away, it is made anew:
    /// without that folder's keys nobody can read it.
    private static func startCluster(for folder: DataFolder) async throws -> PrivateCluster {
        let cluster = PrivateCluster(at: .program(dataFolder: folder.url))
        let keys = folder.path(Self.keys)
        if !FileManager.default.fileExists(atPath: keys) { try await cluster.destroy() }
        // Before the database, so that from then on both are there or neither counts.
        _ = try Keyring(generatingAt: keys)
        try folder.write(
            [
                "data": cluster.place.dataDirectory.path(percentEncoded: false),
                "socket": cluster.place.socketDirectory.path(percentEncoded: false),
            ], to: "cluster.json")
        try await cluster.start()
        return cluster
    }

    private static let keys = "master-keys"

    /// Codes that are always `000000`, and passwords that take a twentieth of the work: nobody real is behind them.
    private static func access(in folder: DataFolder, publicURL: String) async throws -> AccessServices {
        AccessServices(
            realm: .test,
            tokens: try await AccessTokens(
                keys: try TokenKeys(generatingAt: folder.path("token-key")), realm: .test),
            passwords: PasswordHasher(parameters: PasswordHash.Parameters(logN: 13)), codes: FixedCode(),
            enrolmentPage: "\(publicURL)/enrol#")
    }
}
