import Access
import CarePath
import Clocks

extension RouteTable {
    /// Every route of this server, topic by topic.
    package init(_ dependencies: APIDependencies) {
        let care = dependencies.carePath
        let settings = dependencies.settings
        var topics: [any RouteTopic] = [
            ProgramRoutes(care: care, version: settings.version),
            QuestionnaireRoutes(library: care.program.questionnaires), ScreeningRoutes(care: care),
            RegistrationRoutes(care: care), SignInRoutes(care: care), MeRoutes(care: care),
            QueueRoutes(care: care),
            PrescriptionRoutes(care: care), ProtocolRoutes(care: care),
            ShipmentRoutes(care: care), TreatmentRoutes(care: care), StaffTreatmentRoutes(care: care),
            StaffCheckInRoutes(care: care),
            CheckInRoutes(care: care), OwnTreatmentRoutes(care: care),
            PatientRoutes(care: care), StaffAccessRoutes(care: care), WebhookRoutes(care: care),
            WebhookInboxRoutes(care: care),
            PharmacyRoutes(care: care), OrderRoutes(care: care),
            ConsultRoutes(care: care), StaffConsultRoutes(care: care), PrescriberRoutes(care: care),
            IntakeRoutes(care: care), EligibilityRoutes(care: care), NewFactRoutes(care: care),
            ConsentRoutes(care: care), ObservationRoutes(care: care),
            FlagRoutes(care: care), RotaRoutes(care: care), ReportRoutes(care: care), JobRoutes(care: care),
            MoveRoutes(care: care), ContactRoutes(care: care), PatientRequestRoutes(care: care),
            MergeRoutes(care: care),

            RefillRoutes(care: care), SupplyCareRoutes(care: care),

            OperationsRoutes(dependencies),
        ]
        if let controls = dependencies.dev { topics.append(DevRoutes(controls: controls)) }
        self.init(topics)
    }
}

extension OperationsRoutes {
    fileprivate init(_ dependencies: APIDependencies) {
        self.init(
            environment: dependencies.settings.realm.rawValue, version: dependencies.settings.version,
            readiness: dependencies.readiness, metrics: dependencies.renderMetrics,
            contract: dependencies.contract)
    }
}

extension APIServer {
    /// Only what those ask for who look after the program, for a process that serves nobody else. Nobody is signed
    /// in here.
    package static func forOperations(
        _ dependencies: APIDependencies, host: String, port: Int
    ) -> APIServer {
        APIServer(
            routes: RouteTable([OperationsRoutes(dependencies)]),
            authenticate: { _ in throw AccessRefusal.tokenInvalid }, settings: dependencies.settings,
            host: host, port: port, logger: dependencies.logger, metrics: dependencies.metrics)
    }

    /// The program's server: its routes, over its corridor, for callers whose tokens it gave.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - onRunning: told the port once connections are taken.
    package init(
        _ dependencies: APIDependencies, host: String, port: Int,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let care = dependencies.carePath
        self.init(
            routes: RouteTable(dependencies),
            authenticate: { token in try await care.access.tokens.verify(token, now: care.clock.now) },
            settings: dependencies.settings, host: host, port: port, logger: dependencies.logger,
            metrics: dependencies.metrics, onRunning: onRunning)
    }
}
