import CarePath
import Clinic
import JobQueue

/// Does what kept messages of partners say.
///
/// The message is read, the partner's adapter takes it through the corridor, and then it is settled. A worker that
/// dies in between leaves it pending, and the next attempt hears it a second time, which changes nothing. What still
/// fails at the last attempt goes to a person instead of being lost among the dead letters.
struct WebhookJobs: Sendable {
    let carePath: CarePath
    /// By the partner's kind: `pharmacy`, `carrier`.
    let adapters: [String: any WebhookAdapter]

    var handler: JobHandler {
        JobHandler(kind: ApplyWebhook.kind, timeout: .seconds(45)) { context in try await apply(context) }
    }

    private func apply(_ context: JobContext) async throws -> JobOutcome {
        let actor = Actor.system(ApplyWebhook.kind)
        let id = ID<WebhookEvent>(try context.decode(ApplyWebhook.self).event)
        guard let message = try await carePath.webhookToApply(id, by: actor) else {
            // Settled already, by an attempt that died before saying so.
            return .done
        }
        let heard: HeardEffect
        do {
            heard = try await effect(of: message, id, by: actor)
        } catch  where context.isLastAttempt {
            heard = .parked("failed")
        }
        try await carePath.webhookApplied(id, heard, by: actor)
        return .done
    }

    private func effect(of message: PendingWebhook, _ id: ID<WebhookEvent>, by actor: Actor) async throws
        -> HeardEffect
    {
        guard let adapter = adapters[message.partner.kind.rawValue] else { return .parked("noAdapter") }
        return try await adapter.apply(
            message.body, event: id.uuid, from: message.partner.slug, by: actor)
    }
}
