import Clocks
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Stand-ins for the clinic's partners, on this machine, speaking the partners' real wire forms: texts over
/// HTTP as Twilio does, e-mail over SMTP, orders as LifeFile, shipments as EasyPost. Messages that they receive go to
/// the `sink`, orders and shipments into their journals; what they do wrong is ordered at `faults`; what they do by
/// themselves happens as `time` goes on.
package struct SandboxServices: Service {
    package struct Settings: Sendable {
        /// Loopback only, unless somebody means otherwise.
        package var host = "127.0.0.1"
        /// 0 takes any free port; `addresses()` tells which. Pharmacies and carrier answer there too.
        package var textsPort = 0
        package var mailPort = 0
        /// The file that keeps what was received.
        package var logPath: String?
        /// The token that texts must come with; `nil` accepts any.
        package var textsToken: String?
        /// What mails must come with; `nil` accepts all.
        package var mailCredentials: (user: String, password: String)?
        package var pharmacies = [PharmacyProfile()]
        package var carrier = CarrierProfile()
        /// The folder of `pharmacy-<slug>.jsonl` and `carrier.jsonl`; without one nothing outlives the process.
        package var journals: String?
        /// Where the program takes messages of partners: `http://127.0.0.1:8080`. They wait while it is unknown.
        package var webhooksURL: String?

        package init() {}
    }

    /// Where the stand-ins listen.
    package struct Addresses: Sendable, Hashable {
        package let host: String
        package let textsPort: Int
        package let mailPort: Int

        package init(host: String, textsPort: Int, mailPort: Int) {
            self.host = host
            self.textsPort = textsPort
            self.mailPort = mailPort
        }

        /// What the text partner and the control page are reached under.
        package var textsURL: String { "http://\(host):\(textsPort)" }

        /// What a stand-in pharmacy is reached under.
        package func pharmacyURL(_ slug: String) -> String { "\(textsURL)/pharmacy/\(slug)" }

        /// What the stand-in carrier is reached under.
        package var carrierURL: String { "\(textsURL)/v2" }
    }

    package let sink: MessageSink
    package let faults: SandboxFaults
    package let time: SandboxTime
    private let settings: Settings
    private let clock: any ProgramClock
    private let logger: Logger
    private let partners: StandInPartners
    private let textsPort = Announcement<Int>()
    private let mailPort = Announcement<Int>()

    package init(_ settings: Settings = Settings(), clock: any ProgramClock, logger: Logger)
        throws(SandboxFault)
    {
        self.settings = settings
        self.clock = clock
        self.logger = logger
        faults = SandboxFaults()
        sink = try MessageSink(clock: clock, logPath: settings.logPath)
        partners = try StandInPartners(settings, faults: faults, clock: clock)
        time = SandboxTime(partners.timed, clock: clock, logger: logger)
    }

    /// Tells the partners where the program takes their messages, once that is known.
    package func sendWebhooks(to url: String) { partners.target.move(to: url) }

    /// Where the stand-ins listen; waits until they do.
    package func addresses() async throws -> Addresses {
        Addresses(
            host: settings.host, textsPort: try await textsPort.value(), mailPort: try await mailPort.value())
    }

    /// Serves until the service group stops.
    package func run() async throws {
        defer {
            textsPort.fail(SandboxFault.notListening)
            mailPort.fail(SandboxFault.notListening)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serveTexts() }
            group.addTask { try await serveMail() }
            group.addTask { try await time.keepTime() }
            // Leaving by an error cancels the other one; `waitForAll` would go on waiting for it.
            while try await group.next() != nil {}
        }
        await partners.target.shutdown()
    }

    private func serveTexts() async throws {
        let router = Router(context: BasicRequestContext.self)
        TextRoutes(sink: sink, faults: faults, clock: clock, authToken: settings.textsToken).add(to: router)
        ControlRoutes(sink: sink, faults: faults).add(to: router)
        TimeRoutes(time: time).add(to: router)
        partners.add(to: router)
        let application = Application(
            router: router,
            configuration: .init(
                address: .hostname(settings.host, port: settings.textsPort), serverName: "lozenge-sandbox"),
            onServerRunning: { textsPort.announce($0.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }

    private func serveMail() async throws {
        let mailbox = SandboxMailbox(sink: sink, faults: faults, logger: logger)
        let server = SandboxMailServer(
            host: settings.host, port: settings.mailPort, credentials: settings.mailCredentials,
            mailbox: mailbox)
        try await server.run { mailPort.announce($0) }
    }
}
