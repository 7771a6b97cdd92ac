import Clocks
import Foundation
import Locks
import Logging
import Messaging
import Outbound
import Patients
import Sandbox

/// The program's messaging partners, joined by real sockets to the sandbox's stand-ins.
struct Surroundings: Sendable {
    let partners: MessagingPartners
    let sandbox: SandboxServices
    let addresses: SandboxServices.Addresses
    let client: HTTPClient
    let clock: SteppedClock
    let recorded: Locked<[RecordedExchange]>

    /// Runs `body` while the stand-ins listen, on ports of their own.
    static func run(
        _ settings: SandboxServices.Settings = .init(), partnersWait timeout: Duration = .seconds(10),
        textsToken: String = "token", mailPassword: String? = nil,
        _ body: @Sendable @escaping (Surroundings) async throws -> Void
    ) async throws {
        let clock = SteppedClock(Instant(microsecondsSince1970: 1_795_277_645_000_000))
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let sandbox = try SandboxServices(settings, clock: clock, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sandbox.run() }
            let addresses = try await sandbox.addresses()
            let client = HTTPClient(
                policy: OutboundPolicy(
                    hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: timeout))
            let recorded = Locked<[RecordedExchange]>([])
            let recorder = ExchangeRecorder { exchange in recorded.withLock { $0.append(exchange) } }
            let texts = TextPartner(
                account: .init(
                    baseURL: addresses.textsURL, sid: "ACtest", authToken: textsToken,
                    sender: "+15005550006"),
                client: client, recorder: recorder)
            var server = MailServer(host: addresses.host, port: addresses.mailPort, security: .plain)
            if let mailPassword { server.credentials = ("clinic", mailPassword) }
            let mail = MailPartner(
                server: server, sender: .init(name: "Lozenge", address: "care@clinic.example"),
                client: client, clock: clock, recorder: recorder)
            let surroundings = Surroundings(
                partners: MessagingPartners(texts: texts, mail: mail), sandbox: sandbox, addresses: addresses,
                client: client, clock: clock, recorded: recorded)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(surroundings))
            } catch {
                result = .failure(error)
            }
            await client.shutdown()
            group.cancelAll()
            try? await group.waitForAll()
            try result.get()
        }
    }

    /// A text to Maya, unless told otherwise.
    static func text(to number: String = "+16025550100", _ body: String = "Su código es 123456.")
        -> OutgoingMessage
    {
        OutgoingMessage(
            id: UUID(), channel: .text, recipient: number, subject: nil, body: body, language: "es")
    }

    /// A mail to Maya, unless told otherwise.
    static func mail(
        to address: String = "maya@example.org", id: UUID = UUID(), subject: String = "Your code",
        _ body: String = "It is 123456."
    ) -> OutgoingMessage {
        OutgoingMessage(
            id: id, channel: .email, recipient: address, subject: subject, body: body, language: "en")
    }
}

/// The error that `body` ends with.
func fault(_ body: () async throws -> some Sendable) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
