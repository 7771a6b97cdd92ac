import Clocks
import Foundation

/// The book of a partner that does things by itself as time passes, and sends messages about them.
protocol StandInBook: JournalBook where Event: WebhookEvents {
    var outbox: Outbox { get }
    /// When something happens next by itself.
    var nextStep: Instant? { get }
    /// What happens first of all that is due; empty where nothing is.
    ///
    /// - Parameter isOdd: whether a message with a status that nobody knows goes before the right one.
    func step(at now: Instant, isOdd: Bool) -> [Event]
}

/// A stand-in partner on the program's clock: lets due things happen and sends the messages that are due.
struct StandIn<Book: StandInBook>: TimedPartner {
    /// `pharmacy alpha`, for naming what is stuck.
    let name: String
    let journal: Journal<Book>
    let clock: any ProgramClock
    let faults: SandboxFaults
    /// Under which name faults of its messages are ordered.
    let operation: SandboxFaults.Operation
    let signer: WebhookSigner
    let target: WebhookTarget
    /// `/webhooks/pharmacies/alpha`.
    let path: String

    var nextDue: Instant? {
        journal.read { book in
            [book.nextStep, target.isKnown ? book.outbox.nextDue : nil].compactMap(\.self).min()
        }
    }

    func act() async throws -> Int {
        var acts = try live()
        guard target.isKnown else { return acts }
        for pending in journal.read({ $0.outbox.due(at: clock.now) }) {
            try await send(pending)
            acts += 1
        }
        return acts
    }

    /// Lets everything happen that is due, in its order.
    private func live() throws -> Int {
        var steps = 0
        while let next = journal.read({ $0.nextStep }), next <= clock.now {
            let now = clock.now
            let isOdd = faults.take(operation, if: { $0 == .unknownStatus }) != nil
            let wrote = try journal.write(at: now) { book in
                let events = book.step(at: now, isOdd: isOdd)
                return (events, events.count)
            }
            if wrote == 0 { break }
            steps += 1
        }
        return steps
    }

    private func send(_ pending: Outbox.Pending) async throws {
        let webhook = pending.webhook
        let fault = faults.take(operation, if: \.isOfDelivery)
        switch fault {
        case .reorder:
            try journal.write(.webhookHeld(id: webhook.id), at: clock.now)
            return
        case .delay(let duration): try await Task.sleep(for: duration)
        default: break
        }
        try await deliver(pending, by: fault == .wrongSignature ? signer.forged : signer)
        if fault == .duplicate { try await deliver(pending, by: signer) }
    }

    private func deliver(_ pending: Outbox.Pending, by signer: WebhookSigner) async throws {
        let webhook = pending.webhook
        let fields = signer.fields(id: webhook.id, body: webhook.body, at: clock.now)
        let status = await target.post(webhook.body, to: path, fields: fields)
        try Task.checkCancellation()
        try journal.write(
            .webhookSent(id: webhook.id, attempt: pending.attempts + 1, status: status), at: clock.now)
    }
}
