import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Crypto
import DoorSupport
import Foundation
import JobQueue
import Locks
import Logging
import Outbound
import Postgres
import Support
import Workers

/// A pharmacy's server as it signs and pushes, by Standard Webhooks.
struct WebhookPusher: Sendable {
    let slug: String
    let secret: String

    /// A message, signed and sent.
    func push(
        _ body: String, id: String, to server: ClinicServer, at stamp: Instant? = nil, path: String = "",
        changing sent: String? = nil
    ) async throws -> Reply {
        let seconds = (stamp ?? server.clock.now).secondsSince1970
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(seconds).\(body)".utf8),
            using: SymmetricKey(data: WebhookSecret.standardKey(secret) ?? Data()))
        return try await server.send(
            .post, "/webhooks/pharmacies/\(slug)\(path)",
            [
                (name: "webhook-id", value: id), (name: "webhook-timestamp", value: "\(seconds)"),
                (name: "webhook-signature", value: "v1,\(Data(code).base64EncodedString())"),
            ], body: Data((sent ?? body).utf8), type: "application/json")
    }
}

extension ClinicServer {
    /// A pharmacy that pushes, with a secret that a director gave it.
    func pusher(_ slug: String = "alpha") async throws -> WebhookPusher {
        _ = try await clinic.pharmacy(slug: slug)
        return WebhookPusher(slug: slug, secret: try await secret(for: slug))
    }

    /// Another secret for a pharmacy, from inside.
    func secret(for slug: String) async throws -> String {
        let director = try await clinic.colleague("Director-\(UUID())", [.medicalDirector])
        guard let partner = WebhookPartner(.pharmacy, slug: slug) else { throw TestClinic.Unexpected() }
        let outcome = try await clinic.carePath.addWebhookSecret(
            nil, by: .standardWebhooks, to: partner, once: nil, caller: director)
        guard case .fresh(let added, _) = outcome else { throw TestClinic.Unexpected() }
        return added.secret.secret
    }

    /// Runs all jobs that are due, with this adapter for pharmacies.
    func applyWebhooks(_ adapter: some WebhookAdapter) async throws {
        let jobs = ProgramJobs(
            carePath: clinic.carePath, delivery: SilentDelivery(), carrier: NoCarrier(),
            webhooks: ["pharmacy": adapter])
        let worker = JobWorker(
            database: database.database, clock: clock,
            handlers: jobs.handlers, schedules: [], settings: .init(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            _ = try await worker.settle()
            worker.beginStopping()
            try await group.waitForAll()
        }
    }
}

/// Understands two types, and keeps what it heard.
final class ListeningAdapter: WebhookAdapter {
    private let kept = Locked<[String]>([])

    var heard: [String] { kept.withLock { $0 } }

    func apply(_ body: Data, event: UUID, from partner: String, by actor: Actor) async throws -> HeardEffect {
        let text = String(decoding: body, as: UTF8.self)
        kept.withLock { $0.append(text) }
        if text.contains("acknowledged") { return .applied }
        if text.contains("late") { return .late }
        return .parked("unknownType")
    }
}
