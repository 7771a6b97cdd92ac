import Clocks
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Stand-ins for the clinic's partners, on this machine, speaking the partners' real wire forms: texts over
/// HTTP as Twilio does, e-mail over SMTP. What they receive goes to the `sink`; what they do wrong is ordered
/// at `faults`.
package struct SandboxServices: Service {
    package struct Settings: Sendable {
        /// Loopback only, unless somebody means otherwise.
        package var host = "127.0.0.1"
        /// 0 takes any free port; `addresses()` tells which.
        package var textsPort = 0
        package var mailPort = 0
        /// The file that keeps what was received.
        package var logPath: String?
        /// The token that texts must come with; `nil` accepts any.
        package var textsToken: String?
        /// What mails must come with; `nil` accepts all.
        package var mailCredentials: (user: String, password: String)?

        package init() {}
    }

    /// Where the stand-ins listen.
    package struct Addresses: Sendable, Hashable {
        package let host: String
        package let textsPort: Int
        package let mailPort: Int

        /// What the text partner and the control page are reached under.
        package var textsURL: String { "http://\(host):\(textsPort)" }
    }

    package let sink: MessageSink
    package let faults = SandboxFaults()
    private let settings: Settings
    private let clock: any ProgramClock
    private let logger: Logger
    private let textsPort = Announcement<Int>()
    private let mailPort = Announcement<Int>()

    package init(_ settings: Settings = Settings(), clock: any ProgramClock, logger: Logger)
        throws(SandboxFault)
    {
        self.settings = settings
        self.clock = clock
        self.logger = logger
        sink = try MessageSink(clock: clock, logPath: settings.logPath)
    }

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
            // Leaving by an error cancels the other one; `waitForAll` would go on waiting for it.
            while try await group.next() != nil {}
        }
    }

    private func serveTexts() async throws {
        let router = Router(context: BasicRequestContext.self)
        TextRoutes(sink: sink, faults: faults, clock: clock, authToken: settings.textsToken).add(to: router)
        ControlRoutes(sink: sink, faults: faults).add(to: router)
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
