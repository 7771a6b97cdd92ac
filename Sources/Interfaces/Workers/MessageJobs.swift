import CarePath
import Clinic
import Clocks
import JobQueue
import Messaging
import Patients

/// Hands messages from the outbox to their carriers.
///
/// The message is read, handed over outside of any transaction, and then settled. A worker that dies in between
/// leaves it queued, and the next attempt hands it over again under the same id, by which the carrier or the
/// reader's mail program knows it. So no message is lost, and at worst one arrives as two copies of itself.
struct MessageJobs: Sendable {
    let carePath: CarePath
    let delivery: any MessageDelivery

    var handler: JobHandler {
        JobHandler(kind: SendMessage.kind, timeout: .seconds(45)) { context in try await send(context) }
    }

    private func send(_ context: JobContext) async throws -> JobOutcome {
        let actor = Actor.system(SendMessage.kind)
        let id = ID<OutboxMessage>(try context.decode(SendMessage.self).message)
        guard let message = try await carePath.messageToSend(id, by: actor) else {
            // Settled already: by an attempt that died before saying so, or because nobody needs it any more.
            return .done
        }
        do {
            let answer = try await delivery.deliver(message)
            try await carePath.messageAnswered(id, answer, by: actor)
            return .done
        } catch let fault as MessagingFault {
            return .retry(why: fault.failureCode, noSoonerThan: fault.pause)
        }
    }
}

extension MessagingFault {
    /// How long the carrier wants to be left alone.
    fileprivate var pause: Duration? {
        switch self {
        case .notNow(_, let pause): pause
        case .notSetUp, .ourselvesRefused, .unreadable: nil
        }
    }

    /// For the job's record; the carrier's own code stands in the log.
    fileprivate var failureCode: String {
        switch self {
        case .notSetUp: "notSetUp"
        case .ourselvesRefused: "ourselvesRefused"
        case .notNow: "notNow"
        case .unreadable: "unreadable"
        }
    }
}
